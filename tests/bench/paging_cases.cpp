#include "tests/bench/paging_cases.h"

#include "models/users_table_model.h"
#include "repo/domain/cuid.h"
#include "repo/migrations/migration_files.h"
#include "tests/bench/bench_repositories.h"
#include "tests/bench/libpq_session.h"
#include "tests/bench/two_machines.h"

#include <QEventLoop>
#include <QRandomGenerator>
#include <QSqlQuery>
#include <QSqlTableModel>

using namespace Qt::StringLiterals;

namespace pivotal::bench {

namespace {

constexpr quint32 seed = 20'261'123; // the same rows in every run

constexpr qint64 million = 1'000'000; ///< users, for goals against what grows with them

struct Bench
{
    Bench(Report &to, const db::ConnectionOptions &database) : report(to), repositories(database), libpq(database), options(database) {}

    [[nodiscard]] sql::Target target() const { return {repositories.scope.organization.id, true}; }
    template <class Source>
    Cursor cursorAt(Source &source, const typename Source::Order &order, double share, qint64 total);

    Report &report;
    Repositories repositories;
    LibpqSession libpq;
    db::ConnectionOptions options;
};

/// The schema with the ten indexes of the seed and no other, while it lives; nobody else can use the tables meanwhile.
class SeedIndexes
{
public:
    explicit SeedIndexes(LibpqSession &session) : m_session(session)
    {
        constexpr qsizetype ofTheSeed = 11; // the table of organizations, and the ten
        m_session.execute("BEGIN");
        for (const db::Migration &migration : db::migrations().mid(ofTheSeed))
            m_session.execute(QByteArray("DROP INDEX " + migration.object.toLatin1()).constData());
    }
    ~SeedIndexes() { m_session.execute("ROLLBACK"); }
    SeedIndexes(const SeedIndexes &) = delete;
    SeedIndexes &operator=(const SeedIndexes &) = delete;

private:
    LibpqSession &m_session;
};

/// The cursor of the row at this share of the whole.
template <class Source>
Cursor Bench::cursorAt(Source &source, const typename Source::Order &order, double share, qint64 total)
{
    AnchorRequest scan;
    scan.rows = scan.step = qint64(double(total) * share);
    return *wait(source.anchors({}, order, scan)).last;
}

void addWarmSlice(Bench &bench)
{
    SqlUsersRepository &users = bench.repositories.users;
    const sql::Statement statement = sql::slice(bench.target(), {}, defaultUserSort, {});
    const TwoMachines two(bench.options);
    const SideBySide slice = sideBySide(
        400, [&] { wait(users.slice({}, defaultUserSort, fresh())); }, [&] { bench.libpq.run(statement); });
    bench.report.add(
        {u"users slice, 50 rows with roles, warm"_s, slice.ours, u"libpq PQexecPrepared"_s, slice.theirs, Result::Goal::AtMost, 1.15});
}

void addGetById(Bench &bench)
{
    SqlUsersRepository &users = bench.repositories.users;
    const UserId id = wait(users.slice({}, defaultUserSort, {})).items.at(7).id;
    const sql::Statement statement = sql::userById(bench.repositories.scope.organization.id, id);
    const auto libpq = [&] { bench.libpq.run(statement); };
    const TwoMachines two(bench.options);
    const SideBySide get = sideBySide(
        1'000, [&] { wait(users.get(id, Freshness::Fresh)); }, libpq);
    bench.report.add({u"get by id"_s, get.ours, u"libpq PQexecPrepared"_s, get.theirs, Result::Goal::AtMost, 1.6});
    const SideBySide cached = sideBySide(
        1'000, [&] { (void)users.get(id, Freshness::Cached).result(); }, libpq);
    bench.report.add(
        {u"get by id, from the memory cache"_s, cached.ours, u"libpq PQexecPrepared"_s, cached.theirs, Result::Goal::AtMost, 0.02});
}

void addFirstPage(Bench &bench)
{
    SqlUsersRepository &users = bench.repositories.users;
    const sql::Statement rows = sql::slice(bench.target(), {}, defaultUserSort, {});
    const sql::Statement plainCount = sql::count(sql::selectionOf(bench.target(), UserFilter()));
    // How the seed's stack counts: github.com/prisma/prisma issues 6153 and 23891.
    const sql::Statement seedCount{u"SELECT COUNT(*) FROM (SELECT users.id FROM users WHERE (users.\"organizationId\" = ? AND "
                                   "users.\"deletedAt\" IS NULL) OFFSET ?) AS sub"_s,
                                   {bench.repositories.scope.organization.id.value, 0}};
    const double ours = medianMs(40, [&] { // as the model does: the rows, and the estimate beside them
        const QFuture<Slice<User>> shown = users.slice({}, defaultUserSort, fresh());
        wait(users.estimate({}));
        wait(shown);
    });
    const auto add = [&](const QString &against, const sql::Statement &count) {
        const double theirs = medianMs(10, [&] {
            bench.libpq.run(rows);
            bench.libpq.run(count);
        });
        bench.report.add({u"users, first page with a total on screen"_s, ours, against, theirs, Result::Goal::AtLeast, 50, million});
    };
    const SeedIndexes only(bench.libpq);
    add(u"OFFSET 0 + the seed's count, seed's indexes"_s, seedCount);
    add(u"OFFSET 0 + a plain count(*), seed's indexes"_s, plainCount);
}

template <class Source>
void addDeepPage(Bench &bench, Source &source, const QString &name, const typename Source::Order &order)
{
    const qint64 total = wait(source.count({}, Freshness::Fresh));
    SliceRequest deep;
    deep.cursor = bench.cursorAt(source, order, 0.99, total);
    SliceRequest offset;
    offset.skip = qint64(double(total) * 0.99);
    const sql::Statement byOffset = sql::slice(bench.target(), typename Source::Filter(), order, offset);
    const SideBySide page = sideBySide(
        5, [&] { wait(source.slice({}, order, fresh(deep))); }, [&] { bench.libpq.run(byOffset); });
    bench.report.add({name + u" page at 99 % depth"_s, page.ours, u"OFFSET"_s, page.theirs, Result::Goal::AtLeast, 500, million});
    const auto first = [&] { wait(source.slice({}, order, fresh())); };
    const SideBySide flat = sideBySide(
        200, [&] { wait(source.slice({}, order, fresh(deep))); }, first);
    bench.report.add({name + u" page at 99 % depth, warm"_s, flat.ours, u"first page"_s, flat.theirs, Result::Goal::AtMost, 1.5});
    const models::AnchorMap anchors = scanAnchors(source, {}, order);
    QRandomGenerator random(seed);
    QList<qint64> rows; // each is jumped to more than once: warm, like the first page
    for (int i = 0; i < 40; ++i)
        rows << random.bounded(total - 100);
    int next = 0;
    const auto jump = [&] { wait(source.slice({}, order, fresh(*anchors.seek(rows.at(next++ % rows.size()))))); };
    for (int i = 0; i < rows.size(); ++i)
        jump();
    const SideBySide jumped = sideBySide(200, jump, first);
    bench.report.add(
        {name + u" jump to a random row with anchors"_s, jumped.ours, u"first page"_s, jumped.theirs, Result::Goal::AtMost, 2});
}

void addSearch(Bench &bench, const QString &name, const QString &term)
{
    UserFilter filter;
    filter.text = term;
    const sql::Target plain(bench.target().organization, false);
    const sql::Statement rows = sql::slice(plain, filter, defaultUserSort, {});
    const sql::Statement count = sql::count(sql::selectionOf(plain, filter));
    SqlUsersRepository &users = bench.repositories.users;
    const SideBySide search = sideBySide(
        5,
        [&] {
            const QFuture<Slice<User>> shown = users.slice(filter, defaultUserSort, fresh());
            wait(users.estimate(filter));
            wait(shown);
        },
        [&] {
            bench.libpq.run(rows);
            bench.libpq.run(count);
        });
    bench.report.add({u"search, %1 (“%2”)"_s.arg(name, term), search.ours, u"ILIKE without index + count(*)"_s, search.theirs,
                      Result::Goal::AtLeast, 100, million});
}

void addEdit(Bench &bench)
{
    SqlUsersRepository &users = bench.repositories.users;
    const QList<User> some = wait(users.slice({}, defaultUserSort, fresh())).items;
    User ours = some.at(10);
    const UserId theirs = some.at(11).id;
    const OrganizationId organization = bench.repositories.scope.organization.id;
    int number = 0;
    const TwoMachines two(bench.options);
    const sql::Statement update{
        u"UPDATE users SET phone = ?, \"updatedAt\" = now() AT TIME ZONE 'UTC' WHERE \"organizationId\" = ? AND id = ?"_s,
        {QString(), organization.value, theirs.value}};
    sql::Statement insert = sql::insertAuditFrom(u"(SELECT 1) one"_s, organization, {});
    insert.binds[2] = bench.repositories.scope.actorId.value;
    const SideBySide edit = sideBySide(
        200,
        [&] {
            ours = wait(users.update(ours, {{UserField::Phone, QString::number(100'000 + ++number)}}));
        },
        [&] {
            bench.libpq.execute("BEGIN");
            sql::Statement changed = update;
            changed.binds[0] = QString::number(100'000 + ++number);
            bench.libpq.run(changed);
            insert.binds[0] = newCuid();
            bench.libpq.run(insert);
            bench.libpq.execute("COMMIT");
        });
    bench.report.add({u"edit with its audit row, committed"_s, edit.ours, u"libpq BEGIN, UPDATE, INSERT, COMMIT"_s, edit.theirs,
                      Result::Goal::AtMost, 1.15});
}

/// In a running console: with the connection and the statement in use, but nothing cached. Memory is what the first time
/// leaves in it; the other model's time is of once, since it takes seconds.
void addOpenPage(Bench &bench)
{
    wait(bench.repositories.users.slice({}, {UserSortField::Email}, {})); // both connections have read from the table before
    const qint64 before = residentBytes();
    const models::DisplayZone zone;
    models::UsersTableModel model(zone);
    model.setRepository(&bench.repositories.users);
    QEventLoop loop;
    QObject::connect(&model, &models::PagedTableModel::loadFinished, &loop, &QEventLoop::quit);
    const auto open = [&] {
        bench.repositories.cache->cache().forgetLocal();
        model.setQuery({}, defaultUserSort);
        loop.exec();
        (void)model.index(0, 0).data();
    };
    open();
    const qint64 oursBytes = std::max<qint64>(residentBytes() - before, 64 << 10);

    const double ours = medianMs(10, open);
    const qint64 beforeTheirs = residentBytes();
    const QString name = u"bench_table_model"_s;
    double theirs = 0;
    qint64 theirsBytes = 0;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, name);
        database.setHostName(bench.options.value(u"host"_s));
        database.setDatabaseName(bench.options.value(u"dbname"_s));
        database.setUserName(bench.options.value(u"user"_s));
        database.open();
        QSqlQuery(database).exec(u"SELECT * FROM users ORDER BY email LIMIT 50"_s);
        QSqlTableModel whole(nullptr, database);
        theirs = milliseconds([&] {
            whole.setTable(u"users"_s);
            whole.select();
            (void)whole.index(0, 0).data();
        });
        theirsBytes = residentBytes() - beforeTheirs;
    }
    QSqlDatabase::removeDatabase(name);
    model.setRepository(nullptr);
    bench.report.add({u"open the users page, to the first row"_s, ours, u"QSqlTableModel"_s, theirs, Result::Goal::AtLeast, 500, million});
    bench.report.add({u"open the users page, MB added"_s, double(oursBytes) / 1e6, u"QSqlTableModel"_s, double(theirsBytes) / 1e6,
                      Result::Goal::AtLeast, 50, million});
}

/// What is measured on both sizes.
struct Sized
{
    explicit Sized(const db::ConnectionOptions &options) : repositories(options)
    {
        total = wait(repositories.audit.count({}, Freshness::Fresh));
        anchors = scanAnchors(repositories.audit, {}, defaultAuditSort);
        deep = fresh(*anchors.seek(qint64(double(total) * 0.99) / anchors.step() * anchors.step()));
        QRandomGenerator random(seed);
        for (int i = 0; i < 40; ++i)
            rows << random.bounded(total - 60);
    }

    Repositories repositories;
    qint64 total = 0;
    models::AnchorMap anchors;
    SliceRequest deep;
    QList<qint64> rows;
    int next = 0;
};

} // namespace

void addCallCases(Report &report, const db::ConnectionOptions &database)
{
    Bench bench(report, database);
    addWarmSlice(bench);
    addGetById(bench);
    addEdit(bench);
}

void addPagingCases(Report &report, const db::ConnectionOptions &database)
{
    Bench bench(report, database);
    addOpenPage(bench);
    addWarmSlice(bench);
    addGetById(bench);
    addFirstPage(bench);
    addDeepPage(bench, bench.repositories.users, u"users"_s, defaultUserSort);
    addDeepPage(bench, bench.repositories.audit, u"audit"_s, defaultAuditSort);
    addSearch(bench, u"rare term"_s, u"tanaka123"_s);
    addSearch(bench, u"no match"_s, u"qqzzqq"_s);
    addSearch(bench, u"common term"_s, u"example"_s);
    addEdit(bench);
}

void addGrowthCases(Report &report, const db::ConnectionOptions &small, const db::ConnectionOptions &large)
{
    Sized few(small);
    Sized many(large);
    const auto add = [&](const QString &what, const std::function<void(Sized &)> &work) {
        for (int i = 0; i < 40; ++i) { // both warm
            work(few);
            work(many);
        }
        const SideBySide grown = sideBySide(
            200, [&] { work(many); }, [&] { work(few); });
        report.add({u"growth of %1"_s.arg(what), grown.ours, u"the same on 10,000 rows"_s, grown.theirs, Result::Goal::AtMost, 2});
    };
    add(u"the audit log's first page"_s, [](Sized &s) { wait(s.repositories.audit.slice({}, defaultAuditSort, fresh())); });
    add(u"the audit log's page at 99 %"_s, [](Sized &s) { wait(s.repositories.audit.slice({}, defaultAuditSort, s.deep)); });
    add(u"a jump in the audit log"_s, [](Sized &s) {
        wait(s.repositories.audit.slice({}, defaultAuditSort, fresh(*s.anchors.seek(s.rows.at(s.next++ % s.rows.size())))));
    });
    UserFilter common;
    common.text = u"example"_s;
    add(u"a search, common term"_s, [common](Sized &s) { wait(s.repositories.users.slice(common, defaultUserSort, fresh())); });
    UserFilter rare;
    rare.text = u"qqzzqq"_s;
    add(u"a search without a match"_s, [rare](Sized &s) { wait(s.repositories.users.slice(rare, defaultUserSort, fresh())); });
}

} // namespace pivotal::bench

#include "repo/domain/search_query.h"
#include "repo/domain/audit_event.h"
#include "repo/domain/cuid.h"
#include "repo/domain/instant.h"
#include "repo/domain/page.h"
#include "repo/domain/sort.h"
#include "repo/domain/user_edit.h"
#include "repo/domain/user_filter.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace pivotal;

class DomainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cuidsHaveTheBackendsShape();
    void instantsPrintInUtc();
    void parsesInstants_data();
    void parsesInstants();
    void parsesSorts();
    void rejectsUnknownSorts();
    void pageRequestRejectsWhatMakesNoSense_data();
    void pageRequestRejectsWhatMakesNoSense();
    void findsProblemsInFields_data();
    void findsProblemsInFields();
    void changesLeaveOutWhatIsTheSame();
    void emptyTextMeansNull();
    void filtersRejectBadInput();
    void fieldChangesPutChangesFirst();
    void parsesEveryJsonValue();
    void parsesSearches_data();
    void parsesSearches();
};

void DomainTest::parsesSearches_data()
{
    using Field = SearchTerm::Field;
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<SearchTerm>>("terms");
    QTest::newRow("nothing") << "  " << QList<SearchTerm>{};
    QTest::newRow("words") << "olivia  cruz" << QList<SearchTerm>{{Field::Any, QStringLiteral("olivia")}, {Field::Any, QStringLiteral("cruz")}};
    QTest::newRow("a prefix") << "email:@example.org" << QList<SearchTerm>{{Field::Email, QStringLiteral("@example.org")}};
    QTest::newRow("quotes") << "name:\"de la cruz\"" << QList<SearchTerm>{{Field::Name, QStringLiteral("de la cruz")}};
    QTest::newRow("negated") << "-username:bot" << QList<SearchTerm>{{Field::Username, QStringLiteral("bot"), true}};
    QTest::newRow("an id") << "id:c123" << QList<SearchTerm>{{Field::Id, QStringLiteral("c123")}};
    QTest::newRow("no prefix that is known") << "http://x" << QList<SearchTerm>{{Field::Any, QStringLiteral("http://x")}};
    QTest::newRow("text as it is") << "50%_\\" << QList<SearchTerm>{{Field::Any, QStringLiteral("50%_\\")}};
}

void DomainTest::parsesSearches()
{
    QFETCH(QString, text);
    QFETCH(QList<SearchTerm>, terms);
    QCOMPARE(parseSearch(text), terms);
}

void DomainTest::cuidsHaveTheBackendsShape()
{
    QSet<QString> seen;
    const QRegularExpression shape(QStringLiteral("^c[0-9a-z]{24}$"));
    for (int i = 0; i < 10'000; ++i) {
        const QString id = newCuid();
        QVERIFY2(shape.match(id).hasMatch(), qPrintable(id));
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 10'000);
}

void DomainTest::instantsPrintInUtc()
{
    const Instant instant{1'795'413'252'007};
    QCOMPARE(instant.toIso(), QStringLiteral("2026-11-23T05:54:12.007Z"));
    QCOMPARE(instant.toSqlText(), QStringLiteral("2026-11-23 05:54:12.007"));
}

void DomainTest::parsesInstants_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("iso"); // empty: not an instant
    const int from = int(RangeEnd::From);
    const int to = int(RangeEnd::To);
    QTest::newRow("day") << "2026-11-23" << from << QByteArray("UTC") << "2026-11-23T00:00:00.000Z";
    QTest::newRow("day to its end") << "2026-11-23" << to << QByteArray("UTC") << "2026-11-24T00:00:00.000Z";
    QTest::newRow("day in Auckland") << "2026-11-23" << from << QByteArray("Pacific/Auckland") << "2026-11-22T11:00:00.000Z";
    QTest::newRow("time with Z") << "2026-11-23T05:54:12Z" << from << QByteArray("Pacific/Auckland") << "2026-11-23T05:54:12.000Z";
    QTest::newRow("time with offset") << "2026-11-23T05:54:12+13:00" << from << QByteArray("UTC") << "2026-11-22T16:54:12.000Z";
    QTest::newRow("time of the zone") << "2026-11-23T05:54:12.5" << from << QByteArray("America/New_York") << "2026-11-23T10:54:12.500Z";
    QTest::newRow("spring forward") << "2026-03-08" << to << QByteArray("America/New_York") << "2026-03-09T04:00:00.000Z";
    QTest::newRow("fall back") << "2026-11-01" << to << QByteArray("America/New_York") << "2026-11-02T05:00:00.000Z";
    QTest::newRow("no date") << "yesterday" << from << QByteArray("UTC") << "";
    QTest::newRow("no such day") << "2026-02-30" << from << QByteArray("UTC") << "";
    QTest::newRow("empty") << "" << from << QByteArray("UTC") << "";
}

void DomainTest::parsesInstants()
{
    QFETCH(QString, text);
    QFETCH(int, end);
    QFETCH(QByteArray, zone);
    QFETCH(QString, iso);
    const auto instant = parseInstant(text, RangeEnd(end), QTimeZone(zone));
    QCOMPARE(instant ? instant->toIso() : QString(), iso);
}

void DomainTest::parsesSorts()
{
    QCOMPARE(parseUserSort(QStringLiteral("email")), (UserSort{UserSortField::Email, SortDirection::Ascending}));
    QCOMPARE(parseUserSort(QStringLiteral("createdAt:desc")), (UserSort{UserSortField::Created, SortDirection::Descending}));
    QCOMPARE(parseAuditSort(QStringLiteral("action:asc")), (AuditSort{AuditSortField::Action, SortDirection::Ascending}));
}

void DomainTest::rejectsUnknownSorts()
{
    try {
        (void)parseUserSort(QStringLiteral("passwordHash:asc"));
        QFAIL("an unknown field passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::InvalidSortField);
    }
    try {
        (void)parseUserSort(QStringLiteral("email:down"));
        QFAIL("an unknown direction passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::InvalidSortDirection);
    }
}

void DomainTest::pageRequestRejectsWhatMakesNoSense_data()
{
    QTest::addColumn<qint64>("page");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("fine");
    QTest::newRow("first") << qint64(1) << 20 << true;
    QTest::newRow("largest") << qint64(1) << 100 << true;
    QTest::newRow("page 0") << qint64(0) << 20 << false;
    QTest::newRow("page -1") << qint64(-1) << 20 << false;
    QTest::newRow("size 0") << qint64(1) << 0 << false;
    QTest::newRow("size 101") << qint64(1) << 101 << false;
}

void DomainTest::pageRequestRejectsWhatMakesNoSense()
{
    QFETCH(qint64, page);
    QFETCH(int, size);
    QFETCH(bool, fine);
    bool passed = true;
    try {
        PageRequest{page, size, Total::Count}.validate();
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::ValidationError);
        passed = false;
    }
    QCOMPARE(passed, fine);
}

void DomainTest::findsProblemsInFields_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("fine");
    const auto row = [](const char *name, UserField field, const QString &value, bool fine) {
        QTest::newRow(name) << int(field) << value << fine;
    };
    row("name", UserField::FirstName, QStringLiteral("Zoë"), true);
    row("empty required name", UserField::FirstName, QStringLiteral("  "), false);
    row("empty display name", UserField::DisplayName, QString(), true);
    row("100 letters", UserField::FirstName, QString(100, u'x'), true);
    row("101 letters", UserField::FirstName, QString(101, u'x'), false);
    row("100 letters outside the BMP", UserField::FirstName, QStringLiteral("𝒵").repeated(100), true);
    row("a NUL", UserField::FirstName, QStringLiteral("a") + QChar(QChar::Null), false);
    row("a line break", UserField::LastName, QStringLiteral("a\nb"), false);
    row("quotes", UserField::LastName, QStringLiteral("O'Neil \"x\" \\ %_"), true);
    row("zone", UserField::Timezone, QStringLiteral("Pacific/Auckland"), true);
    row("no zone", UserField::Timezone, QStringLiteral("Mars/Olympus"), false);
    row("locale", UserField::Locale, QStringLiteral("en-NZ"), true);
    row("no locale", UserField::Locale, QStringLiteral("english!"), false);
    row("phone", UserField::Phone, QStringLiteral("+64 9 (123) 45-67"), true);
    row("no phone", UserField::Phone, QStringLiteral("call me"), false);
    row("long phone", UserField::Phone, QString(21, u'1'), false);
    row("status", UserField::Status, QStringLiteral("suspended"), true);
    row("no status", UserField::Status, QStringLiteral("gone"), false);
    row("avatar", UserField::AvatarUrl, QStringLiteral("https://a.example/x.png"), true);
    row("script as avatar", UserField::AvatarUrl, QStringLiteral("javascript:alert(1)"), false);
}

void DomainTest::findsProblemsInFields()
{
    QFETCH(int, field);
    QFETCH(QString, value);
    QFETCH(bool, fine);
    QCOMPARE(!problemWith(UserField(field), value).has_value(), fine);
}

void DomainTest::changesLeaveOutWhatIsTheSame()
{
    User user;
    user.firstName = QStringLiteral("Ann");
    user.phone = QStringLiteral("123");
    const UserEdit edit{{UserField::FirstName, QStringLiteral("Ann")}, {UserField::Phone, QStringLiteral("456")}};
    QCOMPARE(changesAgainst(user, edit), (UserEdit{{UserField::Phone, QStringLiteral("456")}}));
    QCOMPARE(*withChanges(user, edit).phone, QStringLiteral("456"));
}

void DomainTest::emptyTextMeansNull()
{
    User user;
    user.phone = QStringLiteral("123");
    QCOMPARE(changesAgainst(user, {{UserField::Phone, QString()}}), (UserEdit{{UserField::Phone, std::nullopt}}));
    user.phone = std::nullopt;
    QVERIFY(changesAgainst(user, {{UserField::Phone, QString()}}).empty());
}

void DomainTest::filtersRejectBadInput()
{
    UserFilter reversed;
    reversed.created = {Instant{2}, Instant{1}};
    QVERIFY_EXCEPTION_THROWN(reversed.validate(), RepositoryError);
    UserFilter nul;
    nul.text = QStringLiteral("a") + QChar(QChar::Null);
    QVERIFY_EXCEPTION_THROWN(nul.validate(), RepositoryError);
    UserFilter megabyte;
    megabyte.text = QString(1'000'000, u'x');
    QVERIFY_EXCEPTION_THROWN(megabyte.validate(), RepositoryError);
    UserFilter().validate();
}

void DomainTest::fieldChangesPutChangesFirst()
{
    AuditEvent event;
    event.oldValues = QStringLiteral("{\"a\": 1, \"status\": \"active\"}");
    event.newValues = QStringLiteral("{\"a\": 1, \"status\": \"suspended\", \"reason\": \"left\"}");
    const QList<FieldChange> changes = fieldChanges(event);
    QCOMPARE(changes.size(), 3);
    QCOMPARE(changes.at(0).field, QStringLiteral("reason"));
    QVERIFY(changes.at(0).before.isUndefined());
    QCOMPARE(changes.at(1).field, QStringLiteral("status"));
    QCOMPARE(changes.at(1).after.toString(), QStringLiteral("suspended"));
    QVERIFY(!changes.at(2).isChange());
}

void DomainTest::parsesEveryJsonValue()
{
    QVERIFY(parseJson(QString()).isUndefined());
    QVERIFY(parseJson(QStringLiteral("null")).isNull());
    QCOMPARE(parseJson(QStringLiteral("\"x\"")).toString(), QStringLiteral("x"));
    QCOMPARE(parseJson(QStringLiteral("[1]")).isArray(), true);
}

QTEST_GUILESS_MAIN(DomainTest)
#include "tst_domain.moc"

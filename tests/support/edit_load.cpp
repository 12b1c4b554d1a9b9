#include "tests/support/edit_load.h"

#include "repo/paging/delivery.h"

#include <QTimer>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace pivotal::tests {

namespace {

constexpr int firstNumber = 700'000; // of the phone numbers: nobody in the demo has one of these

qint64 number(db::Connection &connection, const QString &sql, const QVariantList &binds)
{
    db::Rows rows = connection.query({sql, binds});
    return rows.next() ? rows.bigint() : -1;
}

} // namespace

void LoadReport::print(const char *scenario) const
{
    std::printf("%-46s acknowledged %4d  failed %3d  in doubt %2d  lost %d  doubled %d  torn %d\n", scenario, acknowledged, failed, inDoubt,
                lost, doubled, torn);
    std::fflush(stdout);
}

EditLoad::EditLoad(UsersRepository &users, QList<UserId> ids, int edits) : m_users(users), m_ids(std::move(ids)), m_edits(edits) {}

void EditLoad::start()
{
    for (const UserId &id : std::as_const(m_ids))
        edit(id);
}

void EditLoad::edit(const UserId &id)
{
    if (m_started == m_edits)
        return;
    const int n = firstNumber + m_started++;
    const auto failed = [this, id, n](const RepositoryError &error) {
        m_failed.insert(n, error.code);
        answered(id);
    };
    deliver(
        m_users.get(id, Freshness::Fresh), this,
        [this, id, n, failed](const User &user) {
            deliver(
                m_users.update(user, {{UserField::Phone, QString::number(n)}}), this,
                [this, id, n](const User &) {
                    m_acknowledged.append(n);
                    answered(id);
                },
                failed);
        },
        failed);
}

void EditLoad::answered(const UserId &id)
{
    ++m_answers;
    onAnswer(m_answers);
    QTimer::singleShot(0, this, [this, id] { edit(id); });
}

LoadReport EditLoad::check(db::Connection &connection) const
{
    LoadReport report;
    const auto auditRows = [&connection](int n) {
        return number(connection, u"SELECT count(*) FROM audit_logs WHERE \"newValues\"->>'phone' = ?"_s, {QString::number(n)});
    };
    report.acknowledged = int(m_acknowledged.size());
    for (const int n : m_acknowledged) {
        const qint64 rows = auditRows(n);
        report.lost += rows == 0;
        report.doubled += rows > 1;
    }
    for (const auto &[n, code] : m_failed.asKeyValueRange()) {
        if (code == ErrorCode::CommitInDoubt) {
            ++report.inDoubt;
            report.doubled += auditRows(n) > 1;
            continue;
        }
        ++report.failed;
        report.torn += auditRows(n) != 0;
    }
    for (const UserId &id : m_ids) // the row is what its last audit row says
        report.torn += int(number(
            connection,
            u"SELECT count(*) FROM users u WHERE u.id = ? AND u.phone IS DISTINCT FROM COALESCE((SELECT a.\"newValues\"->>'phone' FROM "
            "audit_logs a WHERE a.\"entityId\" = u.id AND jsonb_exists(a.\"newValues\", 'phone') AND (a.\"newValues\"->>'phone') ~ "
            "'^7[0-9]{5}$' "
            "ORDER BY (a.\"newValues\"->>'phone')::int DESC LIMIT 1), u.phone)"_s,
            {id.value}));
    return report;
}

} // namespace pivotal::tests

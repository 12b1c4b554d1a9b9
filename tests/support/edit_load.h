#pragma once

#include "repo/users/sql_users_repository.h"

#include <QList>
#include <QMap>
#include <QObject>
#include <functional>

namespace pivotal::tests {

/// What became of a load of edits, counted on the server afterwards.
struct LoadReport
{
    int acknowledged = 0;
    int failed = 0;  ///< refused to the caller with an error, and not on the server
    int inDoubt = 0; ///< COMMIT_IN_DOUBT
    int lost = 0;    ///< acknowledged, but without its audit row
    int doubled = 0; ///< more than one audit row
    int torn = 0;    ///< the row and its audit trail disagree, or a failed edit is there

    [[nodiscard]] bool isClean() const { return lost == 0 && doubled == 0 && torn == 0; }
    void print(const char *scenario) const;
};

/// Edits the phone numbers of some users, each edit with a number of its own; as many edits under way as users. An edit
/// that fails is not tried again: the next one goes from what the row is then.
class EditLoad : public QObject
{
    Q_OBJECT

public:
    EditLoad(UsersRepository &users, QList<UserId> ids, int edits);

    /// Called after each answer, with how many there were.
    std::function<void(int)> onAnswer = [](int) {};
    void start();
    [[nodiscard]] bool isDone() const { return m_answers == m_edits; }
    [[nodiscard]] int answers() const { return m_answers; }
    /// Counts on the server, by a connection that nothing disturbs.
    [[nodiscard]] LoadReport check(db::Connection &connection) const;

private:
    void edit(const UserId &id);
    void answered(const UserId &id);

    UsersRepository &m_users;
    QList<UserId> m_ids;
    int m_edits;
    int m_started = 0;
    int m_answers = 0;
    QList<int> m_acknowledged;
    QMap<int, ErrorCode> m_failed;
};

} // namespace pivotal::tests

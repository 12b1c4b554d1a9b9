#include "repo/db/commit_outcome.h"

#include "repo/db/retry.h"
#include "repo/domain/text.h"

#include <QDeadlineTimer>
#include <thread>

namespace pivotal::db {

namespace {

constexpr std::chrono::seconds terminateAfter{2};
constexpr RetryPolicy polling{.base = std::chrono::milliseconds(20), .cap = std::chrono::milliseconds(500)};

bool isUndecided(Connection &connection, const sql::TransactionIdentity &identity)
{
    Rows rows = connection.query(sql::isUndecided(identity));
    return !rows.next() || rows.flag();
}

void terminate(Connection &connection, const sql::TransactionIdentity &identity)
{
    try {
        connection.query(sql::terminate(identity));
    } catch (const RepositoryError &error) {
        if (error.code != ErrorCode::PermissionDenied) // then the server's own time limits end it, later
            throw;
    }
}

RepositoryError inDoubt(const QString &detail)
{
    return {ErrorCode::CommitInDoubt,
            Text::tr("The connection broke while the change was being committed, and the server can't be asked what became "
                     "of it: it may be saved or not. Reload before you try again."),
            detail};
}

} // namespace

CommitOutcome resolveCommit(Connection &connection, const sql::TransactionIdentity &identity, const CommitProof &proof,
                            std::chrono::milliseconds patience)
{
    const QDeadlineTimer giveUp(patience);
    const QDeadlineTimer terminateAt(terminateAfter);
    QString problem = Text::tr("The old transaction is still open.");
    for (int failed = 0; !giveUp.hasExpired(); ++failed) {
        try {
            connection.ensureOpen();
            if (!isUndecided(connection, identity)) // asked first: what comes to an end after it, the next statement sees
                return connection.query(sql::findProof(proof.organization, proof.audit)).next() ? CommitOutcome::Committed
                                                                                                : CommitOutcome::Aborted;
            if (terminateAt.hasExpired())
                terminate(connection, identity);
        } catch (const RepositoryError &error) {
            if (connection.isUsable())
                throw inDoubt(error.detail);
            problem = error.detail;
        }
        std::this_thread::sleep_for(backOff(polling, failed));
    }
    throw inDoubt(problem);
}

} // namespace pivotal::db

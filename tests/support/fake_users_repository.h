#pragma once

#include "repo/users_repository.h"

#include <QPromise>
#include <deque>
#include <memory>

namespace pivotal::tests {

/// A repository whose answers come when, and in the order in which, the test says.
class FakeUsersRepository : public UsersRepository
{
public:
    struct Call
    {
        UserFilter filter;
        UserSort sort;
        PageRequest request;
        std::shared_ptr<QPromise<Page<User>>> promise;
    };

    QFuture<Page<User>> page(const UserFilter &filter, const UserSort &sort, const PageRequest &request) override
    {
        calls.push_back({filter, sort, request, std::make_shared<QPromise<Page<User>>>()});
        calls.back().promise->start();
        return calls.back().promise->future();
    }
    QFuture<User> get(const UserId &, Freshness) override { return {}; }
    QFuture<User> create(const NewUser &) override { return {}; }
    QFuture<bool> assignRole(const UserId &, const RoleId &) override { return {}; }
    QFuture<bool> removeRole(const UserId &, const RoleId &) override { return {}; }
    QFuture<User> update(const UserId &, Instant, const UserEdit &) override { return {}; }
    QFuture<QList<Role>> roles() override { return {}; }

    /// Answers the call with users named `prefix` and their row number.
    void answer(size_t call, qint64 total, const QString &prefix = QStringLiteral("user"))
    {
        const PageRequest &request = calls.at(call).request;
        Page<User> page;
        page.page = request.page;
        page.pageSize = request.pageSize;
        page.total = request.total == Total::Count ? total : -1;
        for (qint64 row = request.offset(); row < qMin(total, request.offset() + request.pageSize); ++row) {
            User user;
            user.id = {QStringLiteral("%1-%2").arg(prefix).arg(row)};
            user.email = user.id.value + QStringLiteral("@example");
            page.items.append(user);
        }
        calls.at(call).promise->addResult(page);
        calls.at(call).promise->finish();
    }

    void fail(size_t call, const RepositoryError &error)
    {
        calls.at(call).promise->setException(std::make_exception_ptr(error));
        calls.at(call).promise->finish();
    }

    [[nodiscard]] bool isCancelled(size_t call) const { return calls.at(call).promise->isCanceled(); }

    std::deque<Call> calls;
};

} // namespace pivotal::tests

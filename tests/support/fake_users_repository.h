#pragma once

#include "repo/users/users_repository.h"
#include "tests/support/numbered_users.h"

#include <QPromise>
#include <deque>
#include <memory>

namespace pivotal::tests {

/// A repository whose answers come when, and in the order in which, the test says.
class FakeUsersRepository : public UsersRepository
{
public:
    template <class Request, class Reply>
    struct Call
    {
        Request request;
        std::shared_ptr<QPromise<Reply>> promise;

        void answer(const Reply &reply)
        {
            promise->addResult(reply);
            promise->finish();
        }
        void fail(const RepositoryError &error)
        {
            promise->setException(std::make_exception_ptr(error));
            promise->finish();
        }
        [[nodiscard]] bool isCancelled() const { return promise->isCanceled(); }
    };

    QFuture<Slice<User>> slice(const UserFilter &filter, const UserSort &, const SliceRequest &request) override
    {
        filters.push_back(filter);
        return call(slices, request);
    }
    QFuture<qint64> estimate(const UserFilter &filter) override { return call(estimates, filter); }
    QFuture<qint64> count(const UserFilter &, Freshness freshness) override { return call(counts, freshness); }
    QFuture<Anchors> anchors(const UserFilter &, const UserSort &, const AnchorRequest &request) override { return call(scans, request); }

    QStringList missingIndexes(const UserFilter &, const UserSort &) const override { return missing; }
    QFuture<Page<User>> page(const UserFilter &, const UserSort &, const PageRequest &) override { return {}; }
    QFuture<User> get(const UserId &, Freshness) override { return {}; }
    QFuture<User> create(const NewUser &) override { return {}; }
    QFuture<bool> assignRole(const UserId &, const RoleId &) override { return {}; }
    QFuture<bool> removeRole(const UserId &, const RoleId &) override { return {}; }
    QFuture<User> update(const User &, const UserEdit &) override { return {}; }
    QFuture<QList<Role>> roles() override { return {}; }
    QFuture<QStringList> statuses() override { return {}; }

    /// Answers a slice from such users.
    void answer(size_t call, const NumberedUsers &users) { slices.at(call).answer(users.slice(slices.at(call).request)); }

    std::deque<Call<SliceRequest, Slice<User>>> slices;
    std::deque<Call<UserFilter, qint64>> estimates;
    std::deque<Call<Freshness, qint64>> counts;
    std::deque<Call<AnchorRequest, Anchors>> scans;
    std::deque<UserFilter> filters;
    QStringList missing;

private:
    template <class Request, class Reply>
    static QFuture<Reply> call(std::deque<Call<Request, Reply>> &calls, const Request &request)
    {
        calls.push_back({request, std::make_shared<QPromise<Reply>>()});
        calls.back().promise->start();
        return calls.back().promise->future();
    }
};

/// One that answers at once, with any number of users.
class InstantUsersRepository : public FakeUsersRepository
{
public:
    explicit InstantUsersRepository(const NumberedUsers &users) : m_users(users) {}

    QFuture<Slice<User>> slice(const UserFilter &, const UserSort &, const SliceRequest &request) override
    {
        return QtFuture::makeReadyFuture(m_users.slice(request));
    }
    QFuture<qint64> estimate(const UserFilter &) override { return QtFuture::makeReadyFuture(m_users.total * 9 / 10); }
    QFuture<qint64> count(const UserFilter &, Freshness) override { return QtFuture::makeReadyFuture(m_users.total); }
    QFuture<Anchors> anchors(const UserFilter &, const UserSort &, const AnchorRequest &request) override
    {
        return QtFuture::makeReadyFuture(m_users.anchors(request));
    }

private:
    NumberedUsers m_users;
};

} // namespace pivotal::tests

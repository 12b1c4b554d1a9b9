#pragma once

#include "repo/db/connection_options.h"
#include "repo/domain/scope.h"
#include "repo/embedded/embedded_postgres.h"

#include <QString>
#include <functional>
#include <memory>

namespace pivotal::bench {

using namespace Qt::StringLiterals;

/// The largest of the demo's organizations.
inline const QString organizationSlug = u"northwind"_s;

/// A server of its own, with a database of the demo's data for each size that was asked for; kept for the next run. Or
/// the database of a URL, which has the data already.
class BenchData
{
public:
    BenchData(const QString &folder, const QString &url);

    [[nodiscard]] db::ConnectionOptions database(int users, int events);
    /// A copy of it, with users of whom nobody, a few, 1 %, half, and all meet each filter.
    [[nodiscard]] db::ConnectionOptions databaseWithLevels(int users, int events);
    [[nodiscard]] static Scope scopeOf(const db::ConnectionOptions &database);

private:
    /// The database of that name; made as a copy of `origin`, and filled, where it isn't there.
    [[nodiscard]] db::ConnectionOptions kept(const QString &name, const QString &origin,
                                             const std::function<void(const db::ConnectionOptions &)> &fill);
    void fill(const db::ConnectionOptions &database, int users, int events);

    std::unique_ptr<db::EmbeddedPostgres> m_server;
    QString m_url;
};

} // namespace pivotal::bench

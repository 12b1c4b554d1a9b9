#pragma once

#include "repo/db/connection.h"
#include "repo/domain/instant.h"

#include <QString>
#include <functional>

namespace pivotal::db {

using namespace Qt::StringLiterals;

/// How much demo data, and its "now": the same request makes the same rows.
struct DemoRequest
{
    int users = 20'000;
    int events = 200'000; ///< exactly so many; a short history leaves people pending and without roles
    Instant asOf;
    QString organization; ///< slug of an existing, empty organization; empty: makes the demo's own three
};

/// The administrator of the demo's organizations.
inline const QString demoAdminEmail = u"admin@northwind.example"_s;

/// Fills a database that has no organizations, or one organization without users, in one transaction, by the scripts
/// in resources/sql/demo. Throws VALIDATION_ERROR where there is something already.
void loadDemo(Connection &connection, const DemoRequest &request, const std::function<void(const QString &)> &progress = {});

} // namespace pivotal::db

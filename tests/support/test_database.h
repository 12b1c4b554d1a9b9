#pragma once

#include "repo/db/connection.h"
#include "repo/db/connection_options.h"
#include "repo/domain/scope.h"

#include <QString>

namespace pivotal::tests {

/// A database of its own for one test class, on the private server that the test run started (PIVOTAL_TEST_SERVER, a
/// socket folder; without it the process starts one). A copy of a template: the whole schema, or with demo data too.
/// Dropped at the end.
class TestDatabase
{
public:
    enum class Kind { Empty, Schema, Demo };

    static constexpr int demoUsers = 600;
    static constexpr int demoEvents = 6'000;

    explicit TestDatabase(Kind kind);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    [[nodiscard]] db::ConnectionOptions options() const;
    [[nodiscard]] QString url() const;
    [[nodiscard]] const QString &name() const { return m_name; }

    /// A single value of a query, as text.
    [[nodiscard]] QString value(const QString &sql, const QVariantList &binds = {}) const;
    void execute(const QString &sql, const QVariantList &binds = {}) const;
    /// The demo administrator in the demo's first organization.
    [[nodiscard]] Scope demoScope() const;

    /// Makes the templates; called once by whoever starts the server.
    static void createTemplates(const db::ConnectionOptions &server);

private:
    QString m_name;
};

} // namespace pivotal::tests

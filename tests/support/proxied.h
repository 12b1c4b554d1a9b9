#pragma once

#include "tests/support/tcp_proxy.h"
#include "tests/support/test_database.h"

namespace pivotal::tests {

using namespace Qt::StringLiterals;

/// A database behind a proxy.
struct Proxied
{
    explicit Proxied(const TestDatabase &database) : proxy(database.options().value(u"host"_s) + u"/.s.PGSQL.5432"_s), m_database(database)
    {
    }

    [[nodiscard]] db::ConnectionOptions options() const
    {
        return db::ConnectionOptions::fromUrl(
            u"postgresql://pivotal@127.0.0.1:%1/%2?sslmode=disable&gssencmode=disable"_s.arg(proxy.port()).arg(m_database.name()));
    }

    TcpProxy proxy;

private:
    const TestDatabase &m_database;
};

} // namespace pivotal::tests

#pragma once

#include "tests/support/test_database.h"

#include <QStringList>

namespace pivotal::tests {

using namespace Qt::StringLiterals;

/// An organization "odd" whose users, roles and events stand at the edges of their columns' types: each column in turn holds
/// what occurs in the field and is seldom thought of, the others something plain.
class OddRows
{
public:
    static inline const QString organization = u"odd"_s;
    static inline const QString actor = u"auditor@odd.example"_s;

    /// Inserts them.
    explicit OddRows(const TestDatabase &database);

    /// Of every row; the last part of an id says which column is odd, and how.
    [[nodiscard]] const QStringList &users() const { return m_users; }
    [[nodiscard]] const QStringList &events() const { return m_events; }

private:
    void insertUsers();
    void insertRoles();
    void insertEvents();
    void insert(const QString &table, const QString &id, const QString &column, const QString &expression);

    const TestDatabase &m_database;
    QStringList m_statements;
    QStringList m_users;
    QStringList m_events;
};

} // namespace pivotal::tests

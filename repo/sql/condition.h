#pragma once

#include "repo/sql/statement.h"

#include <QList>
#include <functional>
#include <memory>
#include <optional>

namespace pivotal::sql {

using namespace Qt::StringLiterals;

/// Where an index lists the ids of the rows that meet a condition, each once or more.
struct Reach
{
    QString text; ///< SELECT of one column, the ids; `limitPlace` where a LIMIT may come
    QVariantList binds;
    QString index;                       ///< the migration's object, without which the whole table would be read
    bool isListed = true;                ///< row by row, so that reading can stop at any number; a GIN index first collects all of them
    bool isRange = false;                ///< the condition itself, or `range`, bounds the index, so that the planner finds it
    std::optional<Statement> range = {}; ///< says what the condition says, in a form that bounds the index
    bool isJoined = false;               ///< the rows of another table, whose numbers the planner can't tell

    /// At most `limit` of them.
    [[nodiscard]] Statement first(qint64 limit) const;
    [[nodiscard]] Statement all() const;
};

inline const QString limitPlace = u"/*limit*/"_s;

struct Condition;

/// A value that the condition compares with, where it takes a subquery: known beforehand, the planner counts on it.
struct Lookup
{
    Statement value;                                                   ///< SELECT of one text, at most one row
    std::function<QList<Condition>(const QVariant &value)> conditions; ///< the same by the value; NULL: there is none
};

/// What a row has to meet.
struct Condition
{
    /// What an index that lists the rows in an order has to do with it.
    enum class Place {
        Row,   ///< nothing: each row is looked at
        Range, ///< it bounds `key` itself
        Equal, ///< it fixes `key` itself, so that what follows in the order counts
        Scope, ///< whichever index gives the order serves it
    };

    QString text; ///< empty: what others say already, but here by an index for all of them
    QVariantList binds = {};
    Place place = Place::Row;
    QString key = {};    ///< an expression as in a SortKey
    QString within = {}; ///< of Equal: the key that the index has before this one, and that must be fixed as well; empty: none
    QString continuing =
        {}; ///< the key by which an index goes on behind the column that the condition, or one of its words, fixes; empty: none
    std::optional<Reach> reach = {};
    std::optional<Statement> words =
        {}; ///< SELECT of one column: the words of `key` that meet it, which it says nothing beside; or those of `within`
    std::shared_ptr<const Lookup> lookup = {};
};

/// Conditions joined by AND, each with its bound values.
class Conditions
{
public:
    Conditions &add(const QString &condition, const QVariantList &binds = {}) { return add(Condition{condition, binds}); }
    Conditions &add(const Condition &condition);
    [[nodiscard]] QString text() const; ///< "true" where there are none
    [[nodiscard]] QVariantList binds() const;
    [[nodiscard]] const QList<Condition> &all() const { return m_all; }
    [[nodiscard]] bool isEmpty() const { return m_all.isEmpty(); }

private:
    QList<Condition> m_all;
};

} // namespace pivotal::sql

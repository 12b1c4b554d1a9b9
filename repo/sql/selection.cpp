#include "repo/sql/selection.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

Statement select(const QString &what, const Selection &selection)
{
    return {u"SELECT %1 FROM %2 WHERE %3"_s.arg(what, selection.from, selection.conditions.text()), selection.conditions.binds()};
}

} // namespace

Selection withValues(const Selection &selection, const std::function<QVariant(const Statement &)> &lookUp)
{
    Selection known{selection.from, {}};
    for (const Condition &condition : selection.conditions.all()) {
        const QList<Condition> same =
            condition.lookup ? condition.lookup->conditions(lookUp(condition.lookup->value)) : QList<Condition>{condition};
        for (const Condition &byValue : same)
            known.conditions.add(byValue);
    }
    return known;
}

Selection known(Selection selection, const Target &target)
{
    Conditions conditions;
    for (Condition condition : selection.conditions.all()) {
        if (condition.reach && target.missingIndexes.contains(condition.reach->index)) {
            condition.reach.reset();
            condition.words.reset();
        }
        conditions.add(condition);
    }
    selection.conditions = conditions;
    return selection;
}

Statement count(const Selection &selection)
{
    return select(u"count(*)"_s, selection);
}

Statement rows(const Selection &selection)
{
    return select(u"1"_s, selection);
}

} // namespace pivotal::sql

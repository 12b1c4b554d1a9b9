#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

QString marked(QString text)
{
    const qsizetype afterFirstWord = text.indexOf(u' ');
    Q_ASSERT(afterFirstWord > 0);
    return text.insert(afterFirstWord, u' ' + dashboardMark);
}

Statement marked(const Statement &statement)
{
    return {marked(statement.text), statement.binds};
}

QString workPattern()
{
    const QString gap = uR"((\s|\(|/\*([^*]|\*+[^*/])*\*+/|--[^\n]*\n)*)"_s;
    const QString prepare = uR"((PREPARE\s+("[^"]+"|[^\s(]+)\s*(\([^)]*\)\s*)?AS\M%1)?)"_s.arg(gap);
    return u'^' + gap + prepare + uR"((SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|VALUES|TABLE)\M)"_s;
}

} // namespace pivotal::sql

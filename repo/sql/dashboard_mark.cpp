#include "repo/sql/dashboard_mark.h"

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
    const QString gap = QStringLiteral(R"((\s|\(|/\*([^*]|\*+[^*/])*\*+/|--[^\n]*\n)*)");
    const QString prepare = QStringLiteral(R"((PREPARE\s+("[^"]+"|[^\s(]+)\s*(\([^)]*\)\s*)?AS\M%1)?)").arg(gap);
    return u'^' + gap + prepare + QStringLiteral(R"((SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|VALUES|TABLE)\M)");
}

} // namespace pivotal::sql

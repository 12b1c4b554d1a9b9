#include "repo/plans/plan.h"

#include "repo/plans/tokens.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace pivotal::plans {

namespace {

QString text(const QJsonObject &json, const char *key)
{
    return json.value(QLatin1String(key)).toString();
}

QString name(const QJsonObject &json, const char *key)
{
    const QString plain = text(json, key);
    return plain.isEmpty() ? plain : quotedIfNeeded(plain);
}

QString number(const QJsonObject &json, const char *key, int decimals = 0)
{
    return QString::number(json.value(QLatin1String(key)).toDouble(), 'f', decimals);
}

/// "Hash" of a Hash Join that is a left one: the text format puts the join's type inside.
QString joined(const QString &type, const QString &joinType)
{
    if (joinType.isEmpty() || joinType == QStringLiteral("Inner"))
        return type;
    if (type == QStringLiteral("Nested Loop"))
        return QStringLiteral("Nested Loop %1 Join").arg(joinType);
    return QString(type).replace(QStringLiteral(" Join"), QStringLiteral(" %1 Join").arg(joinType));
}

QString aggregated(const QJsonObject &json)
{
    const QString strategy = text(json, "Strategy");
    QString type = strategy == QStringLiteral("Sorted") ? QStringLiteral("GroupAggregate")
        : strategy == QStringLiteral("Hashed")          ? QStringLiteral("HashAggregate")
        : strategy == QStringLiteral("Mixed")           ? QStringLiteral("MixedAggregate")
                                                        : QStringLiteral("Aggregate");
    const QString mode = text(json, "Partial Mode");
    return mode.isEmpty() || mode == QStringLiteral("Simple") ? type : mode + u' ' + type;
}

QString typeOf(const QJsonObject &json)
{
    QString type = text(json, "Node Type");
    if (type == QStringLiteral("Aggregate"))
        type = aggregated(json);
    type = joined(type, text(json, "Join Type"));
    if (json.value(QStringLiteral("Parallel Aware")).toBool())
        type.prepend(QStringLiteral("Parallel "));
    if (text(json, "Scan Direction") == QStringLiteral("Backward"))
        type += QStringLiteral(" Backward");
    return type;
}

QString targetOf(const QJsonObject &json)
{
    const QString index = name(json, "Index Name");
    QString target = name(json, "Relation Name");
    for (const char *key : {"CTE Name", "Function Name", "Tuplestore Name"})
        if (target.isEmpty())
            target = name(json, key);
    const QString alias = name(json, "Alias");
    if (target.isEmpty())
        target = alias;
    else if (!alias.isEmpty() && alias != target)
        target += u' ' + alias;
    QString where;
    if (!index.isEmpty())
        where = (target.isEmpty() ? QStringLiteral(" on ") : QStringLiteral(" using ")) + index;
    return target.isEmpty() ? where : where + QStringLiteral(" on ") + target;
}

QString figuresOf(const QJsonObject &json)
{
    QString figures = QStringLiteral("  (cost=%1..%2 rows=%3 width=%4)")
                          .arg(number(json, "Startup Cost", 2), number(json, "Total Cost", 2), number(json, "Plan Rows"), number(json, "Plan Width"));
    if (!json.contains(QStringLiteral("Actual Loops")))
        return figures;
    if (json.value(QStringLiteral("Actual Loops")).toInteger() == 0)
        return figures + QStringLiteral(" (never executed)");
    return figures + QStringLiteral(" (actual time=%1..%2 rows=%3 loops=%4)")
                         .arg(number(json, "Actual Startup Time", 3), number(json, "Actual Total Time", 3), number(json, "Actual Rows"),
                              number(json, "Actual Loops"));
}

QString listOf(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue &each : value.toArray())
        texts << each.toString();
    return texts.join(QStringLiteral(", "));
}

void addGroupingSets(QStringList &lines, const QJsonObject &json)
{
    for (const QJsonValue &each : json.value(QStringLiteral("Grouping Sets")).toArray()) {
        const QJsonObject set = each.toObject();
        const QString sorted = listOf(set.value(QStringLiteral("Sort Key")));
        if (!sorted.isEmpty())
            lines << QStringLiteral("Sort Key: ") + sorted;
        for (const QString &what : {QStringLiteral("Hash Key"), QStringLiteral("Group Key")})
            for (const QJsonValue &keys : set.value(what + u's').toArray())
                lines << (sorted.isEmpty() ? QString() : QStringLiteral("  ")) + what + QStringLiteral(": ")
                        + (keys.toArray().isEmpty() ? QStringLiteral("()") : listOf(keys));
    }
}

void addSort(QStringList &lines, const QJsonObject &json)
{
    if (const QString method = text(json, "Sort Method"); !method.isEmpty())
        lines << QStringLiteral("Sort Method: %1  %2: %3kB").arg(method, text(json, "Sort Space Type"), number(json, "Sort Space Used"));
    if (json.contains(QStringLiteral("Hash Batches")))
        lines << QStringLiteral("Buckets: %1  Batches: %2  Memory Usage: %3kB")
                     .arg(number(json, "Hash Buckets"), number(json, "Hash Batches"), number(json, "Peak Memory Usage"));
    if (json.value(QStringLiteral("Disk Usage")).toInteger() > 0)
        lines << QStringLiteral("Batches: %1  Disk Usage: %2kB").arg(number(json, "HashAgg Batches"), number(json, "Disk Usage"));
}

void addBuffers(QStringList &lines, const QJsonObject &json)
{
    QStringList kinds;
    for (const char *kind : {"Shared", "Local", "Temp"}) {
        QStringList parts;
        for (const char *what : {"Hit", "Read", "Dirtied", "Written"})
            if (const qint64 blocks = json.value(QStringLiteral("%1 %2 Blocks").arg(QLatin1String(kind), QLatin1String(what))).toInteger())
                parts << QStringLiteral("%1=%2").arg(QLatin1String(what)).arg(blocks).toLower();
        if (!parts.isEmpty())
            kinds << QLatin1String(kind).toString().toLower() + u' ' + parts.join(u' ');
    }
    if (!kinds.isEmpty())
        lines << QStringLiteral("Buffers: ") + kinds.join(QStringLiteral(", "));
}

QStringList conditionsOf(const QJsonObject &json)
{
    QStringList lines;
    for (const char *key : {"Sort Key", "Presorted Key"})
        if (json.contains(QLatin1String(key)))
            lines << QLatin1String(key) + QStringLiteral(": ") + listOf(json.value(QLatin1String(key)));
    addSort(lines, json);
    for (const char *key : {"Hash Cond", "Merge Cond", "Index Cond", "Recheck Cond", "Join Filter", "Filter", "Cache Key"})
        if (json.contains(QLatin1String(key)))
            lines << QLatin1String(key) + QStringLiteral(": ") + text(json, key);
    if (json.contains(QStringLiteral("Group Key")))
        lines << QStringLiteral("Group Key: ") + listOf(json.value(QStringLiteral("Group Key")));
    addGroupingSets(lines, json);
    for (const char *key : {"Rows Removed by Index Recheck", "Rows Removed by Join Filter", "Rows Removed by Filter", "Heap Fetches", "Workers Planned", "Workers Launched"})
        if (json.contains(QLatin1String(key)) && json.value(QLatin1String(key)).toDouble() > 0)
            lines << QLatin1String(key) + QStringLiteral(": ") + number(json, key);
    addBuffers(lines, json);
    return lines;
}

/// The text format indents by six columns a level and two more below a line with a subquery's name; what belongs
/// to a node stands two further than it.
void addNode(QStringList &lines, const QJsonObject &json, int indent)
{
    if (const QString subplan = text(json, "Subplan Name"); !subplan.isEmpty()) {
        lines << QString(indent, u' ') + subplan;
        indent += 2;
    }
    const bool isRoot = lines.isEmpty();
    lines << QString(indent, u' ') + (isRoot ? QString() : QStringLiteral("->  ")) + typeOf(json) + targetOf(json) + figuresOf(json);
    const int inner = indent + (isRoot ? 2 : 6);
    for (const QString &condition : conditionsOf(json))
        lines << QString(inner, u' ') + condition;
    for (const QJsonValue &child : json.value(QStringLiteral("Plans")).toArray())
        addNode(lines, child.toObject(), inner);
}

} // namespace

QString planText(const Plan &plan)
{
    const QJsonObject top = QJsonDocument::fromJson(plan.json.toUtf8()).array().at(0).toObject();
    QStringList lines;
    addNode(lines, top.value(QStringLiteral("Plan")).toObject(), 0);
    for (const char *key : {"Planning Time", "Execution Time"})
        if (top.contains(QLatin1String(key)))
            lines << QStringLiteral("%1: %2 ms").arg(QLatin1String(key), number(top, key, 3));
    return lines.join(u'\n');
}

} // namespace pivotal::plans

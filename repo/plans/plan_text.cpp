#include "repo/plans/plan.h"

#include "repo/plans/tokens.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

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
    if (joinType.isEmpty() || joinType == u"Inner"_s)
        return type;
    if (type == u"Nested Loop"_s)
        return u"Nested Loop %1 Join"_s.arg(joinType);
    return QString(type).replace(u" Join"_s, u" %1 Join"_s.arg(joinType));
}

QString aggregated(const QJsonObject &json)
{
    const QString strategy = text(json, "Strategy");
    QString type = strategy == u"Sorted"_s   ? u"GroupAggregate"_s
                   : strategy == u"Hashed"_s ? u"HashAggregate"_s
                   : strategy == u"Mixed"_s  ? u"MixedAggregate"_s
                                             : u"Aggregate"_s;
    const QString mode = text(json, "Partial Mode");
    return mode.isEmpty() || mode == u"Simple"_s ? type : mode + u' ' + type;
}

QString typeOf(const QJsonObject &json)
{
    QString type = text(json, "Node Type");
    if (type == u"Aggregate"_s)
        type = aggregated(json);
    type = joined(type, text(json, "Join Type"));
    if (json.value(u"Parallel Aware"_s).toBool())
        type.prepend(u"Parallel "_s);
    if (text(json, "Scan Direction") == u"Backward"_s)
        type += u" Backward"_s;
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
        where = (target.isEmpty() ? u" on "_s : u" using "_s) + index;
    return target.isEmpty() ? where : where + u" on "_s + target;
}

QString statisticsOf(const QJsonObject &json)
{
    QString figures = u"  (cost=%1..%2 rows=%3 width=%4)"_s.arg(number(json, "Startup Cost", 2), number(json, "Total Cost", 2),
                                                                number(json, "Plan Rows"), number(json, "Plan Width"));
    if (!json.contains(u"Actual Loops"_s))
        return figures;
    if (json.value(u"Actual Loops"_s).toInteger() == 0)
        return figures + u" (never executed)"_s;
    return figures
           + u" (actual time=%1..%2 rows=%3 loops=%4)"_s.arg(number(json, "Actual Startup Time", 3), number(json, "Actual Total Time", 3),
                                                             number(json, "Actual Rows"), number(json, "Actual Loops"));
}

QString listOf(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue &each : value.toArray())
        texts << each.toString();
    return texts.join(u", "_s);
}

void addGroupingSets(QStringList &lines, const QJsonObject &json)
{
    for (const QJsonValue &each : json.value(u"Grouping Sets"_s).toArray()) {
        const QJsonObject set = each.toObject();
        const QString sorted = listOf(set.value(u"Sort Key"_s));
        if (!sorted.isEmpty())
            lines << u"Sort Key: "_s + sorted;
        for (const QString &what : {u"Hash Key"_s, u"Group Key"_s})
            for (const QJsonValue &keys : set.value(what + u's').toArray())
                lines << (sorted.isEmpty() ? QString() : u"  "_s) + what + u": "_s + (keys.toArray().isEmpty() ? u"()"_s : listOf(keys));
    }
}

void addSort(QStringList &lines, const QJsonObject &json)
{
    if (const QString method = text(json, "Sort Method"); !method.isEmpty())
        lines << u"Sort Method: %1  %2: %3kB"_s.arg(method, text(json, "Sort Space Type"), number(json, "Sort Space Used"));
    if (json.contains(u"Hash Batches"_s))
        lines << u"Buckets: %1  Batches: %2  Memory Usage: %3kB"_s.arg(number(json, "Hash Buckets"), number(json, "Hash Batches"),
                                                                       number(json, "Peak Memory Usage"));
    if (json.value(u"Disk Usage"_s).toInteger() > 0)
        lines << u"Batches: %1  Disk Usage: %2kB"_s.arg(number(json, "HashAgg Batches"), number(json, "Disk Usage"));
}

void addBuffers(QStringList &lines, const QJsonObject &json)
{
    QStringList kinds;
    for (const char *kind : {"Shared", "Local", "Temp"}) {
        QStringList parts;
        for (const char *what : {"Hit", "Read", "Dirtied", "Written"})
            if (const qint64 blocks = json.value(u"%1 %2 Blocks"_s.arg(QLatin1String(kind), QLatin1String(what))).toInteger())
                parts << u"%1=%2"_s.arg(QLatin1String(what)).arg(blocks).toLower();
        if (!parts.isEmpty())
            kinds << QLatin1String(kind).toString().toLower() + u' ' + parts.join(u' ');
    }
    if (!kinds.isEmpty())
        lines << u"Buffers: "_s + kinds.join(u", "_s);
}

QStringList conditionsOf(const QJsonObject &json)
{
    QStringList lines;
    for (const char *key : {"Sort Key", "Presorted Key"})
        if (json.contains(QLatin1String(key)))
            lines << QLatin1String(key) + u": "_s + listOf(json.value(QLatin1String(key)));
    addSort(lines, json);
    for (const char *key : {"Hash Cond", "Merge Cond", "Index Cond", "Recheck Cond", "Join Filter", "Filter", "Cache Key"})
        if (json.contains(QLatin1String(key)))
            lines << QLatin1String(key) + u": "_s + text(json, key);
    if (json.contains(u"Group Key"_s))
        lines << u"Group Key: "_s + listOf(json.value(u"Group Key"_s));
    addGroupingSets(lines, json);
    for (const char *key : {"Rows Removed by Index Recheck", "Rows Removed by Join Filter", "Rows Removed by Filter", "Heap Fetches",
                            "Workers Planned", "Workers Launched"})
        if (json.contains(QLatin1String(key)) && json.value(QLatin1String(key)).toDouble() > 0)
            lines << QLatin1String(key) + u": "_s + number(json, key);
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
    lines << QString(indent, u' ') + (isRoot ? QString() : u"->  "_s) + typeOf(json) + targetOf(json) + statisticsOf(json);
    const int inner = indent + (isRoot ? 2 : 6);
    for (const QString &condition : conditionsOf(json))
        lines << QString(inner, u' ') + condition;
    for (const QJsonValue &child : json.value(u"Plans"_s).toArray())
        addNode(lines, child.toObject(), inner);
}

} // namespace

QString planText(const Plan &plan)
{
    const QJsonObject top = QJsonDocument::fromJson(plan.json.toUtf8()).array().at(0).toObject();
    QStringList lines;
    addNode(lines, top.value(u"Plan"_s).toObject(), 0);
    for (const char *key : {"Planning Time", "Execution Time"})
        if (top.contains(QLatin1String(key)))
            lines << u"%1: %2 ms"_s.arg(QLatin1String(key), number(top, key, 3));
    return lines.join(u'\n');
}

} // namespace pivotal::plans

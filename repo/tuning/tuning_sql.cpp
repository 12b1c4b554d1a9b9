#include "repo/tuning/tuning_sql.h"

#include "repo/sql/dashboard_mark.h"

using namespace Qt::StringLiterals;

namespace pivotal::sql {

namespace {

QString quotedName(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

/// Of the index i, by what is made of its column k.
QString listOf(const QString &what, const QString &columns)
{
    return u"array_to_string(ARRAY(SELECT %1 FROM generate_series(%2) k ORDER BY k), chr(31))"_s.arg(what, columns);
}

} // namespace

Statement indexesOf(const QStringList &tables)
{
    const QString column = u"pg_get_indexdef(i.indexrelid, k, false)"_s;
    const QString direction =
        u"CASE i.indoption[k - 1] WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' ELSE '' END"_s;
    const QString keys = u"1, i.indnkeyatts"_s;
    return marked({u"SELECT c.relname, t.relname, pg_get_indexdef(i.indexrelid), pg_relation_size(i.indexrelid), "
                   "COALESCE(s.idx_scan, 0), i.indisunique, i.indisprimary, i.indpred IS NOT NULL, i.indisvalid, m.amname, %1, %2, %3 "
                   "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
                   "JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = i.indexrelid "
                   "WHERE i.indrelid IN (SELECT to_regclass(quote_ident(n)) FROM unnest(?::text[]) n) ORDER BY t.relname, c.relname"_s.arg(
                       listOf(column + u" || "_s + direction, keys),
                       listOf(u"concat_ws(' ', %1, i.indclass[k - 1], i.indcollation[k - 1], i.indoption[k - 1])"_s.arg(column), keys),
                       listOf(column, u"i.indnkeyatts + 1, i.indnatts"_s)),
                   {textArray(tables)}});
}

Statement rowsOf(const QStringList &tables)
{
    return marked({u"SELECT c.relname, c.reltuples::bigint FROM pg_class c WHERE c.oid IN (SELECT to_regclass(quote_ident(n)) FROM "
                   "unnest(?::text[]) n)"_s,
                   {textArray(tables)}});
}

Statement hypopgState()
{
    return marked({u"SELECT (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = "
                   "'hypopg'), EXISTS (SELECT 1 FROM pg_available_extensions a WHERE a.name = 'hypopg'), "
                   "current_setting('server_version_num')::integer / 10000"_s,
                   {}});
}

Statement indexNamesOf(const QStringList &tables)
{
    return marked({u"SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                   "WHERE i.indrelid IN (SELECT to_regclass(quote_ident(n)) FROM unnest(?::text[]) n)"_s,
                   {textArray(tables)}});
}

Statement createHypothetical(const QString &schema, const QString &definition)
{
    return marked({u"SELECT h.indexrelid FROM %1.hypopg_create_index(?) h"_s.arg(quotedName(schema)), {definition}});
}

Statement sizeOfHypothetical(const QString &schema, const QString &id)
{
    return marked({u"SELECT %1.hypopg_relation_size(?::oid)"_s.arg(quotedName(schema)), {id}});
}

QString resetHypothetical(const QString &schema)
{
    return marked(u"SELECT %1.hypopg_reset()"_s.arg(quotedName(schema)));
}

} // namespace pivotal::sql

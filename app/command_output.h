#pragma once

#include "repo/domain/json_writer.h"
#include "repo/domain/page.h"
#include "repo/domain/repository_error.h"
#include "repo/paging/delivery.h"

#include <QFuture>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QObject>

namespace pivotal::app {

using namespace Qt::StringLiterals;

/// Where a command's result goes: JSON on stdout and exit 0, or a RepositoryError as JSON on stderr and exit 1. Ends
/// the application's event loop.
class CommandOutput : public QObject
{
    Q_OBJECT

public:
    void succeed(const QJsonValue &result);
    void succeed(const JsonWriter &result);
    void printText(const QString &text, int exitCode);
    void fail(const RepositoryError &error);
    /// Both, and exit 1: what was done, and why it isn't all.
    void failAfter(const QJsonValue &result, const RepositoryError &error);
    /// The error as JSON on stderr.
    static void write(const RepositoryError &error);
    /// Done all the same: as JSON on stderr.
    static void warn(const QString &problem);

    /// When the future is there, prints what `toResult` makes of it.
    template <class T, class ToResult>
    void print(const QFuture<T> &future, ToResult toResult)
    {
        deliver(
            future, this, [this, toResult](const T &value) { succeed(toResult(value)); },
            [this](const RepositoryError &error) { fail(error); });
    }
};

/// The page envelope of the seed report.
template <class Item>
JsonWriter envelope(const Page<Item> &page, void (*writeItem)(JsonWriter &, const Item &))
{
    JsonWriter writer;
    writer.beginObject();
    writer.key(u"items"_s);
    writer.beginArray();
    for (const Item &item : page.items)
        writeItem(writer, item);
    writer.endArray();
    writer.member(u"page"_s, page.page);
    writer.member(u"pageSize"_s, page.pageSize);
    writer.member(u"total"_s, page.total);
    writer.member(u"totalPages"_s, page.totalPages());
    writer.endObject();
    return writer;
}

} // namespace pivotal::app

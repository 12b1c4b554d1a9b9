#pragma once

#include "repo/db/capabilities.h"
#include "repo/db/executor.h"
#include "repo/db/explain.h"
#include "repo/domain/scope.h"
#include "repo/paging/cached_values.h"
#include "repo/paging/path_search.h"
#include "repo/paging/row_source.h"
#include "repo/paging/slice_mapping.h"
#include "repo/sql/by_word.h"

namespace pivotal {

using namespace Qt::StringLiterals;

/// What a repository works with. Copied into its work, which may outlive it; the executors outlive both.
struct RepositoryContext
{
    db::Executor &executor;
    db::Executor &background; ///< for what nobody waits for: counting, scanning
    Scope scope;
    std::shared_ptr<cache::ReadThrough> cache = {}; ///< shared; null where nothing is cached
    const db::Capabilities *capabilities = nullptr; ///< the session's, which outlives this; null: what every database offers
    const QStringList *missingIndexes = nullptr;    ///< likewise; read on the session's thread
    std::shared_ptr<PathMemory> paths = std::make_shared<PathMemory>();

    [[nodiscard]] RepositoryContext uncached() const
    {
        RepositoryContext other = *this;
        other.cache.reset();
        return other;
    }
    [[nodiscard]] sql::Target target() const
    {
        sql::Target target{scope.organization.id, capabilities && capabilities->canFold, capabilities && capabilities->hasRawBytes};
        if (missingIndexes)
            target.missingIndexes = {missingIndexes->begin(), missingIndexes->end()};
        return target;
    }
};

/// A RowSource over PostgreSQL. `Interface` is the repository that is one; selectionOf and orderingOf, found by its filter and
/// order, say what its rows are.
template <class Interface>
class SqlRowSource : public Interface
{
public:
    using typename Interface::Filter;
    using typename Interface::Item;
    using typename Interface::Order;

    QFuture<Page<Item>> page(const Filter &filter, const Order &order, const PageRequest &request) override
    {
        if (const auto known = reader().peekPage(filter, order, request))
            return QtFuture::makeReadyFuture(*known);
        return m_context.executor.run(m_rows.listOperation, db::Access::Read, [=, reader = reader()](db::Connection &connection) {
            filter.validate();
            request.validate();
            return reader.page(connection, filter, order, request);
        });
    }

    QFuture<Slice<Item>> slice(const Filter &filter, const Order &order, const SliceRequest &request) override
    {
        if (const auto known = reader().peekSlice(filter, order, request))
            return QtFuture::makeReadyFuture(*known);
        return m_context.executor.run(m_rows.listOperation, db::Access::Read, [=, reader = reader()](db::Connection &connection) {
            filter.validate();
            request.validate();
            return reader.slice(connection, filter, order, request);
        });
    }

    QFuture<qint64> estimate(const Filter &filter) override
    {
        return m_context.executor.run(
            m_rows.resource + u".estimate"_s, db::Access::Read, [=, target = m_context.target()](db::Connection &connection) {
                filter.validate();
                return db::estimateRows(connection, sql::rows(lookedUp(connection, selectionOf(target, filter), target)));
            });
    }

    QFuture<qint64> count(const Filter &filter, Freshness freshness) override
    {
        if (const auto known = reader().peekTotal(filter, freshness))
            return QtFuture::makeReadyFuture(*known);
        return m_context.background.run(m_rows.resource + u".count"_s, db::Access::Read,
                                        [=, reader = reader()](db::Connection &connection) {
                                            filter.validate();
                                            return reader.total(connection, filter, freshness);
                                        });
    }

    QFuture<Anchors> anchors(const Filter &filter, const Order &order, const AnchorRequest &request) override
    {
        return m_context.background.run(
            m_rows.resource + u".anchors"_s, db::Access::Read, [=, target = m_context.target()](db::Connection &connection) {
                filter.validate();
                const sql::Ordering ordering = orderingOf(target, order);
                const sql::Selection selection = lookedUp(connection, selectionOf(target, filter), target);
                return mapAnchors(connection.query(sql::anchorScan(reached(connection, selection), ordering, request)), request,
                                  int(ordering.keys.size()));
            });
    }

    QStringList missingIndexes(const Filter &filter, const Order &order) const override
    {
        sql::Target target = m_context.target();
        const QSet<QString> missing = std::exchange(target.missingIndexes, {});
        if (missing.isEmpty())
            return {};
        const auto whatever = [](const sql::Statement &) { return QVariant(QString()); };
        const sql::Selection selection = sql::withValues(selectionOf(target, filter), whatever);
        const sql::Ordering ordering = orderingOf(target, order);
        QStringList names{ordering.index, sql::pairsIndex(selection, ordering)};
        for (const sql::Reach &reach : sql::reachesOf(selection))
            names << reach.index;
        names.removeDuplicates();
        names.removeIf([&missing](const QString &name) { return !missing.contains(name); });
        return names;
    }

protected:
    /// What the rows are called, and how they are read and cached.
    struct Rows
    {
        QString resource;      ///< "users"
        QString listOperation; ///< "users.listUsers"
        Item (*map)(db::Rows &) = nullptr;
        sql::Statement (*slice)(const sql::Target &, const sql::Selection &, const sql::Ordering &, const SliceRequest &,
                                const sql::AccessPath &) = nullptr;
        const cache::Codec<Slice<Item>> *codec = nullptr; ///< null: not cached
    };

    SqlRowSource(RepositoryContext context, Rows rows) : m_context(std::move(context)), m_rows(std::move(rows)) {}

    [[nodiscard]] const RepositoryContext &context() const { return m_context; }
    [[nodiscard]] CachedValues cachedValues() const
    {
        return {m_context.scope.organization.id, m_context.cache ? m_context.cache->options() : cache::CacheOptions()};
    }

    /// One value, through the cache: what is in this process is answered at once, on the caller's thread.
    template <class T, class Load>
    QFuture<T> read(const QString &operation, const cache::Slot &slot, const cache::Codec<T> &codec, Freshness freshness, Load load)
    {
        if (m_context.cache && freshness == Freshness::Cached)
            if (auto known = m_context.cache->peek<T>(slot))
                return QtFuture::makeReadyFuture(std::move(*known));
        return m_context.executor.run(operation, db::Access::Read, [=, &codec, reader = reader()](db::Connection &connection) {
            return reader.through(connection, slot, codec, freshness, [&] { return load(connection); });
        });
    }

    /// The part that runs on a worker's thread.
    struct Reader
    {
        sql::Target target;
        std::shared_ptr<cache::ReadThrough> cache;
        CachedValues values;
        Rows rows;
        std::shared_ptr<PathMemory> paths;

        /// What is wrong with a request is said by the worker, in the future, with the operation's name and correlation id.
        template <class Peek>
        static std::invoke_result_t<Peek> unlessRefused(Peek peek)
        {
            try {
                return peek();
            } catch (const RepositoryError &) {
                return std::nullopt;
            }
        }

        static bool isValid(const PageRequest &request)
        {
            return unlessRefused([&request] {
                       request.validate();
                       return std::optional(true);
                   })
                .has_value();
        }

        std::optional<Slice<Item>> peekSlice(const Filter &filter, const Order &order, const SliceRequest &request) const
        {
            if (!cache || request.freshness == Freshness::Fresh)
                return std::nullopt;
            return unlessRefused([&] {
                filter.validate();
                request.validate();
                return cache->template peek<Slice<Item>>(
                    values.list(rows.resource, rows.slice(target, selectionOf(target, filter), orderingOf(target, order), request, {})));
            });
        }

        std::optional<qint64> peekTotal(const Filter &filter, Freshness freshness) const
        {
            if (!cache || freshness == Freshness::Fresh)
                return std::nullopt;
            return unlessRefused([&] {
                filter.validate();
                return cache->template peek<qint64>(values.total(rows.resource, sql::count(selectionOf(target, filter))));
            });
        }

        template <class T, class Load>
        T through(db::Connection &connection, const cache::Slot &slot, const cache::Codec<T> &codec, Freshness freshness, Load load) const
        {
            return cache ? cache->getOrSet(
                       slot, codec, load, [&connection] { connection.requireWanted(); }, freshness)
                         : load();
        }

        Slice<Item> slice(db::Connection &connection, const Filter &filter, const Order &order, const SliceRequest &request) const
        {
            const sql::Selection selection = selectionOf(target, filter);
            const sql::Ordering ordering = orderingOf(target, order);
            const auto load = [&] { return search(connection, lookedUp(connection, selection, target), ordering, request); };
            return rows.codec ? through(connection, values.list(rows.resource, rows.slice(target, selection, ordering, request, {})),
                                        *rows.codec, request.freshness, load)
                              : load();
        }

        /// By one path after the other, until one of them was enough.
        Slice<Item> search(db::Connection &connection, const sql::Selection &selection, const sql::Ordering &ordering,
                           const SliceRequest &request) const
        {
            const auto read = [&](const sql::AccessPath &path) {
                return mapSlice(connection.query(rows.slice(target, selection, ordering, request, path)), request, rows.map,
                                int(ordering.keys.size()));
            };
            if (sql::isPlanned(selection, ordering))
                return read({});
            PathSearch search(connection, selection, ordering, request.skip + request.limit);
            QString known = sql::count(selection).text + sql::orderBy(ordering);
            for (const sql::Reach &reach : sql::reachesOf(selection))
                known += reach.index; // a path names them by their number
            const QByteArray key = sql::hashOf({known, selection.conditions.binds()});
            std::optional<sql::AccessPath> path = paths->path(key);
            if (!path || !search.isThere(*path))
                path = search.first();
            qsizetype found = 0;
            for (; path->kind != sql::AccessPath::Kind::Empty; path = search.next(*path, found)) {
                Slice<Item> slice = read(*path);
                found = slice.items.size();
                if (path->isBounded() && found < request.limit)
                    continue;
                paths->remember(key, *path);
                connection.reportRows(found);
                return slice;
            }
            connection.reportRows(0);
            return {{}, {}, true};
        }

        qint64 total(db::Connection &connection, const Filter &filter, Freshness freshness) const
        {
            const sql::Selection selection = selectionOf(target, filter);
            return through(connection, values.total(rows.resource, sql::count(selection)), totalCodec(), freshness, [&] {
                db::Rows counted = connection.query(sql::count(reached(connection, lookedUp(connection, selection, target))));
                return counted.next() ? counted.bigint() : qint64(0);
            });
        }

        /// A page behind the middle is read from the end: what is passed over is read.
        static SliceRequest sliceOf(const PageRequest &request, qint64 total)
        {
            SliceRequest slice{Direction::Forward, std::nullopt, request.offset(), request.pageSize, request.freshness};
            const qint64 behind = std::max(qint64(0), total - request.offset() - request.pageSize);
            if (total > 0 && request.offset() > behind) {
                slice.direction = Direction::Backward;
                slice.skip = behind;
                slice.limit = int(std::min<qint64>(request.pageSize, total - request.offset()));
            }
            return slice;
        }

        std::optional<Page<Item>> peekPage(const Filter &filter, const Order &order, const PageRequest &request) const
        {
            const auto known = request.total == Total::Count ? peekTotal(filter, request.freshness) : std::nullopt;
            if (!known || !isValid(request))
                return std::nullopt;
            Page<Item> page;
            page.page = request.page;
            page.pageSize = request.pageSize;
            page.total = *known;
            if (page.page > 1 && page.page > page.totalPages())
                return std::nullopt; // refused by the worker
            const auto slice = peekSlice(filter, order, sliceOf(request, page.total));
            if (!slice)
                return std::nullopt;
            page.items = slice->items;
            return page;
        }

        Page<Item> page(db::Connection &connection, const Filter &filter, const Order &order, const PageRequest &request) const
        {
            Page<Item> page;
            page.page = request.page;
            page.pageSize = request.pageSize;
            if (request.total == Total::Count)
                page.total = total(connection, filter, request.freshness);
            page.requireInRange();
            if (page.total != 0)
                page.items = slice(connection, filter, order, sliceOf(request, page.total)).items;
            connection.reportRows(page.items.size());
            return page;
        }
    };

    [[nodiscard]] Reader reader() const { return {m_context.target(), m_context.cache, cachedValues(), m_rows, m_context.paths}; }

private:
    RepositoryContext m_context;
    Rows m_rows;
};

} // namespace pivotal

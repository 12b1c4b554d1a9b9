#include "repo/migrations/migrations.h"

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

db::Migration migrationOf(const plans::IndexCandidate &index)
{
    return db::advisedMigration(index.name(), index.createSql());
}

} // namespace

Migrations::Migrations(db::Executor &executor, db::Connection::Source source) : m_executor(executor), m_source(std::move(source)) {}

QFuture<QList<db::MigrationStatus>> Migrations::status()
{
    return m_executor.run(u"migrations.status"_s, db::Access::Read,
                          [](db::Connection &connection) { return db::Migrator(connection).status(); });
}

QFuture<bool> Migrations::apply(const QString &name)
{
    return builder().run(u"migrations.apply"_s, db::Access::Write, [name](db::Connection &connection) {
        db::Migrator(connection).upOne(name);
        return true;
    });
}

QFuture<bool> Migrations::removeLeftover(const QString &name)
{
    return builder().run(u"migrations.removeLeftover"_s, db::Access::Write,
                         [name](db::Connection &connection) { return db::Migrator(connection).removeLeftover(name); });
}

QFuture<bool> Migrations::rollBack(const QString &name)
{
    return builder().run(u"migrations.rollBack"_s, db::Access::Write,
                         [name](db::Connection &connection) { return db::Migrator(connection).downOne(name); });
}

QFuture<bool> Migrations::create(const plans::IndexCandidate &index)
{
    return builder().run(u"migrations.create"_s, db::Access::Write, [migration = migrationOf(index)](db::Connection &connection) {
        db::Migrator(connection).applyAdvised(migration);
        return true;
    });
}

QFuture<bool> Migrations::drop(const plans::IndexCandidate &index)
{
    return rollBack(migrationOf(index).name);
}

QFuture<std::optional<db::BuildProgress>> Migrations::progress()
{
    return m_executor.run(u"migrations.progress"_s, db::Access::Read,
                          [](db::Connection &connection) { return db::buildProgress(connection); });
}

db::Executor &Migrations::builder()
{
    if (!m_builder)
        m_builder = std::make_unique<db::Executor>(m_source, 1);
    return *m_builder;
}

} // namespace pivotal

#pragma once

#include "models/standbys_model.h"
#include "models/table_sizes_model.h"
#include "repo/server/server_repository.h"

#include <QSet>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

class QBoxLayout;

namespace pivotal::ui {

class Actions;
class ActivitySection;
class NoticeBar;
class RedisStatistics;
class ServerSection;
class ServerTable;
class ServerTiles;
class StatementsSection;

/// What the server says of itself: statistics of the database, its processes, statements, tables, standbys, and Redis. Each
/// section loads by itself; what can't be had says how to get it. Has no margins of its own.
class ServerPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ServerPanel(QWidget *parent = nullptr);
    ~ServerPanel() override;

    /// Which outlives its use here; null: none. What was shown of another is forgotten.
    void setRepository(ServerRepository *repository);
    /// Loads all sections that aren't loading already.
    void refresh();
    /// By itself, every five seconds while the panel can be seen. Off at first.
    void setRefreshing(bool refreshing);
    [[nodiscard]] bool isRefreshing() const { return m_timer.isActive(); }
    [[nodiscard]] bool isLoading() const { return !m_loading.isEmpty(); }
    /// Statements, deadlocks and the like count from now on.
    void startWindow();

    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] ServerTiles *tiles() const { return m_tiles; }
    void addActions(Actions &actions);
    [[nodiscard]] ActivitySection *activity() const { return m_activity; }
    [[nodiscard]] StatementsSection *statements() const { return m_statements; }
    [[nodiscard]] ServerSection *replication() const { return m_replication; }
    [[nodiscard]] ServerSection *redis() const { return m_redis; }
    [[nodiscard]] ServerTable *tablesTable() const { return m_tablesTable; }

Q_SIGNALS:
    /// All sections are asked for, by the clock or by `refresh`.
    void refreshStarted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Part { Database, Activity, Statements, Tables, Replication, Redis };

    void build();
    void loadAll();
    template <class T>
    void load(Part part, QFuture<T> (ServerRepository::*read)(), void (ServerPanel::*showValue)(const T &));
    void onFailed(Part part, const RepositoryError &error);
    void onLoaded(Part part);
    [[nodiscard]] ServerSection *sectionOf(Part part) const;
    void showDatabase(const Section<DatabaseStats> &stats);
    void showActivity(const Section<Activity> &activity);
    void showStatements(const Section<StatementSnapshot> &statements);
    void showTables(const Section<QList<TableStats>> &tables);
    void showReplication(const Section<Replication> &replication);
    void showRedis(const std::optional<Section<cache::RedisInfo>> &redis);
    void ask(const Backend &backend, BackendSignal what);
    void end(const Backend &backend, BackendSignal what);
    void orient();

    ServerRepository *m_repository = nullptr;
    std::unique_ptr<QObject> m_context; ///< of what is asked of this repository
    QSet<Part> m_loading;
    QSet<Part> m_failed; ///< and told of
    bool m_noticeIsOfLoad = false;
    bool m_isRefreshing = false;
    QTimer m_timer;
    std::optional<DatabaseStats> m_baseDatabase; ///< where the window began
    std::optional<DatabaseStats> m_database;

    models::TableSizesModel m_tablesModel;
    models::StandbysModel m_standbysModel;
    NoticeBar *m_notice;
    ServerTiles *m_tiles;
    ActivitySection *m_activity;
    StatementsSection *m_statements;
    ServerSection *m_tables;
    ServerSection *m_replication;
    ServerSection *m_redis;
    ServerTable *m_tablesTable;
    ServerTable *m_standbysTable;
    RedisStatistics *m_redisStatistics;
    QBoxLayout *m_lastRow; ///< replication and Redis: beside or below each other
};

} // namespace pivotal::ui

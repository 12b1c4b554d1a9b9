#pragma once

#include "repo/domain/index_info.h"
#include "repo/migrations/migrations.h"

#include <QFuture>
#include <QSet>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace pivotal {
class TuningRepository;
}

namespace pivotal::ui {

class BuildBar;
class IndexChanges;
class IndexDetails;
class IndexFilterBar;
class IndexTable;
class NoticeBar;
class StatePanel;

/// Every index of the console's tables: what it costs, what needs it, whether it is there; and the migrations' to apply and to
/// roll back.
class IndexesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit IndexesPanel(QWidget *parent = nullptr);

    /// Both outlive the panel, or are taken away before they go; null: none. Without `migrations` nothing can be changed.
    void setSession(TuningRepository *tuning, Migrations *migrations);
    void refresh();
    /// What `refresh` shows when it has come. `applied`: the migrations that a console has applied here.
    void showIndexes(const QList<IndexInfo> &indexes, const QSet<QString> &applied);
    /// Makes it the current one, now or when it has come.
    void select(const QString &name);

    [[nodiscard]] IndexTable *table() const { return m_table; }
    [[nodiscard]] IndexDetails *details() const { return m_details; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] StatePanel *statePanel() const { return m_state; }
    [[nodiscard]] BuildBar *buildBar() const { return m_bar; }
    [[nodiscard]] QPushButton *applyTenButton() const { return m_applyTen; }
    [[nodiscard]] QToolButton *actionsButton() const { return m_actions; }
    [[nodiscard]] QAction *applySelectedEntry() const { return m_applySelected; }
    [[nodiscard]] QAction *rollBackSelectedEntry() const { return m_rollBackSelected; }
    [[nodiscard]] IndexFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] QString countText() const;
    /// The names of those that are missing or invalid, whatever is filtered.
    [[nodiscard]] QStringList missing() const;

Q_SIGNALS:
    /// The database's indexes have changed.
    void applied();
    void loaded();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QHBoxLayout *makeTitle();
    QWidget *makeTableCard();
    void makeActions();
    void connectParts();
    void rollBack(const QList<IndexInfo> &infos);
    void onChanged();
    void loadIndexes(const QSet<QString> &applied);
    void onLoadFailed(const RepositoryError &error);
    void onFilter();
    void showState();
    void showCurrent();
    void updateActions();
    void orient();
    [[nodiscard]] QList<IndexInfo> ten() const;
    [[nodiscard]] QList<IndexInfo> shown() const;

    TuningRepository *m_tuning = nullptr;
    Migrations *m_migrations = nullptr;
    QFuture<QList<db::MigrationStatus>> m_statusRequest;
    QFuture<QList<IndexInfo>> m_request;
    bool m_hasLoaded = false;
    bool m_noticeIsOfLoad = false; ///< then it goes when a load succeeds
    QString m_wanted;              ///< the index to select when the list is there
    QVBoxLayout *m_column;
    QLabel *m_count;
    QPushButton *m_refresh;
    QToolButton *m_actions;
    QPushButton *m_applyTen;
    QToolButton *m_showDetails;
    QAction *m_applySelected = nullptr;
    QAction *m_rollBackSelected = nullptr;
    QAction *m_rollBackTen = nullptr;
    NoticeBar *m_notice;
    IndexChanges *m_changes;
    BuildBar *m_bar;
    IndexFilterBar *m_filters;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    IndexTable *m_table;
    StatePanel *m_state;
    IndexDetails *m_details;
};

} // namespace pivotal::ui

#pragma once

#include "repo/migrations/migrations.h"

#include <QDialog>
#include <QStringList>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace pivotal::ui {

class NoticeBar;

/// The migrations of the database: which are applied, what each is for, and those that are pending to apply, with their
/// progress. Not modal: the pages work while an index is built.
class MigrationsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `migrations` outlives it.
    explicit MigrationsDialog(Migrations &migrations, QWidget *parent = nullptr);
    /// A build that runs is ended.
    ~MigrationsDialog() override;

    /// Selects the migration that makes this.
    void select(const QString &object);
    /// One after the other; stops at the first that fails.
    void apply(const QStringList &names);
    void cancelBuild();
    [[nodiscard]] bool isBuilding() const { return !m_building.isEmpty(); }
    [[nodiscard]] QTreeWidget *list() const { return m_list; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] QProgressBar *progress() const { return m_progress; }

Q_SIGNALS:
    /// The database has changed.
    void applied();
    void loaded();

private:
    void load();
    void fill(const QList<db::MigrationStatus> &list);
    void applyNext();
    void finish();
    void askProgress();
    void showProgress(const db::BuildProgress &progress);
    void showRationale();
    void updateButtons();
    [[nodiscard]] QStringList pending(bool onlySelected) const;

    Migrations &m_migrations;
    NoticeBar *m_notice;
    QTreeWidget *m_list;
    QLabel *m_rationale;
    QLabel *m_step;
    QProgressBar *m_progress;
    QPushButton *m_applySelected;
    QPushButton *m_applyAll;
    QPushButton *m_cancel;
    QString m_wanted; ///< the object to select when the list is there
    QStringList m_queue;
    QString m_building; ///< the migration that is being applied
    QFuture<bool> m_build;
    QTimer m_poll;
};

} // namespace pivotal::ui

#pragma once

#include "models/audit_news.h"
#include "models/audit_table_model.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/list_page.h"
#include "ui/pages.h"

#include <QTimer>

class QToolButton;

namespace pivotal::ui {

class AuditDetails;
class RefusedEventsDialog;

/// Follow the audit log: filter it, look at an event, walk from trail to trail. Events that have come since are announced beside
/// the title, and shown when the user says so; while the page isn't on screen they are read at once.
class AuditPage : public ListPage
{
    Q_OBJECT

public:
    /// What is shown, for going back to it.
    struct Shown
    {
        AuditFilterBar::State filter;
        AuditSort sort = defaultAuditSort;

        friend bool operator==(const Shown &, const Shown &) = default;
    };

    AuditPage(const PageContext &context, QWidget *parent);

    void addActions(Actions &actions) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;
    void refresh() override;

    void noteChange() override;
    void showNews();
    [[nodiscard]] QToolButton *newsButton() const { return m_newsButton; }

    [[nodiscard]] AuditDetails *details() const { return m_details; }
    [[nodiscard]] AuditFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::AuditTableModel *model() const { return m_model; }

protected:
    void showSession(ConsoleSession *session) override;
    void connectSession(ConsoleSession &session) override;
    QString countText(const QString &number, int plural) const override;
    QFuture<qint64> countAll() const override;
    [[nodiscard]] QStringList missingIndexes() const override;
    bool isFiltered() const override;
    void clearFilter() override;
    bool canSort(int column) const override;
    void sortBy(int column, Qt::SortOrder order) override;
    void showDetails(const QString &id) override;
    QString detailsId() const override;
    Instant startOf(QDate day) const override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    AuditPage(const models::DisplayZone &zone, models::AuditTableModel *model, QWidget *parent);

    models::AuditTableModel *m_model;
    const models::DisplayZone &m_zone;
    AuditFilterBar *m_filters;
    AuditDetails *m_details;
    /// Everything that happened to one entity, everything that one user did: in the order of time.
    void showTrail(const AuditFilterBar::State &trail);
    void recordView(const EntityTrail &trail);
    void onSpoolDepth(qint64 depth);
    void sortNewestFirst();
    void onChange();
    void onLoaded();
    void announce();

    AuditRepository *m_repository = nullptr;
    AuditSort m_sort = defaultAuditSort;
    models::AuditNews *m_news;
    QToolButton *m_newsButton;
    RefusedEventsDialog *m_refused;
    qint64 m_waitingEvents = 0;
    bool m_isUnrecordedTold = false;
    QTimer m_changed;         ///< a burst of changes is one look
    QTimer m_poll;            ///< the backend writes without a word
    bool m_isReading = false; ///< what is announced is known when the rows are here
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::AuditPage::Shown)

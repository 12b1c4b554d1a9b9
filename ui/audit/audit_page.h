#pragma once

#include "models/audit_news.h"
#include "models/audit_table_model.h"
#include "ui/audit/audit_filter_bar.h"
#include "ui/list_page.h"

#include <QTimer>

class QToolButton;

namespace pivotal::ui {

class AuditDetails;

/// Follow the audit log: filter it, look at an event, walk from trail to trail. Events that have come since are announced beside
/// the title, and shown when the user says so; while the page isn't on screen they are read at once.
class AuditPage : public ListPage
{
    Q_OBJECT

public:
    /// What is shown, for going back to it.
    struct Place
    {
        AuditFilterBar::State filter;
        AuditSort sort = defaultAuditSort;

        friend bool operator==(const Place &, const Place &) = default;
    };

    explicit AuditPage(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setSession(ConsoleSession *session) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;
    void refresh() override;

    /// Something was written that is in the audit log now.
    void noteChange();
    /// What looking at something here has recorded: no news to who looks.
    void noteOwn(const QList<AuditEventId> &ids) { m_news->leaveOut(ids); }
    void showNews();
    [[nodiscard]] QToolButton *newsButton() const { return m_newsButton; }

    /// Everything that happened to one entity; everything that one user did.
    void showEntityTrail(const QString &entityType, const QString &entityId);
    void showActorTrail(const QString &actorId);
    [[nodiscard]] AuditDetails *details() const { return m_details; }
    [[nodiscard]] AuditFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::AuditTableModel *model() const { return m_model; }

Q_SIGNALS:
    void userRequested(const QString &userId);
    /// A trail is about to replace what is shown, so that one can come back to it.
    void leaving();

protected:
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
    void sortNewestFirst();
    void onChange();
    void onLoaded();
    void announce();

    AuditRepository *m_repository = nullptr;
    AuditSort m_sort = defaultAuditSort;
    models::AuditNews *m_news;
    QToolButton *m_newsButton;
    QTimer m_changed;         ///< a burst of changes is one look
    QTimer m_poll;            ///< the backend writes without a word
    bool m_isReading = false; ///< what is announced is known when the rows are here
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::AuditPage::Place)

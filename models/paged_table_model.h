#pragma once

#include "models/cell_roles.h"
#include "repo/domain/page.h"

#include <QAbstractTableModel>

namespace pivotal::models {

/// A table over a whole result, of which only the pages that the view looks at are loaded. It never waits: rows that
/// are not here answer `LoadingRole`, and `data()` starts nothing; the view says what it shows by `setVisibleRows`.
///
/// A new query bumps the generation and cancels what is in flight. The old rows stay, `isStale()`, until the first page
/// of the new result is there; replies of an older generation are dropped.
class PagedTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;

    [[nodiscard]] qint64 total() const { return m_total; } ///< -1 before the first page
    [[nodiscard]] int pageSize() const { return m_pageSize; }
    [[nodiscard]] bool isStale() const { return m_isStale; }
    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    [[nodiscard]] virtual ColumnHint columnHint(int column) const = 0;
    /// The row that holds the value with this id, among those loaded; -1 where none does.
    [[nodiscard]] virtual int rowOf(const QString &id) const = 0;

    /// Rows a page, of the pager and of a request alike; asks anew.
    void setPageSize(int pageSize);
    /// Half-open: the rows that are on screen. Loads what is missing of them, and drops requests for others.
    void setVisibleRows(int first, int end);
    /// Asks the database again for what is visible, and for the total; rows keep their places.
    void refresh();
    /// Asks for the first page of a changed query.
    void reload();
    /// Cancels what is in flight; the rows that are here stay.
    void stop();
    /// Forgets everything, as when the organization changes.
    void clear();

Q_SIGNALS:
    void loadStarted();
    void loadFinished();
    void loadFailed(const pivotal::RepositoryError &error);
    void totalChanged(qint64 total);

protected:
    [[nodiscard]] quint64 generation() const { return m_generation; }
    /// Fresh after refresh(), until another query.
    [[nodiscard]] Freshness freshness() const { return m_freshness; }

    /// Starts to load a page (from 0); ends in `onPage` or `onError` with the generation given.
    virtual void startFetch(qint64 page, Total total, quint64 generation) = 0;
    [[nodiscard]] virtual bool isFetching(qint64 page) const = 0;
    /// Cancels requests for pages outside [first, last]; all, where first > last.
    virtual void cancelFetchesOutside(qint64 first, qint64 last) = 0;
    [[nodiscard]] virtual bool hasPage(qint64 page, quint64 generation) const = 0;
    virtual void storePage(qint64 page, quint64 generation) = 0; ///< what the reply brought, kept by the subclass
    virtual void dropRows() = 0;

    void onPage(qint64 page, qint64 total, quint64 generation);
    void onError(const RepositoryError &error, quint64 generation);

private:
    void ask(qint64 page);
    void loadVisible();
    void pause();
    void resize(qint64 total);
    void replaceAll(qint64 page, qint64 total);
    void setLoading(bool loading);

    int m_pageSize = 50;
    qint64 m_total = -1;
    quint64 m_generation = 0;
    Freshness m_freshness = Freshness::Cached;
    bool m_isStale = false;
    bool m_isLoading = false;
    bool m_replaceAll = false; ///< the next page is of another result: it replaces every row
    bool m_awaitsTotal = false;
    bool m_isPaused = false; ///< after a failure or stop(): nothing is asked for until the user scrolls or asks
    int m_visibleFirst = 0;
    int m_visibleEnd = 0;
};

} // namespace pivotal::models

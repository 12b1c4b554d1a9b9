#pragma once

#include "models/anchor_map.h"
#include "models/cell_roles.h"
#include "repo/domain/repository_error.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>

namespace pivotal::models {

/// A table over a whole result, of any size, of which only the rows around those on screen are loaded. It never waits:
/// rows that are not here answer `LoadingRole`, and `data()` starts nothing; the view says what it shows by
/// `setVisibleRows`.
///
/// Row numbers (qint64, from 0) are those of the result. The rows of this Qt model are a window of them, since a view can
/// hold no more than an int of pixels, nor a header a billion sections; the view moves it by `moveWindow`.
///
/// What is loaded is one run of consecutive rows, which grows by seeking beyond its ends: so nothing between is skipped or
/// doubled, whatever is written. A jump elsewhere starts another run, from the nearest anchor; anchors and the exact total
/// come from the background. Until an anchor is near, a jump in an order by time guesses (`isPlaceExact`), and is numbered
/// anew later; in another order it waits for the anchor.
///
/// A new query bumps the generation and cancels what is in flight. The old rows stay, `isStale()`, until the first rows
/// of the new result are there; replies of an older generation are dropped.
class PagedTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    static constexpr int maxWindowRows = 4'000;

    int rowCount(const QModelIndex &parent = {}) const override; ///< of the window

    [[nodiscard]] qint64 windowFirst() const { return m_windowFirst; }
    [[nodiscard]] qint64 rowNumber(const QModelIndex &index) const { return m_windowFirst + index.row(); }
    /// The window's row for a row number; -1 outside of it.
    [[nodiscard]] int windowRow(qint64 row) const;
    /// Brings the row to the middle of the window, as far as the ends let it.
    void moveWindow(qint64 row);

    [[nodiscard]] qint64 total() const { return m_total; } ///< -1 before the first rows
    [[nodiscard]] bool isTotalExact() const { return m_isTotalExact; }
    /// Whether the rows that are loaded stand at their true numbers.
    [[nodiscard]] bool isPlaceExact() const { return m_run.isExact; }
    [[nodiscard]] int pageSize() const { return m_pageSize; }
    [[nodiscard]] bool isStale() const { return m_isStale; }
    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    /// What is loaded was asked of the database, and is of no cache.
    [[nodiscard]] bool isFresh() const { return m_freshness == Freshness::Fresh; }
    [[nodiscard]] virtual ColumnHint columnHint(int column) const = 0;
    [[nodiscard]] virtual QString columnKey(int column) const = 0; ///< in the settings: its place may change
    /// The row number of the value with this id, among those loaded; -1 where none has it.
    [[nodiscard]] virtual qint64 rowOf(const QString &id) const = 0;

    /// Rows a page of the pager; rows are also asked for by so many.
    void setPageSize(int pageSize) { m_pageSize = pageSize; }
    /// Half-open row numbers: what is on screen. Loads what is missing of it and soon will be, and drops other requests.
    void setVisibleRows(qint64 first, qint64 end);
    /// Finds the first row of that time or after it in the order, which must be by time; ends in `rowFound`.
    void goToTime(Instant time);
    [[nodiscard]] bool canGoToTime() const { return m_anchors.isByTime(); }
    /// Asks the database again for what is visible, and for the total; rows keep their places.
    void refresh();
    /// Asks for the first rows of a changed query.
    void reload();
    /// Cancels the rows in flight; those that are here stay, and counting goes on.
    void stop();
    /// Forgets everything, as when the organization changes.
    void clear();

Q_SIGNALS:
    void loadStarted();
    void loadFinished();
    void loadFailed(const pivotal::RepositoryError &error);
    /// Counting failed; the rows are there all the same.
    void countFailed(const pivotal::RepositoryError &error);
    void totalChanged(qint64 total);
    /// The window's rows have other numbers now; which rows are on screen is the view's to keep.
    void windowMoved();
    /// Every loaded row's number has changed by so much; the view goes with it.
    void renumbered(qint64 by);
    void rowFound(qint64 row);

protected:
    /// What a slice becomes: another run, a part of this one, or the key of the last row.
    enum class Part { Whole, Below, Above, LastRow };

    [[nodiscard]] Freshness freshness() const { return m_freshness; }
    [[nodiscard]] quint64 generation() const { return m_generation; }
    /// The index in the run of a row number.
    [[nodiscard]] qint64 runIndex(qint64 row) const { return row - m_run.first; }
    [[nodiscard]] qint64 runFirst() const { return m_run.first; }

    virtual void startSlice(Part part, const SliceRequest &request) = 0; ///< ends in onSlice or onError
    virtual void startEstimate() = 0;                                    ///< ends in onEstimate
    virtual void startCount() = 0;                                       ///< ends in onCount
    virtual void startAnchors(const AnchorRequest &request) = 0;         ///< ends in onAnchors
    virtual void startNumbering(const AnchorRequest &request) = 0;       ///< ends in onNumbered
    [[nodiscard]] virtual bool isFetching(Part part) const = 0;
    virtual void cancelSlices() = 0;
    virtual void cancelBackground() = 0;    ///< estimate, count, anchors, numbering
    virtual void storeSlice(Part part) = 0; ///< what the reply brought, kept by the subclass
    virtual void dropRows(qsizetype atFront, qsizetype atBack) = 0;
    virtual void clearRows() = 0;
    [[nodiscard]] virtual Cursor cursorOfRow(qint64 row) const = 0; ///< of the run

    void onSlice(Part part, qint64 rows, bool reachesEnd, const std::optional<Cursor> &last);
    void onEstimate(qint64 rows);
    void onCount(qint64 rows);
    void onAnchors(const Anchors &anchors, qint64 asked);
    void onNumbered(qint64 rows);
    void onError(const RepositoryError &error);
    void onCountError(const RepositoryError &error);
    void onBackgroundError(const RepositoryError &error);

private:
    static constexpr qint64 marginRows = 10; ///< loaded before what is on screen, for a small move back

    /// The rows that are loaded.
    struct Run
    {
        qint64 first = 0;
        qint64 end = 0;
        bool isAtStart = false;
        bool isAtEnd = false;
        bool isExact = true;
    };
    /// Where the run that is asked for will stand.
    struct Place
    {
        SliceRequest request;
        qint64 first = 0;
        bool isFromEnd = false; ///< then `first` is where it ends
        bool isExact = true;
        bool isSought = false; ///< for goToTime
    };

    void ask(const Place &place);
    void askForFirstRows();
    void jump();
    [[nodiscard]] std::optional<Place> planJump();
    [[nodiscard]] bool isRunNear() const;
    void extendRun();
    void loadVisible();
    void placeLastRows();
    void placeRun(qint64 rows, bool reachesEnd);
    void reconcileEnds();
    void renumber(qint64 by);
    void trimRun();
    void setTotal(qint64 total, bool isExact);
    void setWindow(qint64 first);
    void continueAnchors();
    void numberRun();
    void adoptEstimate();
    void scan();
    void adoptTotal(qint64 rows);
    void scanAnew(qint64 total);
    void setLoading(bool loading);
    void announceRows();
    void announceAll();

    int m_pageSize = 50;
    qint64 m_total = -1;
    bool m_isTotalExact = false;
    bool m_isScanning = false;   ///< counting or scanning, of this generation
    bool m_isRecounting = false; ///< the total is of the generation before
    qint64 m_windowFirst = 0;
    qint64 m_visibleFirst = 0;
    qint64 m_visibleEnd = 0;
    bool m_isScrollingUp = false;
    Run m_run;
    Place m_place;
    AnchorMap m_anchors;
    qint64 m_estimate = -1;
    qint64 m_scanRows = 0; ///< of the next scan
    QElapsedTimer m_scanClock;
    std::optional<qint64> m_numberFrom; ///< less its row count: what the scan under way will change the numbers by
    quint64 m_generation = 0;
    Freshness m_freshness = Freshness::Cached;
    bool m_isStale = false;
    bool m_isLoading = false;
    bool m_replaceAll = false; ///< the next rows are of another result
    bool m_awaitsRows = false; ///< of this generation
    bool m_isPaused = false;   ///< after a failure or stop(): nothing is asked for until the user scrolls or asks
};

} // namespace pivotal::models

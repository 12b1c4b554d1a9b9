#pragma once

#include <QElapsedTimer>
#include <QJsonArray>
#include <QList>
#include <QString>
#include <functional>

namespace pivotal::bench {

/// One line of the report: a figure against another one that was measured beside it.
struct Result
{
    enum class Goal { AtMost, AtLeast };

    QString name;
    double value = 0; ///< ms, unless the name says otherwise
    QString against;
    double other = 0;
    Goal kind = Goal::AtMost;
    double goal = 1;
    qint64 fromUsers = 0; ///< the goal holds for a database with so many, and ten times as many events: less is too little to differ

    /// AtMost: value / other. AtLeast: how many times less the value is.
    [[nodiscard]] double ratio() const { return kind == Goal::AtMost ? value / other : other / value; }
    [[nodiscard]] bool passes() const { return kind == Goal::AtMost ? ratio() <= goal : ratio() >= goal; }
};

/// Prints each result as it comes, and writes them all as JSON.
class Report
{
public:
    explicit Report(qint64 users) : m_users(users) {}

    void add(const Result &result);
    /// One of many that have a goal together: written only.
    void addCell(const QString &name, double ms, const QString &against, double otherMs);
    void write(const QString &path) const;

private:
    [[nodiscard]] QString verdict(const Result &result) const;

    const qint64 m_users; ///< in the database that is measured
    QList<Result> m_results;
    QJsonArray m_cells;
};

/// Two works in turns, so that whatever else the machine does meets both alike: their medians in ms, after a tenth of the
/// rounds for warming up.
struct SideBySide
{
    double ours = 0;
    double theirs = 0;
};
[[nodiscard]] SideBySide sideBySide(int rounds, const std::function<void()> &ours, const std::function<void()> &theirs);
/// One work alone, warmed up as well.
[[nodiscard]] double medianMs(int rounds, const std::function<void()> &work);
[[nodiscard]] double milliseconds(const std::function<void()> &work);
/// Of this process, in bytes.
[[nodiscard]] qint64 residentBytes();

} // namespace pivotal::bench

#pragma once

#include "repo/domain/instant.h"

#include <QObject>
#include <QTimeZone>

namespace pivotal::models {

/// The time zone in which everything is shown and dates are read: UTC or this machine's. One for the whole window.
class DisplayZone : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Utc, Local };

    using QObject::QObject;

    [[nodiscard]] Kind kind() const { return m_kind; }
    void setKind(Kind kind);

    [[nodiscard]] QTimeZone zone() const;
    /// This machine's zone, and UTC where it has none that is known: `localProblem` says so then, else nothing.
    [[nodiscard]] static QTimeZone localZone();
    [[nodiscard]] static QString localProblem();
    /// "Local: Pacific/Auckland", or the problem.
    [[nodiscard]] static QString localText();
    /// "UTC" or "Pacific/Auckland".
    [[nodiscard]] QString name() const;
    /// "2026-11-23 05:54:12" and "2026-11-23 05:54", the same in every locale: sortable by eye, and never ambiguous: where the
    /// zone's clocks show a time twice, as at the end of summer time, its offset stands behind it, "02:30+01:00". Years as in
    /// ISO 8601, -0043 is 44 BC; "infinity" and "-infinity" are what is stored.
    [[nodiscard]] QString seconds(Instant instant) const;
    [[nodiscard]] QString minutes(Instant instant) const;
    /// All that is stored of it: "2026-11-23 05:54:12.000123 Pacific/Auckland".
    [[nodiscard]] QString full(Instant instant) const;
    /// "+01:00" where the clocks show the instant's time twice; else nothing.
    [[nodiscard]] QString offsetIfDoubled(Instant instant) const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString text(Instant instant, const QString &format) const;

    Kind m_kind = Kind::Utc;
};

} // namespace pivotal::models

#include "models/display_zone.h"

namespace pivotal::models {

void DisplayZone::setKind(Kind kind)
{
    if (m_kind == kind)
        return;
    m_kind = kind;
    Q_EMIT changed();
}

QTimeZone DisplayZone::zone() const
{
    return m_kind == Kind::Utc ? QTimeZone::utc() : QTimeZone::systemTimeZone();
}

QString DisplayZone::name() const
{
    return m_kind == Kind::Utc ? QStringLiteral("UTC") : QString::fromLatin1(QTimeZone::systemTimeZoneId());
}

QString DisplayZone::seconds(Instant instant) const
{
    return instant.inZone(zone()).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString DisplayZone::minutes(Instant instant) const
{
    return instant.inZone(zone()).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace pivotal::models

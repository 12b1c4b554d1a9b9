#pragma once

#include "repo/domain/ids.h"

#include <QString>
#include <QVariant>

namespace pivotal::ui {

/// Where one can be: a page, and what it shows there. What that is only the page knows, of the links below and of its own `state()`;
/// an invalid one leaves the page as it is.
struct Place
{
    QString page; ///< its id
    QVariant state;
};

/// The trail of an entity, or of what an actor did.
struct EntityTrail
{
    QString entityType;
    QString entityId;
    bool isRecorded = true; ///< that somebody looks at it is an audit event
};

struct ActorTrail
{
    QString actorId;
};

/// Links: what pages ask of each other.
namespace places {

using namespace Qt::StringLiterals;

inline const QString usersId = u"users"_s;
inline const QString auditId = u"audit"_s;
inline const QString performanceId = u"performance"_s;
inline const QString indexesId = u"indexes"_s;

[[nodiscard]] inline Place user(const UserId &id)
{
    return {usersId, QVariant::fromValue(id)};
}

[[nodiscard]] inline Place userSearch(const QString &text)
{
    return {usersId, text};
}

[[nodiscard]] inline Place entityTrail(const QString &entityType, const QString &entityId)
{
    return {auditId, QVariant::fromValue(EntityTrail{entityType, entityId})};
}

[[nodiscard]] inline Place actorTrail(const QString &actorId)
{
    return {auditId, QVariant::fromValue(ActorTrail{actorId})};
}

/// Selected in the list of indexes.
[[nodiscard]] inline Place index(const QString &name)
{
    return {indexesId, name};
}

} // namespace places

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::EntityTrail)
Q_DECLARE_METATYPE(pivotal::ui::ActorTrail)

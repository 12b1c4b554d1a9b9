#pragma once

#include <QList>
#include <QString>
#include <QVariant>

namespace pivotal::ui {

/// Where the user came from: pages with what they showed. Bounded; the oldest is forgotten first.
class NavigationHistory
{
public:
    struct Place
    {
        QString page;
        QVariant state;
    };

    void leave(const Place &place)
    {
        m_places.append(place);
        if (m_places.size() > maxPlaces)
            m_places.removeFirst();
    }
    [[nodiscard]] bool isEmpty() const { return m_places.isEmpty(); }
    [[nodiscard]] Place goBack() { return m_places.takeLast(); }
    void clear() { m_places.clear(); }

private:
    static constexpr qsizetype maxPlaces = 50;
    QList<Place> m_places;
};

} // namespace pivotal::ui

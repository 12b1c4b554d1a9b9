#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>

namespace pivotal::ui {

/// What the window remembers from one run to the next: every key is named here, once.
class UiSettings
{
public:
    [[nodiscard]] QByteArray geometry() const { return m_settings.value(QStringLiteral("window/geometry")).toByteArray(); }
    void setGeometry(const QByteArray &geometry) { m_settings.setValue(QStringLiteral("window/geometry"), geometry); }

    [[nodiscard]] QString theme() const { return m_settings.value(QStringLiteral("view/theme"), QStringLiteral("system")).toString(); }
    void setTheme(const QString &theme) { m_settings.setValue(QStringLiteral("view/theme"), theme); }

    [[nodiscard]] QString zone() const { return m_settings.value(QStringLiteral("view/zone"), QStringLiteral("utc")).toString(); }
    void setZone(const QString &zone) { m_settings.setValue(QStringLiteral("view/zone"), zone); }

    [[nodiscard]] int pageSize() const { return m_settings.value(QStringLiteral("view/pageSize"), 50).toInt(); }
    void setPageSize(int size) { m_settings.setValue(QStringLiteral("view/pageSize"), size); }

    /// A page's column layout and splitter, by the page's id.
    [[nodiscard]] QByteArray columns(const QString &page) const { return m_settings.value(page + QStringLiteral("/columns")).toByteArray(); }
    void setColumns(const QString &page, const QByteArray &state) { m_settings.setValue(page + QStringLiteral("/columns"), state); }
    [[nodiscard]] QByteArray splitter(const QString &page) const { return m_settings.value(page + QStringLiteral("/splitter")).toByteArray(); }
    void setSplitter(const QString &page, const QByteArray &state) { m_settings.setValue(page + QStringLiteral("/splitter"), state); }

private:
    QSettings m_settings;
};

} // namespace pivotal::ui

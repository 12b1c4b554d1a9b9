#pragma once

#include "models/cell_roles.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

namespace pivotal::ui {

/// The colours of a theme, by what they are for.
struct Colors
{
    QColor window, surface, raised, border, text, secondary, selection, hover, accent, accentSoft, onAccent;
    QColor good, goodSoft, warning, warningSoft, bad, badSoft, neutral, neutralSoft;
    bool isDark = false;
};

enum class ThemeMode { System, Light, Dark };

/// The look of the application: palette and style sheet on Fusion, from one set of colours, following the system's
/// light or dark unless told otherwise. One for the application; set up before the first widget.
class Theme : public QObject
{
    Q_OBJECT

public:
    static Theme &instance();

    void setMode(ThemeMode mode);
    /// System, light, dark and over again; one that looks like the one before is passed by.
    void nextMode();
    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] const Colors &colors() const { return m_colors; }

    [[nodiscard]] QColor badgeText(models::BadgeKind kind) const;
    [[nodiscard]] QColor badgeFill(models::BadgeKind kind) const;
    /// The system's fixed font at the size of secondary text.
    [[nodiscard]] static QFont monospaced();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Theme();
    void apply();

    ThemeMode m_mode = ThemeMode::System;
    Colors m_colors;
    bool m_systemIsDark = false;
    bool m_applying = false;
};

/// As the settings name it.
[[nodiscard]] QString nameOf(ThemeMode mode);
[[nodiscard]] ThemeMode themeModeNamed(const QString &name);

/// An icon of resources/icons, drawn in the theme's colours at the time of painting.
[[nodiscard]] QIcon icon(const QString &name);

} // namespace pivotal::ui

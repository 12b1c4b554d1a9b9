#include "ui/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QStyleHints>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int textPixels = 13;
constexpr int secondaryPixels = 12;

Colors lightColors()
{
    return {.window = 0xF5F6F8,
            .surface = 0xFFFFFF,
            .raised = 0xFAFBFC,
            .border = 0xE2E5EA,
            .text = 0x1B2027,
            .secondary = 0x5A6472,
            .selection = 0xE3ECFD,
            .hover = 0xF1F4F9,
            .accent = 0x2563EB,
            .accentSoft = 0xE8EFFE,
            .onAccent = 0xFFFFFF,
            .good = 0x166C37,
            .goodSoft = 0xDDF5E5,
            .warning = 0x8A5A00,
            .warningSoft = 0xFCF1D0,
            .bad = 0xB42318,
            .badSoft = 0xFDE8E6,
            .neutral = 0x4B5563,
            .neutralSoft = 0xECEFF3,
            .isDark = false};
}

Colors darkColors()
{
    return {.window = 0x14171C,
            .surface = 0x1B1F26,
            .raised = 0x20252D,
            .border = 0x2E353F,
            .text = 0xE7EAF0,
            .secondary = 0x9AA5B4,
            .selection = 0x26374F,
            .hover = 0x222831,
            .accent = 0x7AA7FF,
            .accentSoft = 0x22324F,
            .onAccent = 0x14171C,
            .good = 0x6FD69A,
            .goodSoft = 0x173526,
            .warning = 0xEBC25B,
            .warningSoft = 0x3A2F12,
            .bad = 0xFF8F85,
            .badSoft = 0x41201D,
            .neutral = 0xB4BDCA,
            .neutralSoft = 0x2A303A,
            .isDark = true};
}

QPalette paletteOf(const Colors &colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.surface);
    palette.setColor(QPalette::AlternateBase, colors.raised);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.secondary);
    palette.setColor(QPalette::Button, colors.surface);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::ToolTipBase, colors.raised);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::Light, colors.raised);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Dark, colors.border);
    for (const auto role : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText})
        palette.setColor(QPalette::Disabled, role, colors.secondary);
    return palette;
}

/// The style sheet's @names are the members of Colors.
QString styleSheetOf(const Colors &colors)
{
    QFile file(u":/style.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<const char *, QColor> names[] = {{"@accentSoft", colors.accentSoft},
                                                     {"@accent", colors.accent},
                                                     {"@onAccent", colors.onAccent},
                                                     {"@window", colors.window},
                                                     {"@surface", colors.surface},
                                                     {"@raised", colors.raised},
                                                     {"@border", colors.border},
                                                     {"@text", colors.text},
                                                     {"@secondary", colors.secondary},
                                                     {"@selection", colors.selection},
                                                     {"@hover", colors.hover},
                                                     {"@goodSoft", colors.goodSoft},
                                                     {"@good", colors.good},
                                                     {"@warningSoft", colors.warningSoft},
                                                     {"@warning", colors.warning},
                                                     {"@badSoft", colors.badSoft},
                                                     {"@bad", colors.bad},
                                                     {"@neutralSoft", colors.neutralSoft},
                                                     {"@neutral", colors.neutral}};
    for (const auto &[name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    return sheet.replace(u"@arrow"_s, colors.isDark ? u"dark"_s : u"light"_s);
}

/// The system's UI font; where the platform has none of its own (no desktop), Inter if it is installed.
QFont uiFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const QStringList generic{u"Sans"_s, u"Sans Serif"_s, u"DejaVu Sans"_s, QString(), u"Helvetica"_s};
    if (generic.contains(font.family()) && QFontDatabase::families().contains(u"Inter"_s))
        font.setFamily(u"Inter"_s);
    font.setPixelSize(textPixels);
    return font;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme &Theme::instance()
{
    static Theme *theme = new Theme; // lives as long as the application, like its style
    return *theme;
}

Theme::Theme() : m_systemIsDark(isDark(QApplication::palette()))
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(uiFont());
    qApp->installEventFilter(this);
    apply();
}

void Theme::nextMode()
{
    const bool wasDark = m_colors.isDark;
    const auto after = [](ThemeMode mode) {
        return mode == ThemeMode::System ? ThemeMode::Light : mode == ThemeMode::Light ? ThemeMode::Dark : ThemeMode::System;
    };
    setMode(after(m_mode));
    if (m_colors.isDark == wasDark)
        setMode(after(m_mode));
}

void Theme::setMode(ThemeMode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    apply();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // The platform changed its palette, as when the desktop turns dark. Ours arrives here too, and is known.
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && !m_applying) {
        m_systemIsDark = isDark(QApplication::palette());
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    m_applying = true;
    const bool dark = m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && m_systemIsDark);
    m_colors = dark ? darkColors() : lightColors();
    QApplication::setPalette(paletteOf(m_colors));
    qApp->setStyleSheet(styleSheetOf(m_colors));
    m_applying = false;
    Q_EMIT changed();
}

QColor Theme::badgeText(models::BadgeKind kind) const
{
    switch (kind) {
    case models::BadgeKind::Good: return m_colors.good;
    case models::BadgeKind::Warning: return m_colors.warning;
    case models::BadgeKind::Bad: return m_colors.bad;
    case models::BadgeKind::Neutral: break;
    }
    return m_colors.neutral;
}

QColor Theme::badgeFill(models::BadgeKind kind) const
{
    switch (kind) {
    case models::BadgeKind::Good: return m_colors.goodSoft;
    case models::BadgeKind::Warning: return m_colors.warningSoft;
    case models::BadgeKind::Bad: return m_colors.badSoft;
    case models::BadgeKind::Neutral: break;
    }
    return m_colors.neutralSoft;
}

QFont Theme::monospaced()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(secondaryPixels);
    return font;
}

QString nameOf(ThemeMode mode)
{
    return mode == ThemeMode::System ? u"system"_s : mode == ThemeMode::Light ? u"light"_s : u"dark"_s;
}

ThemeMode themeModeNamed(const QString &name)
{
    return name == u"dark"_s ? ThemeMode::Dark : name == u"light"_s ? ThemeMode::Light : ThemeMode::System;
}

} // namespace pivotal::ui

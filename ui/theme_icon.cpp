#include "ui/theme.h"

#include <QBuffer>
#include <QFile>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPixmapCache>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

QColor colorFor(QIcon::Mode mode, QIcon::State state)
{
    const Colors &colors = Theme::instance().colors();
    if (mode == QIcon::Disabled)
        return colors.border;
    if (state == QIcon::On || mode == QIcon::Selected)
        return colors.accent;
    return colors.secondary;
}

QPixmap render(const QString &name, const QSize &size, const QColor &color)
{
    const QString key = u"icon/%1/%2x%3/%4"_s.arg(name).arg(size.width()).arg(size.height()).arg(color.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll().replace("#000000", color.name().toLatin1());
    QBuffer buffer(&svg);
    QImageReader reader(&buffer, "svg");
    reader.setScaledSize(size);
    pixmap = QPixmap::fromImage(reader.read());
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Draws at the time of painting, so that a change of theme needs no new icons.
class ThemeIconEngine : public QIconEngine
{
public:
    explicit ThemeIconEngine(QString name) : m_name(std::move(name)) {}

    QIconEngine *clone() const override { return new ThemeIconEngine(m_name); }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return render(m_name, size, colorFor(mode, state)); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap drawn = render(m_name, (QSizeF(rect.size()) * ratio).toSize(), colorFor(mode, state));
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, drawn);
    }

private:
    QString m_name;
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new ThemeIconEngine(name));
}

} // namespace pivotal::ui

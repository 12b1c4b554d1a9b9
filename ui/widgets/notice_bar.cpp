#include "ui/widgets/notice_bar.h"

#include "models/visible_text.h"
#include "ui/theme.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int floatMargin = 8;
constexpr int maxFloatWidth = 1'100; ///< lines don't stretch without end

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_what(makeLabel({}, u"heading"_s, this)), m_detail(makeLabel({}, u"secondary"_s, this)),
      m_offers(new QHBoxLayout)
{
    setObjectName(u"notice"_s);
    setAccessibleName(tr("Notice"));
    m_what->setWordWrap(true);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setContentsMargins(0, 0, 0, 4);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_what);
    texts->addWidget(m_detail);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    m_offers->setSpacing(8);
    row->addLayout(m_offers);
    auto *close = makeIconButton(u"close"_s, tr("Dismiss"), this);
    connect(close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::floatOver(const QList<QWidget *> &areas, QWidget *parent)
{
    setParent(parent);
    m_areas = areas;
    for (QWidget *each : areas)
        each->installEventFilter(this);
}

QSize NoticeBar::sizeIn(const QWidget *area) const
{
    const int width = qMin(area->width() - 2 * floatMargin, maxFloatWidth);
    return {width, layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height()};
}

QWidget *NoticeBar::area() const
{
    QWidget *highest = nullptr;
    for (QWidget *each : m_areas) {
        if (!each->isVisibleTo(parentWidget()))
            continue;
        if (each->height() >= 2 * sizeIn(each).height())
            return each;
        if (!highest || each->height() > highest->height())
            highest = each;
    }
    return highest ? highest : m_areas.last();
}

/// Above another one that is there already.
void NoticeBar::place()
{
    if (m_areas.isEmpty() || isHidden())
        return;
    QWidget *over = this->area();
    const QRect area(over->mapTo(parentWidget(), QPoint()), over->size());
    const int width = sizeIn(over).width();
    const int height = sizeIn(over).height();
    int bottom = area.bottom() + 1 - floatMargin;
    const auto others = window()->findChildren<NoticeBar *>();
    for (const NoticeBar *other : others) {
        const QRect there(other->mapTo(window(), QPoint()), other->size());
        const QRect here(parentWidget()->mapTo(window(), QPoint(area.x(), bottom - height)), QSize(width, height));
        if (other != this && !other->m_areas.isEmpty() && other->isVisible() && there.intersects(here))
            bottom -= here.bottom() + 1 - there.top() + floatMargin;
    }
    setGeometry(area.x() + (area.width() - width) / 2, bottom - height, width, height);
    raise();
    Q_EMIT covered(over, area.bottom() + 1 - (bottom - height));
}

bool NoticeBar::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        place();
    return QFrame::event(event);
}

bool NoticeBar::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::Resize || type == QEvent::Move || type == QEvent::Show || type == QEvent::Hide)
        place(); // of an area
    return QFrame::eventFilter(watched, event);
}

void NoticeBar::show(Kind kind, const QString &what, const QString &detail, const QList<Offer> &offers)
{
    static const QString kinds[] = {u"info"_s, u"warning"_s, u"error"_s};
    setStyleProperty(this, "kind", kinds[int(kind)]);
    m_icon->setPixmap(icon(kinds[int(kind)]).pixmap(16, 16));
    m_what->setText(models::withoutOverrides(what));
    m_detail->setText(models::withoutOverrides(detail));
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleDescription(what + u' ' + detail);
    setOffers(offers);
    setVisible(true);
    place();
}

void NoticeBar::showError(const RepositoryError &error, const QList<Offer> &offers)
{
    QStringList lines;
    if (const QString advice = adviceFor(error); !advice.isEmpty())
        lines << advice;
    if (!error.detail.isEmpty())
        lines << error.detail.simplified().left(400);
    QString reference = nameOf(error.code);
    if (!error.sqlState.isEmpty())
        reference += u" · SQLSTATE "_s + error.sqlState;
    if (!error.correlationId.isEmpty())
        reference += u" · "_s + error.correlationId;
    lines << reference;
    show(Kind::Error, error.message, lines.join(u'\n'), offers);
}

void NoticeBar::ask(const QString &what, const QString &detail, const Offer &action, const QString &leave)
{
    show(Kind::Warning, what, detail,
         {{action.text,
           [this, act = action.act] {
               dismiss();
               act();
           }},
          {leave, [this] { dismiss(); }}});
    m_offers->itemAt(m_offers->count() - 1)->widget()->setFocus();
}

void NoticeBar::dismiss()
{
    hide();
    Q_EMIT covered(nullptr, 0);
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_what->text();
}

void NoticeBar::setOffers(const QList<Offer> &offers)
{
    while (QLayoutItem *item = m_offers->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Offer &offer : offers) {
        auto *button = makeButton(offer.text, false, this);
        connect(button, &QPushButton::clicked, this, [act = offer.act] { act(); });
        m_offers->addWidget(button, 0, Qt::AlignTop);
        button->show(); // now, to be given the keyboard, and not when the layout gets to it
    }
}

QString adviceFor(const RepositoryError &error)
{
    switch (error.code) {
    case ErrorCode::DatabaseConnection:
        return NoticeBar::tr("Check that the server runs and can be reached from here. Nothing you typed is lost.");
    case ErrorCode::Timeout: return NoticeBar::tr("Try again, or narrow the filter.");
    case ErrorCode::Conflict: return NoticeBar::tr("Compare the two versions below, then keep yours or take theirs.");
    case ErrorCode::PermissionDenied: return NoticeBar::tr("Ask whoever runs the database for the right, or act as someone else.");
    case ErrorCode::ReadOnly: return NoticeBar::tr("Connect to the primary server to make changes.");
    case ErrorCode::DuplicateEntry: return NoticeBar::tr("Choose another value; yours is still in the field.");
    case ErrorCode::MaxRetriesExceeded: return NoticeBar::tr("Nothing was changed. Try again.");
    default: return {};
    }
}

} // namespace pivotal::ui

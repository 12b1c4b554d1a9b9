#include "ui/widgets/state_panel.h"

#include "ui/theme.h"
#include "ui/widgets/build.h"

#include <QBoxLayout>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int textWidth = 280; // fits the details card

/// A layout asks how high it is in all the width there is, and would cut it to one line where that is wider.
class WrappedText : public QLabel
{
public:
    using QLabel::QLabel;
    int heightForWidth(int width) const override { return QLabel::heightForWidth(qMin(width, maximumWidth())); }
};

} // namespace

StatePanel::StatePanel(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(makeLabel({}, u"heading"_s, this)), m_text(new WrappedText(this)),
      m_offer(makeButton({}, false, this))
{
    m_text->setProperty("role", u"secondary"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(textWidth);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(2);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_offer)})
        column->addWidget(widget, 0, Qt::AlignHCenter);
    column->addStretch(3);
    setFocusProxy(m_offer);
    connect(m_offer, &QPushButton::clicked, this, &StatePanel::offerAccepted);
}

void StatePanel::setState(const QString &iconName, const QString &title, const QString &text, const QString &offer)
{
    m_icon->setPixmap(icon(iconName).pixmap(40, 40));
    m_title->setText(title);
    m_text->setText(text);
    m_offer->setText(offer);
    m_offer->setAccessibleName(offer);
    m_offer->setVisible(!offer.isEmpty());
    setAccessibleName(title);
}

QString StatePanel::title() const
{
    return m_title->text();
}

} // namespace pivotal::ui

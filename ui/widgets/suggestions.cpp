#include "ui/widgets/suggestions.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QEvent>
#include <QScreen>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int frame = 12; ///< its border and padding, both sides

} // namespace

Suggestions::Suggestions(QCompleter *completer) : QObject(completer), m_list(completer->popup())
{
    m_list->setObjectName(u"suggestions"_s);
    m_list->installEventFilter(this);
}

bool Suggestions::close()
{
    QWidget *list = QApplication::activePopupWidget();
    if (!list || list->objectName() != u"suggestions"_s)
        return false;
    list->hide();
    return true;
}

bool Suggestions::eventFilter(QObject *, QEvent *event)
{
    if ((event->type() == QEvent::Show || event->type() == QEvent::Resize) && !m_isFitting)
        fit();
    return false;
}

/// The completer has given it the field's width; what is inside it has its place only later.
void Suggestions::fit()
{
    m_isFitting = true;
    const QRect screen = m_list->screen()->availableGeometry();
    const int wanted = m_list->sizeHintForColumn(0) + m_list->verticalScrollBar()->sizeHint().width() + frame;
    const int width = qMin(qMax(m_list->width(), wanted), screen.width());
    m_list->setGeometry(qMin(m_list->x(), screen.right() + 1 - width), m_list->y(), width, m_list->height());
    m_isFitting = false;
}

} // namespace pivotal::ui

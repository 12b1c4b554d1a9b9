#include "ui/plans/problem_chips.h"

#include "models/plan_text.h"
#include "ui/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"
#include "ui/widgets/flow_layout.h"

#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int chipHeight = 22;

} // namespace

ProblemChip::ProblemChip(const QString &text, models::BadgeKind kind, QWidget *parent) : QAbstractButton(parent), m_kind(kind)
{
    setText(text);
    setAccessibleName(text);
    setAccessibleDescription(tr("Selects its node"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

QSize ProblemChip::sizeHint() const
{
    return {badgeWidth(text()), chipHeight};
}

void ProblemChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, rect(), text(), m_kind);
    if (!hasFocus() && !underMouse())
        return;
    const Theme &theme = Theme::instance();
    const QRectF outline = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? theme.colors().accent : theme.badgeText(m_kind), hasFocus() ? 2 : 1));
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2);
}

void ProblemChip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

ProblemChips::ProblemChips(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Problems of the plan"));
    (void)new FlowLayout(6, this);
}

void ProblemChips::setProblems(const plans::Plan &plan, const QList<plans::PlanProblem> &problems)
{
    while (QLayoutItem *item = layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const plans::PlanProblem &problem : problems) {
        auto *chip = new ProblemChip(problem.text, models::problemBadge(problem), this);
        chip->setToolTip(models::nodeTitle(plans::nodeAt(plan, problem.path)));
        connect(chip, &ProblemChip::clicked, this, [this, path = problem.path] { Q_EMIT chosen(path); });
        layout()->addWidget(chip);
    }
    if (!problems.isEmpty())
        return;
    auto *none = makeLabel(tr("No problem that the plan tells of by itself."), u"secondary"_s, this);
    none->setMinimumHeight(chipHeight); // two plans side by side begin at the same height
    layout()->addWidget(none);
}

} // namespace pivotal::ui

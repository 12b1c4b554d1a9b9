#include "ui/indexes/index_details.h"

#include "models/indexes_model.h"
#include "models/number_text.h"
#include "models/unit_text.h"
#include "ui/sizes.h"
#include "ui/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/build.h"
#include "ui/widgets/state_panel.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTextOption>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

/// May be broken after each "_".
QString breakable(const QString &name)
{
    return QString(name).replace(u'_', u"_\u200B"_s);
}

/// What keeps it from being advised away.
QString kindText(const IndexInfo &info)
{
    if (info.isPrimary)
        return IndexDetails::tr("Primary key");
    if (info.isUnique && info.isPartial)
        return IndexDetails::tr("Unique, partial");
    if (info.isUnique)
        return IndexDetails::tr("Unique");
    return info.isPartial ? IndexDetails::tr("Partial") : QString();
}

QTextBrowser *makeDefinition()
{
    auto *view = new QTextBrowser;
    view->setAccessibleName(IndexDetails::tr("Definition"));
    view->setFont(Theme::monospaced());
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    view->setTabChangesFocus(true);
    view->document()->setDocumentMargin(4);
    return view;
}

} // namespace

IndexDetails::IndexDetails(QWidget *parent)
    : QFrame(parent), m_stack(new QStackedWidget(this)), m_name(makeLabel({}, u"heading"_s)), m_badge(new Badge),
      m_kind(makeLabel({}, u"secondary"_s)), m_apply(makeButton(tr("Apply"))), m_rollBack(makeButton(tr("Roll back"))),
      m_statistics(makeLabel({}, u"secondary"_s)), m_definition(makeDefinition())
{
    setProperty("card", true);
    setAccessibleName(tr("Details of the index"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    auto *none = new StatePanel(this);
    none->setState(u"database"_s, tr("No index selected"), tr("Select a row to see what it is for, and what needs it."));
    m_stack->addWidget(none);
    m_stack->addWidget(makeBody());
    column->addWidget(m_stack);
    connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT applyRequested(m_info); });
    connect(m_rollBack, &QPushButton::clicked, this, [this] { Q_EMIT rollBackRequested(m_info); });
}

QWidget *IndexDetails::makeBody()
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(8);
    m_name->setWordWrap(true);
    column->addWidget(m_name);
    auto *state = new QHBoxLayout;
    state->addWidget(m_badge);
    state->addWidget(m_kind);
    state->addStretch();
    column->addLayout(state);
    m_statistics->setWordWrap(true);
    m_statistics->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_statistics);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_apply);
    buttons->addWidget(m_rollBack);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addWidget(m_definition);
    m_rationale = addField(column, tr("What for"));
    m_redundant = addField(column, tr("Redundant beside"));
    m_neededBy = addField(column, tr("Needed by"));
    m_migration = addField(column, tr("Migration"));
    column->addStretch();
    scroll->setWidget(content);
    return scroll;
}

IndexDetails::Field IndexDetails::addField(QVBoxLayout *column, const QString &name)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(2);
    auto *label = makeLabel(name, u"field"_s);
    group->addWidget(label);
    auto *value = makeLabel({});
    value->setAccessibleName(name);
    value->setWordWrap(true);
    group->addWidget(value);
    column->addLayout(group);
    return {label, value};
}

void IndexDetails::setField(const Field &field, const QString &value)
{
    field.value->setText(breakable(value));
    field.value->setToolTip(value);
    field.name->setVisible(!value.isEmpty());
    field.value->setVisible(!value.isEmpty());
}

void IndexDetails::showNone()
{
    m_info = {};
    m_stack->setCurrentIndex(0);
}

void IndexDetails::showIndex(const IndexInfo &info, bool canRollBack)
{
    m_info = info;
    m_name->setText(breakable(info.name));
    m_name->setAccessibleName(info.name);
    m_badge->setBadge(models::stateText(info.state), models::stateBadge(info.state));
    m_kind->setText(kindText(info));
    m_statistics->setText(
        info.state == IndexState::Missing
            ? tr("of %1").arg(info.table)
            : tr("of %1 · %2 · scans: %3").arg(info.table, models::bytesText(info.sizeBytes), models::exactNumber(info.scans)));
    m_definition->setPlainText(info.definition);
    m_definition->setVisible(!info.definition.isEmpty());
    setField(m_rationale, info.rationale);
    setField(m_redundant, info.redundantWith);
    setField(m_neededBy, info.neededBy.join(u'\n'));
    setField(m_migration, info.migration);
    m_apply->setVisible(models::canApply(info));
    m_rollBack->setVisible(canRollBack);
    m_stack->setCurrentIndex(1);
    fitDefinition();
}

void IndexDetails::setCanChange(bool can)
{
    m_apply->setEnabled(can);
    m_rollBack->setEnabled(can);
}

void IndexDetails::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    QMetaObject::invokeMethod(this, &IndexDetails::fitDefinition, Qt::QueuedConnection); // when the layout has placed it
}

void IndexDetails::fitDefinition()
{
    m_definition->document()->setTextWidth(m_definition->viewport()->width());
    m_definition->setFixedHeight(int(m_definition->document()->size().height()) + sizes::textFrameHeight);
}

} // namespace pivotal::ui

#include "ui/widgets/date_range_button.h"

#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QDateEdit>
#include <QFrame>
#include <QScreen>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int dateFramePixels = 60; ///< of the style sheet: borders, padding and the arrow, which the field's own hint leaves out

} // namespace

DateRangeButton::DateRangeButton(const QString &name, const models::DisplayZone &zone, QWidget *parent)
    : QToolButton(parent), m_name(name), m_zone(zone), m_popup(new QFrame(this, Qt::Popup)),
      m_zoneLabel(makeLabel({}, u"secondary"_s, m_popup))
{
    setAccessibleName(tr("Filter by %1").arg(name.toLower()));
    setFocusPolicy(Qt::StrongFocus);
    m_popup->setObjectName(u"popup"_s);
    auto *column = new QVBoxLayout(m_popup);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(4);
    for (const models::DatePreset preset : models::datePresets) {
        if (preset == models::DatePreset::Custom)
            continue;
        QString text = models::presetText(preset);
        text[0] = text.at(0).toUpper();
        QPushButton *button = makeButton(text, false, m_popup);
        button->setProperty("nav", true);
        button->setCheckable(true);
        m_presets.insert(preset, button);
        connect(button, &QPushButton::clicked, this, [this, preset] { choose({preset, {}, {}}); });
        column->addWidget(button);
    }
    column->addWidget(makeLine(m_popup));
    column->addWidget(makeCustomRow());
    column->addWidget(m_problem);
    column->addWidget(m_zoneLabel);
    connect(this, &QToolButton::clicked, this, &DateRangeButton::openPopup);
    setChoice({});
}

QWidget *DateRangeButton::makeCustomRow()
{
    auto *custom = new QWidget(m_popup);
    auto *row = new QHBoxLayout(custom);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    const auto makeEdit = [this, custom](const QString &name) {
        auto *edit = new QDateEdit(QDate::currentDate(), custom);
        edit->setAccessibleName(name);
        edit->setCalendarPopup(true);
        edit->setDisplayFormat(u"yyyy-MM-dd"_s);
        edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(u"0000-00-00"_s) + dateFramePixels);
        connect(edit, &QDateEdit::dateChanged, this, &DateRangeButton::checkCustom);
        return edit;
    };
    m_problem = makeLabel({}, u"problem"_s, m_popup);
    m_problem->hide();
    m_apply = makeButton(tr("Apply"), true, custom);
    m_from = makeEdit(tr("From"));
    m_from->setDate(QDate::currentDate().addDays(-7));
    m_to = makeEdit(tr("To, included"));
    row->addWidget(m_from);
    row->addWidget(makeLabel(tr("to"), u"secondary"_s, custom));
    row->addWidget(m_to);
    row->addWidget(m_apply);
    connect(m_apply, &QPushButton::clicked, this, [this] { choose({models::DatePreset::Custom, m_from->date(), m_to->date()}); });
    return custom;
}

void DateRangeButton::setChoice(const models::DateChoice &choice)
{
    m_choice = choice;
    setText((choice.isSet() ? m_name + u": "_s + choice.text() : m_name) + u" ▾"_s);
    setStyleProperty(this, "set", choice.isSet());
}

void DateRangeButton::openPopup()
{
    for (auto it = m_presets.cbegin(); it != m_presets.cend(); ++it)
        it.value()->setChecked(it.key() == m_choice.preset);
    m_zoneLabel->setText(tr("Days and times are in %1.").arg(m_zone.name()));
    if (m_choice.preset == models::DatePreset::Custom) {
        m_from->setDate(m_choice.from);
        m_to->setDate(m_choice.to);
    }
    m_popup->adjustSize();
    QPoint at = mapToGlobal(QPoint(0, height() + 4));
    const QRect available = screen()->availableGeometry();
    at.setX(qMax(available.left(), qMin(at.x(), available.right() - m_popup->width())));
    at.setY(qMax(available.top(), qMin(at.y(), available.bottom() - m_popup->height())));
    m_popup->move(at);
    m_popup->show();
    m_popup->setFocus();
}

void DateRangeButton::checkCustom()
{
    if (!m_from || !m_to)
        return;
    const bool reversed = models::DateChoice{models::DatePreset::Custom, m_from->date(), m_to->date()}.isReversed();
    m_problem->setText(tr("The range ends before it starts."));
    m_problem->setVisible(reversed);
    m_apply->setEnabled(!reversed);
    m_popup->adjustSize();
}

void DateRangeButton::choose(const models::DateChoice &choice)
{
    m_popup->hide();
    setChoice(choice);
    Q_EMIT choiceChanged();
}

} // namespace pivotal::ui

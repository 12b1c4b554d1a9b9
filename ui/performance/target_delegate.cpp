#include "ui/performance/target_delegate.h"

#include "ui/widgets/build.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/plain_tool_tips.h"

#include <QLineEdit>
#include <QLocale>
#include <QToolTip>
#include <QValidator>
#include <cmath>
#include <optional>

namespace pivotal::ui {

namespace {

constexpr int exactDigits = 10;
constexpr double maxMs = 3'600'000;

QString unit()
{
    return TargetDelegate::tr("ms");
}

/// "200", "200 ms", "0,5" where that is the locale's way, and "0.5" everywhere; nothing is no number.
std::optional<double> targetOf(QString text)
{
    text = text.trimmed();
    if (text.endsWith(unit()))
        text = text.chopped(unit().size()).trimmed();
    bool isNumber = false;
    double ms = QLocale().toDouble(text, &isNumber);
    if (!isNumber)
        ms = QLocale::c().toDouble(text, &isNumber);
    return isNumber && std::isfinite(ms) && ms >= 0 && ms <= maxMs ? std::optional(ms) : std::nullopt;
}

/// Lets everything be typed; what is no number can't be entered.
class TargetValidator : public QValidator
{
public:
    using QValidator::QValidator;
    State validate(QString &text, int &) const override { return targetOf(text) ? Acceptable : Intermediate; }
};

void mark(QLineEdit *edit)
{
    const bool isBad = !edit->hasAcceptableInput();
    const QString problem = isBad ? TargetDelegate::tr("Needs a number of ms, such as 200; 0 for no target.") : QString();
    setStyleProperty(edit, "invalid", isBad);
    edit->setAccessibleDescription(problem);
    if (isBad)
        PlainToolTips::show(edit->mapToGlobal(QPoint(0, edit->height())), problem, edit);
    else
        QToolTip::hideText();
}

} // namespace

void TargetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    m_cells->paint(painter, option, index);
}

QSize TargetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return m_cells->sizeHint(option, index);
}

QWidget *TargetDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *edit = new QLineEdit(parent);
    edit->setAlignment(Qt::AlignRight);
    edit->setValidator(new TargetValidator(edit));
    edit->setAccessibleName(
        tr("%1 of %2, in ms; 0 for none")
            .arg(index.model()->headerData(index.column(), Qt::Horizontal).toString(), index.siblingAtColumn(0).data().toString()));
    connect(edit, &QLineEdit::textEdited, edit, [edit] { mark(edit); });
    return edit;
}

void TargetDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *edit = qobject_cast<QLineEdit *>(editor);
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    const QString number = locale.toString(index.data(Qt::EditRole).toDouble(), 'g', exactDigits);
    edit->setText(number + u' ' + unit());
    edit->setSelection(int(number.size()), -int(number.size())); // the number
}

void TargetDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto ms = targetOf(qobject_cast<QLineEdit *>(editor)->text()))
        model->setData(index, *ms, Qt::EditRole);
}

} // namespace pivotal::ui

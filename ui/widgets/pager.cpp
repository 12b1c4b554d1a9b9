#include "ui/widgets/pager.h"

#include "ui/widgets/build.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <algorithm>

namespace pivotal::ui {

Pager::Pager(QWidget *parent)
    : QWidget(parent), m_first(makeIconButton(QStringLiteral("first"), tr("First page"), this)),
      m_previous(makeIconButton(QStringLiteral("previous"), tr("Previous page"), this)), m_input(new QLineEdit(this)),
      m_of(makeLabel({}, QStringLiteral("secondary"), this)),
      m_next(makeIconButton(QStringLiteral("next"), tr("Next page"), this)),
      m_last(makeIconButton(QStringLiteral("last"), tr("Last page"), this)), m_sizes(new QComboBox(this)),
      m_range(makeLabel({}, QStringLiteral("secondary"), this))
{
    setObjectName(QStringLiteral("pager"));
    setAttribute(Qt::WA_StyledBackground);
    m_input->setAccessibleName(tr("Go to page"));
    m_input->setAlignment(Qt::AlignRight);
    m_input->setFixedWidth(72);
    m_sizes->setAccessibleName(tr("Rows a page"));
    for (const int size : {20, 50, 100})
        m_sizes->addItem(tr("%1 a page").arg(size), size);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 12, 4);
    row->setSpacing(4);
    row->addWidget(m_first);
    row->addWidget(m_previous);
    row->addWidget(makeLabel(tr("Page"), QStringLiteral("secondary"), this));
    row->addWidget(m_input);
    row->addWidget(m_of);
    row->addWidget(m_next);
    row->addWidget(m_last);
    row->addSpacing(8);
    row->addWidget(m_sizes);
    row->addStretch();
    row->addWidget(m_range);

    connect(m_first, &QToolButton::clicked, this, [this] { goTo(1); });
    connect(m_previous, &QToolButton::clicked, this, [this] { goTo(m_page - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { goTo(m_page + 1); });
    connect(m_last, &QToolButton::clicked, this, [this] { goTo(pages()); });
    connect(m_input, &QLineEdit::returnPressed, this, &Pager::goToTyped);
    connect(m_sizes, &QComboBox::activated, this, [this] { Q_EMIT pageSizeRequested(m_sizes->currentData().toInt()); });
    update();
}

qint64 Pager::pages() const
{
    return m_total <= 0 ? 1 : (m_total + m_pageSize - 1) / m_pageSize;
}

void Pager::setTotal(qint64 total)
{
    m_total = total;
    m_page = std::min(m_page, pages());
    update();
}

void Pager::setPageSize(int pageSize)
{
    m_pageSize = pageSize;
    const QSignalBlocker blocked(m_sizes);
    m_sizes->setCurrentIndex(m_sizes->findData(pageSize));
    update();
}

void Pager::setPage(qint64 page)
{
    m_page = std::clamp<qint64>(page, 1, pages());
    update();
}

void Pager::goTo(qint64 page)
{
    if (page < 1 || page > pages())
        return;
    m_input->setModified(false);
    setPage(page);
    Q_EMIT pageRequested(page);
}

void Pager::goToTyped()
{
    bool isNumber = false;
    const qint64 page = QLocale().toLongLong(m_input->text().trimmed(), &isNumber);
    if (isNumber && page >= 1 && page <= pages()) {
        goTo(page);
        return;
    }
    setStyleProperty(m_input, "invalid", true);
    Q_EMIT badPage(tr("There is no page “%1”: pages go from 1 to %L2.").arg(m_input->text().left(30)).arg(pages()));
}

void Pager::update()
{
    const qint64 first = (m_page - 1) * m_pageSize + 1;
    const qint64 last = std::min(m_total, first + m_pageSize - 1);
    if (!m_input->isModified()) { // what is being typed, right or wrong, is left alone
        m_input->setText(QLocale().toString(m_page));
        setStyleProperty(m_input, "invalid", false);
    }
    m_of->setText(tr("of %L1").arg(pages()));
    m_range->setText(m_total < 0 ? QString()
                                 : m_total == 0 ? tr("0 of 0") : tr("%L1 – %L2 of %L3").arg(first).arg(last).arg(m_total));
    m_first->setEnabled(m_page > 1);
    m_previous->setEnabled(m_page > 1);
    m_next->setEnabled(m_page < pages());
    m_last->setEnabled(m_page < pages());
}

} // namespace pivotal::ui

#include "ui/audit/refused_events_dialog.h"

#include "models/cell_roles.h"
#include "models/visible_text.h"
#include "repo/paging/delivery.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/plain_table.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QScreen>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

RefusedEventsDialog::RefusedEventsDialog(const models::DisplayZone &zone, QWidget *parent)
    : QDialog(parent), m_model(new models::RefusedEventsModel(zone, this)), m_notice(new NoticeBar(this)),
      m_table(new PlainTable(tr("Refused audit events"), this)), m_event(new QPlainTextEdit(this)),
      m_send(makeButton(tr("Send again"), true, this)), m_export(makeButton(tr("Export…"), false, this))
{
    setWindowTitle(tr("Refused audit events"));
    resize(QSize(1000, 620).boundedTo(screen()->availableSize() - QSize(40, 80)));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_event->setReadOnly(true);
    m_event->setAccessibleName(tr("The event, as it is kept"));
    m_send->setToolTip(tr("The selected ones wait for the server again; what it refuses once more comes back here."));
    m_export->setToolTip(tr("All of them, as JSON"));
    auto *close = makeButton(tr("Close"), false, this);
    auto *parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(m_table);
    parts->addWidget(m_event);
    parts->setStretchFactor(0, 1);
    m_notice->floatOver(parts);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_send);
    buttons->addWidget(m_export);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(
        makeLabel(tr("The server has refused these. They are kept on this machine until it takes them."), u"secondary"_s, this));
    column->addWidget(parts, 1);
    column->addLayout(buttons);
    connect(m_table, &PlainTable::currentRowChanged, this, &RefusedEventsDialog::showCurrent);
    connect(m_send, &QPushButton::clicked, this, &RefusedEventsDialog::sendAgain);
    connect(m_export, &QPushButton::clicked, this, &RefusedEventsDialog::askPath);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    showCurrent();
}

void RefusedEventsDialog::setOutbox(AuditOutbox *outbox)
{
    if (m_outbox == outbox)
        return;
    if (m_outbox)
        disconnect(m_outbox, nullptr, this, nullptr);
    m_outbox = outbox;
    fill({});
    if (!outbox)
        return;
    connect(outbox, &AuditOutbox::refusedChanged, this, [this] {
        if (isVisible())
            load();
    });
    if (isVisible())
        load();
}

void RefusedEventsDialog::present()
{
    load();
    show();
    raise();
    activateWindow();
}

void RefusedEventsDialog::load()
{
    if (!m_outbox)
        return;
    deliver(
        m_outbox->refused(), this, [this](const QList<RefusedEvent> &events) { fill(events); },
        [this](const RepositoryError &error) {
            m_notice->showError(error, {{tr("Try again"), [this] { load(); }}});
        });
}

void RefusedEventsDialog::fill(const QList<RefusedEvent> &events)
{
    const QString current = m_table->currentIndex().data(models::RowIdRole).toString();
    m_model->setEvents(events);
    int row = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (m_model->at(i).id.value == current)
            row = i;
    m_table->fitColumns(models::RefusedEventsModel::Reason);
    if (m_model->rowCount() > 0)
        m_table->selectRow(row);
    showCurrent();
    Q_EMIT loaded();
}

void RefusedEventsDialog::showCurrent()
{
    const int row = m_table->currentIndex().row();
    m_event->setPlainText(row < 0 ? (m_model->rowCount() == 0 ? tr("The server has refused no event.") : QString())
                                  : models::withoutOverrides(QString::fromUtf8(toJson(m_model->at(row)))));
    m_send->setEnabled(m_model->rowCount() > 0);
    m_export->setEnabled(m_model->rowCount() > 0);
}

QString RefusedEventsDialog::shownEvent() const
{
    return m_event->toPlainText();
}

void RefusedEventsDialog::sendAgain()
{
    QList<AuditEventId> ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows())
        ids << m_model->at(row.row()).id;
    if (m_outbox && !ids.isEmpty())
        m_outbox->sendAgain(ids);
}

void RefusedEventsDialog::askPath()
{
    auto *dialog = new QFileDialog(this, tr("Export the refused events"), u"pivotal-refused-events.json"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &RefusedEventsDialog::exportTo);
    dialog->open();
}

void RefusedEventsDialog::exportTo(const QString &path)
{
    if (!m_outbox)
        return;
    deliver(
        m_outbox->exportRefused(path), this, [this](qint64) { Q_EMIT exported(); },
        [this](const RepositoryError &error) { m_notice->showError(error); });
}

} // namespace pivotal::ui

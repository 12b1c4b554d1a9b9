#include "ui/status_strip.h"

#include "ui/theme.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int dotSize = 8;

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent), m_dot(new QLabel(this)), m_server(new ElidingLabel(u"secondary"_s, this)),
      m_operation(new ElidingLabel(u"secondary"_s, this)), m_drafts(new ElidingLabel(u"secondary"_s, this)),
      m_spool(new ElidingLabel(u"secondary"_s, this)), m_refused(makeLink({}, this)), m_actor(new ElidingLabel(u"secondary"_s, this))
{
    setObjectName(u"statusStrip"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(28);
    m_server->setAccessibleName(tr("Server"));
    m_operation->setAccessibleName(tr("Last operation"));
    m_spool->setAccessibleName(tr("Audit events that wait"));
    m_spool->setToolTip(tr("Recorded on this machine; sent as soon as the server can be reached."));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_dot);
    row->addWidget(m_server);
    row->addSpacing(8);
    row->addWidget(m_operation);
    row->addStretch();
    row->addWidget(m_spool);
    row->addWidget(m_refused);
    row->addSpacing(8);
    row->addWidget(m_drafts);
    row->addSpacing(8);
    row->addWidget(m_actor);
    m_refused->setToolTip(tr("The server refuses them; they are kept on this machine, to look at, to export or to send again."));
    m_refused->hide();
    connect(&Theme::instance(), &Theme::changed, this, &StatusStrip::paintDot);
    showState(false);
}

void StatusStrip::connectSession(const ConsoleSession &session)
{
    connect(&session, &ConsoleSession::operationFinished, this, &StatusStrip::showOperation);
    connect(&session, &ConsoleSession::connectionLost, this, [this] { showState(false); });
    connect(&session, &ConsoleSession::connectionRestored, this, [this] { showState(true); });
    connect(&session, &ConsoleSession::capabilitiesChanged, this, [this, &session] { showServer(session); });
    connect(&session, &ConsoleSession::spoolDepthChanged, this, &StatusStrip::showSpool);
    connect(&session, &ConsoleSession::refusedEventsChanged, this, &StatusStrip::showRefused);
}

void StatusStrip::showServer(const ConsoleSession &session)
{
    const db::Capabilities &server = session.capabilities();
    QStringList parts{session.databaseName(), tr("PostgreSQL %1").arg(server.serverVersion)};
    if (server.isTls)
        parts << tr("TLS");
    if (server.isPooled)
        parts << tr("pooler");
    if (server.isStandby)
        parts << tr("read-only standby");
    const QStringList &missing = session.missingIndexes();
    if (!missing.isEmpty())
        parts << tr("%Ln index(es) missing", nullptr, int(missing.size()));
    const QString readOnly = server.writeProblem(db::WriteAction::EditUsers);
    if (!readOnly.isEmpty() && !server.isStandby)
        parts << tr("read-only");
    const QString cache = session.cacheProblem();
    if (!cache.isEmpty())
        parts << tr("cache refused");
    m_server->setText(parts.join(u" · "_s));
    QStringList reasons{readOnly, cache};
    reasons.removeAll(QString());
    m_server->setToolTip((reasons + missing).join(u'\n'));
    m_actor->setText(tr("acting as %1").arg(session.scope().actorEmail));
    showState(true);
}

void StatusStrip::showState(bool connected)
{
    m_connected = connected;
    m_dot->setAccessibleName(connected ? tr("Connected") : tr("Not connected"));
    m_dot->setToolTip(m_dot->accessibleName());
    if (m_server->text().isEmpty())
        m_server->setText(m_dot->accessibleName());
    paintDot();
}

void StatusStrip::paintDot()
{
    QPixmap pixmap(dotSize, dotSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const Colors &colors = Theme::instance().colors();
    painter.setBrush(m_connected ? colors.good : colors.bad);
    painter.drawEllipse(0, 0, dotSize, dotSize);
    painter.end();
    m_dot->setPixmap(pixmap);
}

/// What goes on behind the rows, and what scrolling away has cancelled, is nothing to tell.
void StatusStrip::showOperation(const metrics::OperationRecord &record)
{
    const bool isBehind = record.operation.endsWith(u".estimate"_s) || record.operation.endsWith(u".progress"_s);
    if (record.error == ErrorCode::Cancelled || (!record.error && isBehind))
        return;
    if (record.error) {
        m_operation->setText(u"%1 · %2"_s.arg(record.operation, nameOf(*record.error)));
        return;
    }
    m_operation->setText(u"%1 · %2 · %3 ms · %4"_s.arg(record.operation, tr("%Ln row(s)", nullptr, int(record.rows)),
                                                       QLocale().toString(record.durationMs, 'f', 1),
                                                       tr("%Ln round trip(s)", nullptr, record.roundTrips)));
}

void StatusStrip::showDrafts(int count)
{
    m_drafts->setText(count == 0 ? QString() : tr("%Ln user(s) with unsaved changes", nullptr, count));
}

void StatusStrip::showSpool(qint64 depth)
{
    m_spool->setText(depth <= 0 ? QString() : tr("%Ln audit event(s) waiting", nullptr, int(depth)));
}

void StatusStrip::showRefused(qint64 count)
{
    m_refused->setText(count <= 0 ? QString() : tr("%Ln audit event(s) refused", nullptr, int(count)));
    m_refused->setAccessibleName(m_refused->text());
    m_refused->setVisible(count > 0);
}

QString StatusStrip::serverText() const
{
    return m_server->text();
}

QString StatusStrip::operationText() const
{
    return m_operation->text();
}

} // namespace pivotal::ui

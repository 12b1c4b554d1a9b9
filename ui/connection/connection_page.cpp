#include "ui/connection/connection_page.h"

#include "ui/connection/session_switch.h"
#include "ui/widgets/build.h"
#include "ui/widgets/notice_bar.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLineEdit>
#include <QProgressBar>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int cardWidth = 560;
constexpr int expectedSteps = 9; // of a first start: cluster, server, five of demo data, indexes, and one to go

} // namespace

ConnectionPage::ConnectionPage(const SessionSwitch &sessions, QWidget *parent)
    : QWidget(parent), m_sessions(sessions), m_title(makeLabel({}, u"title"_s, this)), m_step(makeLabel({}, u"secondary"_s, this)),
      m_progress(new QProgressBar(this)), m_notice(new NoticeBar(this))
{
    setObjectName(u"page"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_form = makeForm();
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of connecting"));
    auto *card = makeCard(this);
    card->setFixedWidth(cardWidth);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_step);
    column->addWidget(m_progress);
    column->addWidget(m_notice);
    column->addWidget(m_form);
    auto *outer = new QVBoxLayout(this);
    outer->addStretch(2);
    auto *middle = new QHBoxLayout; // no alignment: it would give the card a height without its wrapped texts
    middle->addStretch();
    middle->addWidget(card);
    middle->addStretch();
    outer->addLayout(middle);
    outer->addStretch(3);
    connect(&sessions, &SessionSwitch::opening, this, &ConnectionPage::showConnecting);
    connect(&sessions, &SessionSwitch::progress, this, &ConnectionPage::showStep);
    connect(&sessions, &SessionSwitch::failed, this, &ConnectionPage::showFailure);
}

QWidget *ConnectionPage::makeForm()
{
    auto *form = new QWidget(this);
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const auto addLine = [form, column](const QString &label, const QString &placeholder) {
        auto *line = new QLineEdit(form);
        line->setPlaceholderText(placeholder);
        line->setAccessibleName(label);
        auto *name = makeLabel(label, u"field"_s, form);
        name->setBuddy(line);
        column->addWidget(name);
        column->addWidget(line);
        column->addSpacing(4);
        return line;
    };
    m_url = addLine(tr("Database URL"), u"postgresql://user@host:5432/database"_s);
    m_actor = addLine(tr("Act as"), tr("email of an active user of the organization"));
    m_organization = addLine(tr("Organization"), tr("slug; empty for the actor's first"));

    auto *connectButton = makeButton(tr("Connect"), true, form);
    auto *demo = makeButton(tr("Use the embedded demo"), false, form);
    auto *cancel = makeButton(tr("Cancel"), false, form);
    m_cancel = cancel;
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(connectButton);
    buttons->addWidget(demo);
    buttons->addStretch();
    buttons->addWidget(cancel);
    column->addSpacing(8);
    column->addLayout(buttons);
    const auto go = [this] {
        Q_EMIT connectRequested({m_url->text().trimmed(), m_organization->text().trimmed(), m_actor->text().trimmed()});
    };
    connect(connectButton, &QPushButton::clicked, this, go);
    for (QLineEdit *line : {m_url, m_actor, m_organization})
        connect(line, &QLineEdit::returnPressed, this, go);
    connect(demo, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested({}); });
    connect(cancel, &QPushButton::clicked, this, &ConnectionPage::cancelled);
    return form;
}

void ConnectionPage::showConnecting(const SessionRequest &request)
{
    fill(request);
    m_steps = 0;
    m_title->setText(request.databaseUrl.isEmpty() ? tr("Opening the embedded demo") : tr("Connecting"));
    m_step->setText(tr("Connecting to the server…"));
    m_progress->setRange(0, 0);
    m_step->show();
    m_progress->show();
    m_notice->dismiss();
    m_form->hide();
}

void ConnectionPage::showStep(const QString &step)
{
    m_step->setText(step);
    m_progress->setRange(0, expectedSteps);
    m_progress->setValue(++m_steps);
}

void ConnectionPage::showFailure(const SessionRequest &request, const RepositoryError &error)
{
    showForm(request);
    m_title->setText(tr("Not connected"));
    m_notice->showError(error, {{tr("Try again"), [this, request] { Q_EMIT connectRequested(request); }}});
}

void ConnectionPage::showForm()
{
    showForm(m_sessions.session() ? m_sessions.session()->request() : SessionRequest());
}

void ConnectionPage::showForm(const SessionRequest &request)
{
    fill(request);
    m_title->setText(tr("Connect to a database"));
    m_notice->dismiss();
    m_step->hide();
    m_progress->hide();
    m_form->show();
    m_url->setFocus();
}

void ConnectionPage::fill(const SessionRequest &request)
{
    m_url->setText(request.databaseUrl);
    m_actor->setText(request.actor);
    m_organization->setText(request.organization);
    m_cancel->setVisible(m_sessions.session() != nullptr); // to what is still there
}

} // namespace pivotal::ui

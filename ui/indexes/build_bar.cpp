#include "ui/indexes/build_bar.h"

#include "ui/indexes/index_builds.h"
#include "ui/widgets/build.h"
#include "ui/widgets/eliding_label.h"

#include <QBoxLayout>
#include <QProgressBar>

namespace pivotal::ui {

namespace {

constexpr int steps = 1'000; // of the progress bar
constexpr int barWidth = 220;

} // namespace

BuildBar::BuildBar(IndexBuilds &builds, QWidget *parent)
    : QWidget(parent), m_builds(builds), m_text(new ElidingLabel({}, this)), m_progress(new QProgressBar(this)),
      m_cancel(makeButton(tr("Cancel this build"), false, this))
{
    m_text->setAccessibleName(tr("What is being built"));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the build"));
    m_progress->setFixedWidth(barWidth);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_progress);
    row->addWidget(m_text, 1);
    row->addWidget(m_cancel);
    hide();
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_builds.cancel();
        m_cancel->setEnabled(m_builds.canCancel());
    });
    connect(&builds, &IndexBuilds::started, this, &BuildBar::onStarted);
    connect(&builds, &IndexBuilds::progressed, this, &BuildBar::onProgress);
    connect(&builds, &IndexBuilds::runningChanged, this, &QWidget::setVisible);
}

QString BuildBar::text() const
{
    return m_text->text();
}

void BuildBar::onStarted(const QString &name)
{
    const qsizetype waiting = m_builds.waiting();
    QString text = m_builds.step().isBuild() ? tr("Building %1…").arg(name) : tr("Dropping %1…").arg(name);
    if (waiting > 0)
        text += u' ' + tr("%n more after it", nullptr, int(waiting));
    m_text->setText(text);
    m_progress->setRange(0, 0);
    m_cancel->setText(m_builds.step().isBuild() ? tr("Cancel this build") : tr("Stop after this one"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_cancel->setEnabled(m_builds.canCancel());
}

void BuildBar::onProgress(const QString &phase, double share)
{
    const QString name = m_builds.step().name();
    m_text->setText(share < 0 ? tr("%1: %2").arg(name, phase) : tr("%1: %2, %3 %").arg(name, phase).arg(int(share * 100)));
    m_progress->setRange(0, share < 0 ? 0 : steps);
    m_progress->setValue(int(share * steps));
}

} // namespace pivotal::ui

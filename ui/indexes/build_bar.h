#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace pivotal::ui {

class ElidingLabel;
class IndexBuilds;

/// What is being built, how far it is, and a way to end it; hidden while nothing is.
class BuildBar : public QWidget
{
    Q_OBJECT

public:
    /// `builds` outlives it.
    explicit BuildBar(IndexBuilds &builds, QWidget *parent = nullptr);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    [[nodiscard]] QProgressBar *progress() const { return m_progress; }

private:
    void onStarted(const QString &name);
    void onProgress(const QString &phase, double share);

    IndexBuilds &m_builds;
    ElidingLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
};

} // namespace pivotal::ui

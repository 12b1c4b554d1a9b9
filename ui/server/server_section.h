#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace pivotal::ui {

/// A card with a title, what is said beside it, its actions, its content, and a hint: below the content where some of it is
/// missing, in its place where all is.
class ServerSection : public QFrame
{
    Q_OBJECT

public:
    explicit ServerSection(const QString &title, QWidget *parent = nullptr);

    void setContent(QWidget *content);
    void addAction(QWidget *action);
    void setSubtitle(const QString &text);
    /// The content, and below it the hint, if there is one.
    void showContent(const QString &hint = {});
    /// The hint alone.
    void showHint(const QString &hint);
    [[nodiscard]] bool isContentShown() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] QString hint() const;

private:
    void setHint(const QString &hint);

    QLabel *m_subtitle;
    QHBoxLayout *m_header;
    QVBoxLayout *m_column;
    QWidget *m_content = nullptr;
    QLabel *m_hint;
};

} // namespace pivotal::ui

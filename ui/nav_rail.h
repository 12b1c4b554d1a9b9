#pragma once

#include <QHash>
#include <QWidget>

class QAction;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace pivotal::ui {

/// The navigation at the left: an entry a page, with icon, label and count. Narrow, it shows the icons only.
class NavRail : public QWidget
{
    Q_OBJECT

public:
    explicit NavRail(QWidget *parent = nullptr);

    void addEntry(const QString &id, QAction *action, const QString &label);
    void setCurrent(const QString &id);
    void setCount(const QString &id, qint64 count);
    /// In the place of a count: "2 missing".
    void setNote(const QString &id, const QString &note);
    [[nodiscard]] QString note(const QString &id) const;
    void setNarrow(bool narrow);

private:
    struct Entry
    {
        QToolButton *button = nullptr;
        QLabel *count = nullptr;
        QString label;
    };

    QHash<QString, Entry> m_entries;
    QVBoxLayout *m_column;
    bool m_narrow = false;
};

} // namespace pivotal::ui

#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <functional>

namespace pivotal::ui {

/// Chips of what a filter is set to, each removable, and "Clear all". Hidden where there is none.
class ChipBar : public QWidget
{
    Q_OBJECT

public:
    struct Chip
    {
        QString text;
        std::function<void()> remove;
    };

    explicit ChipBar(QWidget *parent = nullptr);
    void setChips(const QList<Chip> &chips, const std::function<void()> &clearAll);
    [[nodiscard]] QStringList texts() const { return m_texts; }

private:
    QStringList m_texts;
};

} // namespace pivotal::ui

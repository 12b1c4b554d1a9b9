#pragma once

#include "repo/domain/index_info.h"

#include <QWidget>

namespace pivotal::ui {

class ChoiceButton;

/// Which indexes are listed: by state and table. What is being done stands beside it, so that nothing moves when it begins.
class IndexFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit IndexFilterBar(QWidget *beside, QWidget *parent = nullptr);

    /// The tables to choose from.
    void setTables(const QList<IndexInfo> &indexes);
    void clear();
    /// None: any.
    [[nodiscard]] QList<IndexState> states() const;
    /// Empty: any.
    [[nodiscard]] QString table() const;
    [[nodiscard]] ChoiceButton *stateButton() const { return m_states; }
    [[nodiscard]] ChoiceButton *tableButton() const { return m_tables; }

Q_SIGNALS:
    void changed();

private:
    ChoiceButton *m_states;
    ChoiceButton *m_tables;
};

} // namespace pivotal::ui

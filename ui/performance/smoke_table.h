#pragma once

#include "ui/widgets/plain_table.h"

namespace pivotal::models {
class SmokeTableModel;
}

namespace pivotal::ui {

/// The cases of the smoke test. In a narrow window the less important columns are hidden.
class SmokeTable : public PlainTable
{
    Q_OBJECT

public:
    explicit SmokeTable(models::SmokeTableModel *model, QWidget *parent = nullptr);

    void fitColumns();

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace pivotal::ui

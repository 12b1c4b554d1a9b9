#pragma once

#include "ui/page.h"

#include <memory>

namespace pivotal {
class TuningRepository;
}

namespace pivotal::ui {

class IndexesPanel;

/// Every index of the console's tables, with what it is for; the migrations' are applied and rolled back here.
class IndexesPage : public Page
{
    Q_OBJECT

public:
    explicit IndexesPage(QWidget *parent = nullptr);
    ~IndexesPage() override;

    void setSession(ConsoleSession *session) override;
    void refresh() override;
    void cancel() override;
    void focusSearch() override { focusContent(); }
    void focusContent() override;
    /// Makes it the current one, now or when it has come.
    void select(const QString &name);
    [[nodiscard]] IndexesPanel *panel() const { return m_panel; }

Q_SIGNALS:
    void indexesChanged();
    /// The list has been read: which are missing or invalid, by name.
    void missingRead(const QStringList &names);

protected:
    void showEvent(QShowEvent *event) override;

private:
    std::unique_ptr<TuningRepository> m_tuning;
    IndexesPanel *m_panel;
};

} // namespace pivotal::ui

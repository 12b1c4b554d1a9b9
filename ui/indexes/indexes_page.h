#pragma once

#include "ui/page.h"
#include "ui/pages.h"

#include <memory>

namespace pivotal {
class TuningRepository;
}

namespace pivotal::ui {

class IndexesPanel;
class MigrationsDialog;

/// Every index of the console's tables, with what it is for; the migrations' are applied and rolled back here.
class IndexesPage : public Page
{
    Q_OBJECT

public:
    IndexesPage(const PageContext &context, QWidget *parent);
    ~IndexesPage() override;

    void addActions(Actions &actions) override;
    void refresh() override;
    void cancel() override;
    void focusContent() override;
    /// The name of an index: makes it the current one, now or when it has come.
    void setState(const QVariant &state) override;
    [[nodiscard]] IndexesPanel *panel() const { return m_panel; }

protected:
    void showSession(ConsoleSession *session) override;
    void connectSession(ConsoleSession &session) override;
    void showEvent(QShowEvent *event) override;

private:
    void showMigrations();
    void showMissing();
    void onIndexesChanged();

    std::unique_ptr<TuningRepository> m_tuning;
    std::unique_ptr<MigrationsDialog> m_migrations; ///< of the session, once it is wanted
    IndexesPanel *m_panel;
};

} // namespace pivotal::ui

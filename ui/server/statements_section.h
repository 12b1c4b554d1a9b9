#pragma once

#include "models/statements_model.h"
#include "ui/server/server_section.h"

#include <optional>

class QPushButton;

namespace pivotal::ui {

class ServerTable;
class StatementPane;

/// The statements that ran on the database since the window began: with the first snapshot, or when it was asked to. The
/// chosen one stands whole below them.
class StatementsSection : public ServerSection
{
    Q_OBJECT

public:
    explicit StatementsSection(QWidget *parent = nullptr);

    void showStatements(const Section<StatementSnapshot> &statements);
    /// Counts from the last snapshot on.
    void startWindow();
    /// As new: of another server.
    void forget();
    [[nodiscard]] ServerTable *table() const { return m_table; }
    [[nodiscard]] StatementPane *pane() const { return m_pane; }
    [[nodiscard]] QPushButton *startButton() const { return m_start; }

Q_SIGNALS:
    void startRequested();

private:
    void showWindow();
    void showChosen();

    std::optional<StatementSnapshot> m_base; ///< where the window began
    std::optional<StatementSnapshot> m_last;
    models::StatementsModel m_model;
    ServerTable *m_table;
    StatementPane *m_pane;
    QPushButton *m_start;
};

} // namespace pivotal::ui

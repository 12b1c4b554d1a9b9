#pragma once

#include "repo/domain/index_info.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTextBrowser;
class QVBoxLayout;

namespace pivotal::ui {

class Badge;

/// The details card of the indexes: how it is defined, what it is for, and what can be done about it.
class IndexDetails : public QFrame
{
    Q_OBJECT

public:
    explicit IndexDetails(QWidget *parent = nullptr);

    /// `canRollBack`: one of our migrations made it.
    void showIndex(const IndexInfo &info, bool canRollBack);
    void showNone();
    /// False while something is built, or where nothing can be.
    void setCanChange(bool can);
    [[nodiscard]] QTextBrowser *definition() const { return m_definition; }
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }
    [[nodiscard]] QPushButton *rollBackButton() const { return m_rollBack; }

Q_SIGNALS:
    void applyRequested(const pivotal::IndexInfo &info);
    void rollBackRequested(const pivotal::IndexInfo &info);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Field
    {
        QLabel *name;
        QLabel *value;
    };

    QWidget *makeBody();
    Field addField(QVBoxLayout *column, const QString &name);
    static void setField(const Field &field, const QString &value);
    void fitDefinition();

    IndexInfo m_info;
    QStackedWidget *m_stack;
    QLabel *m_name;
    Badge *m_badge;
    QLabel *m_kind;
    QPushButton *m_apply;
    QPushButton *m_rollBack;
    QLabel *m_statistics;
    QTextBrowser *m_definition;
    Field m_rationale{};
    Field m_redundant{};
    Field m_neededBy{};
    Field m_migration{};
};

} // namespace pivotal::ui

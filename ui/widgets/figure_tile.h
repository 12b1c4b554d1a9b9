#pragma once

#include <QFrame>

namespace pivotal::ui {

class ElidingLabel;

/// One figure in a card: what it is, the figure, and a line that says more.
class FigureTile : public QFrame
{
    Q_OBJECT

public:
    explicit FigureTile(const QString &name, QWidget *parent = nullptr);

    void setName(const QString &name);
    void setFigure(const QString &figure, const QString &detail);
    /// In the colour of what is bad; the detail says why.
    void setAlarming(bool alarming);
    [[nodiscard]] QString text() const;

private:
    ElidingLabel *m_name;
    ElidingLabel *m_figure;
    ElidingLabel *m_detail;
};

} // namespace pivotal::ui

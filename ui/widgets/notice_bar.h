#pragma once

#include "repo/domain/repository_error.h"

#include <QFrame>
#include <functional>

class QHBoxLayout;
class QLabel;

namespace pivotal::ui {

/// A bar on the page that has something to say: what happened, what it means, and what to do about it. Not modal;
/// one notice at a time. It floats over the foot of an area: what is there stays where it is as a notice comes and goes.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };
    struct Offer
    {
        QString text;
        std::function<void()> act;
    };

    explicit NoticeBar(QWidget *parent = nullptr);

    /// In no layout then, but over the foot of this widget, and beside it in its parent.
    void floatOver(QWidget *area) { floatOver({area}, area->parentWidget()); }
    /// Over the foot of the first of these that is shown and has room left, else of the highest: what has rows or text there, and
    /// no controls. `parent` holds them all.
    void floatOver(const QList<QWidget *> &areas, QWidget *parent);
    void show(Kind kind, const QString &what, const QString &detail, const QList<Offer> &offers = {});
    void showError(const RepositoryError &error, const QList<Offer> &offers = {});
    /// Before something that is hard to undo: `action` first, then `leave`, which has the keyboard and changes nothing.
    void ask(const QString &what, const QString &detail, const Offer &action, const QString &leave);
    void dismiss();

    [[nodiscard]] QString text() const;

Q_SIGNALS:
    /// So much of the area's foot is covered.
    void covered(QWidget *area, int height);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    [[nodiscard]] QWidget *area() const;
    [[nodiscard]] QSize sizeIn(const QWidget *area) const;
    void setOffers(const QList<Offer> &offers);

    QLabel *m_icon;
    QLabel *m_what;
    QLabel *m_detail;
    QHBoxLayout *m_offers;
    QList<QWidget *> m_areas; ///< empty: it is in a layout
};

/// What an error means for the user and what to do, beside its own message.
[[nodiscard]] QString adviceFor(const RepositoryError &error);

} // namespace pivotal::ui

#pragma once

#include <QVariant>
#include <QWidget>

namespace pivotal {

using namespace Qt::StringLiterals;
class ConsoleSession;
} // namespace pivotal

namespace pivotal::ui {

/// What the window shows one of at a time.
class Page : public QWidget
{
    Q_OBJECT

public:
    /// `id` names the page in the settings and the navigation.
    Page(const QString &id, QWidget *parent) : QWidget(parent), m_id(id)
    {
        setObjectName(u"page"_s);
        setAttribute(Qt::WA_StyledBackground);
    }

    [[nodiscard]] const QString &id() const { return m_id; }

    /// The session to show from now on; null where there is none.
    virtual void setSession(ConsoleSession *session) = 0;
    virtual void refresh() = 0;
    /// Esc: stops what is loading, else goes back to where the keyboard belongs.
    virtual void cancel() = 0;
    virtual void focusSearch() = 0;
    /// Where the keyboard belongs when the page comes.
    virtual void focusContent() = 0;
    /// What the page shows, for going back to it.
    [[nodiscard]] virtual QVariant state() const { return {}; }
    virtual void setState(const QVariant &) {}
    virtual void saveLayout() {}
    /// What a notice of the window may cover: no controls. The first that is shown is meant.
    [[nodiscard]] virtual QList<QWidget *> noticeAreas() { return {this}; }

private:
    QString m_id;
};

} // namespace pivotal::ui

#pragma once

#include "ui/place.h"
#include "ui/widgets/notice_bar.h"

#include <QWidget>

namespace pivotal {
class ConsoleSession;
}

namespace pivotal::ui {

class Actions;

/// What the window shows one of at a time. A page knows its session and its own actions; of other pages it knows the places that
/// it links to.
class Page : public QWidget
{
    Q_OBJECT

public:
    /// `id` names the page in the settings and in places.
    Page(const QString &id, QWidget *parent);

    [[nodiscard]] const QString &id() const { return m_id; }

    /// The session to show from now on; the same one again after another organization was entered; null where there is none, and
    /// before it ends.
    void setSession(ConsoleSession *session);
    /// What can be done on the page goes to the registry.
    virtual void addActions(Actions &) {}
    virtual void refresh() = 0;
    /// Esc: stops what is loading, else goes back to where the keyboard belongs.
    virtual void cancel() = 0;
    /// Where the keyboard belongs when the page comes.
    virtual void focusContent() = 0;
    /// What the page shows, for going back to it.
    [[nodiscard]] virtual QVariant state() const { return {}; }
    virtual void setState(const QVariant &) {}
    /// Something was written that may show here.
    virtual void noteChange() {}
    virtual void saveLayout() {}
    /// What was typed and isn't saved, a sentence; empty where nothing is.
    [[nodiscard]] virtual QString unsavedText() const { return {}; }
    virtual void discardUnsaved() {}
    /// For the next start.
    virtual void keepUnsaved() {}
    /// What a notice of the window may cover: no controls. The first that is shown is meant.
    [[nodiscard]] virtual QList<QWidget *> noticeAreas() { return {this}; }

Q_SIGNALS:
    /// Another place is wanted; one can come back from there.
    void placeRequested(const pivotal::ui::Place &place);
    /// For the navigation, beside the page's name: how many rows there are, or a word about them.
    void countChanged(qint64 total);
    void noteChanged(const QString &note);
    void unsavedChanged(int count);
    /// The page has written to the database.
    void written();
    /// To be said whichever page is shown; an offer that is taken ends the notice.
    void noticed(pivotal::ui::NoticeBar::Kind kind, const QString &what, const QString &detail,
                 const QList<pivotal::ui::NoticeBar::Offer> &offers);

protected:
    [[nodiscard]] ConsoleSession *session() const { return m_session; }
    virtual void showSession(ConsoleSession *session) = 0;
    /// Once for each, after it is shown: what the page hears of it.
    virtual void connectSession(ConsoleSession &) {}

private:
    QString m_id;
    ConsoleSession *m_session = nullptr;
};

} // namespace pivotal::ui

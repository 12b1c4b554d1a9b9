#pragma once

#include "models/users_table_model.h"
#include "ui/list_page.h"
#include "ui/pages.h"
#include "ui/users/user_filter_bar.h"

#include <QTimer>

namespace pivotal::ui {

class UserDetails;
struct UserDraft;

/// Browse, filter and edit the users of the organization.
class UsersPage : public ListPage
{
    Q_OBJECT

public:
    /// What is shown, for going back to it.
    struct Shown
    {
        UserFilterBar::State filter;
        UserSort sort = defaultUserSort;

        friend bool operator==(const Shown &, const Shown &) = default;
    };

    UsersPage(const PageContext &context, QWidget *parent);

    void addActions(Actions &actions) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;
    void refresh() override;
    QString unsavedText() const override;
    void discardUnsaved() override;
    void keepUnsaved() override;

    /// The keyboard goes to the first field of the user, who is shown for it.
    void editUser();
    /// Loads the user into the details, and selects the row where it is among those loaded.
    void openUser(const UserId &id);
    [[nodiscard]] UserDetails *details() const { return m_details; }
    [[nodiscard]] UserFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::UsersTableModel *model() const { return m_model; }

protected:
    void showSession(ConsoleSession *session) override;
    void connectSession(ConsoleSession &session) override;
    QString countText(const QString &number, int plural) const override;
    QFuture<qint64> countAll() const override;
    [[nodiscard]] QStringList missingIndexes() const override;
    bool isFiltered() const override;
    void clearFilter() override;
    bool canSort(int column) const override;
    void sortBy(int column, Qt::SortOrder order) override;
    void showDetails(const QString &id) override;
    QString detailsId() const override;
    bool canReplaceDetails() const override;
    Instant startOf(QDate day) const override;

private:
    UsersPage(const models::DisplayZone &zone, models::UsersTableModel *model, QWidget *parent);
    void loadRoles();
    void loadStatuses();
    void onChoicesFailed(const RepositoryError &error);
    void sortNewestFirst();
    void followRows();
    void offerWhatRowsHold();
    void showCapabilities();
    void showTrail(const User &user);
    void onDraftRestored(const User &user);
    void restoreDrafts(const QList<UserDraft> &drafts);

    models::UsersTableModel *m_model;
    const models::DisplayZone &m_zone;
    UserFilterBar *m_filters;
    UserDetails *m_details;
    UsersRepository *m_repository = nullptr;
    QFuture<QList<Role>> m_rolesRequest;
    QFuture<QStringList> m_statusesRequest;
    UserSort m_sort = defaultUserSort;
    QTimer m_changedElsewhere; ///< a burst of changes is one refresh
    bool m_isBehind = false;   ///< after a refresh, until the details are known to be as the database has them
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::UsersPage::Shown)

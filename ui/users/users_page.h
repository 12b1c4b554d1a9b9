#pragma once

#include "models/users_table_model.h"
#include "ui/list_page.h"
#include "ui/users/user_filter_bar.h"

namespace pivotal::ui {

class UserDetails;
struct UserDraft;

/// Browse, filter and edit the users of the organization.
class UsersPage : public ListPage
{
    Q_OBJECT

public:
    /// What is shown, for going back to it.
    struct Place
    {
        UserFilterBar::State filter;
        UserSort sort = defaultUserSort;

        friend bool operator==(const Place &, const Place &) = default;
    };

    explicit UsersPage(const models::DisplayZone &zone, QWidget *parent = nullptr);

    void setSession(ConsoleSession *session) override;
    QVariant state() const override;
    void setState(const QVariant &state) override;
    void focusSearch() override;
    void applyQuery() override;
    void updateQuery() override;
    void refresh() override;

    /// The keyboard goes to the first field of the user, who is shown for it.
    void editUser();
    /// Loads the user into the details, and selects the row where it is among those loaded.
    void openUser(const UserId &id);
    [[nodiscard]] UserDetails *details() const { return m_details; }
    [[nodiscard]] UserFilterBar *filterBar() const { return m_filters; }
    [[nodiscard]] models::UsersTableModel *model() const { return m_model; }

Q_SIGNALS:
    void trailRequested(const pivotal::User &user);
    /// Unsaved changes of an earlier run are there again.
    void draftRestored(const pivotal::User &user);

protected:
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
    void restoreDrafts(const QList<UserDraft> &drafts);

    models::UsersTableModel *m_model;
    const models::DisplayZone &m_zone;
    UserFilterBar *m_filters;
    UserDetails *m_details;
    UsersRepository *m_repository = nullptr;
    QFuture<QList<Role>> m_rolesRequest;
    QFuture<QStringList> m_statusesRequest;
    UserSort m_sort = defaultUserSort;
    bool m_isBehind = false; ///< after a refresh, until the details are known to be as the database has them
};

} // namespace pivotal::ui

Q_DECLARE_METATYPE(pivotal::ui::UsersPage::Place)

#include "ui/pages.h"

#include "repo/domain/text.h"
#include "ui/audit/audit_page.h"
#include "ui/indexes/indexes_page.h"
#include "ui/performance/performance_page.h"
#include "ui/users/users_page.h"

namespace pivotal::ui {

namespace {

template <class Kind>
Page *make(const PageContext &context, QWidget *parent)
{
    return new Kind(context, parent);
}

} // namespace

QList<PageKind> pageKinds()
{
    return {{places::usersId, Text::tr("Users"), Text::tr("Go to users"), Qt::CTRL | Qt::Key_1, make<UsersPage>},
            {places::auditId, Text::tr("Audit log"), Text::tr("Go to audit log"), Qt::CTRL | Qt::Key_2, make<AuditPage>},
            {places::performanceId, Text::tr("Performance"), Text::tr("Go to performance"), Qt::CTRL | Qt::Key_3, make<PerformancePage>},
            {places::indexesId, Text::tr("Indexes"), Text::tr("Go to indexes"), Qt::CTRL | Qt::Key_4, make<IndexesPage>}};
}

} // namespace pivotal::ui

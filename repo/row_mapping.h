#pragma once

#include "repo/db/connection.h"
#include "repo/domain/audit_event.h"
#include "repo/domain/page.h"
#include "repo/domain/role.h"
#include "repo/domain/scope.h"
#include "repo/domain/user.h"

namespace pivotal {

/// Values from rows; each reads its columns in the order in which repo/sql selects them.
[[nodiscard]] User mapUser(db::Rows &rows);
[[nodiscard]] AuditEvent mapAuditEvent(db::Rows &rows);
[[nodiscard]] Role mapRole(db::Rows &rows);
[[nodiscard]] Scope mapScope(db::Rows &rows);

/// Runs a page's statement, whose rows start with the total; a single row with a NULL after it stands for no rows.
template <class Item>
Page<Item> mapPage(db::Connection &connection, const sql::Statement &statement, const PageRequest &request,
                   Item (*mapItem)(db::Rows &))
{
    db::Rows rows = connection.query(statement);
    Page<Item> page;
    page.page = request.page;
    page.pageSize = request.pageSize;
    while (rows.next()) {
        page.total = rows.bigint();
        if (!rows.isNull())
            page.items.append(mapItem(rows));
    }
    connection.reportRows(page.items.size());
    page.requireInRange();
    return page;
}

} // namespace pivotal

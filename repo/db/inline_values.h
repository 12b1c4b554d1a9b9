#pragma once

#include "repo/sql/statement.h"

#include <QSqlDriver>

namespace pivotal::db {

/// The statement's text with its values in place of the `?`, each quoted by the driver: for servers behind a pooler
/// that loses prepared statements. A statement's text holds no `?` that is not a placeholder (see sql::Statement).
[[nodiscard]] QString withInlineValues(const sql::Statement &statement, const QSqlDriver &driver);

} // namespace pivotal::db

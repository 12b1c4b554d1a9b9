#pragma once

#include <QByteArray>
#include <QString>
#include <QVariantList>
#include <optional>

namespace pivotal::db {

/// The first character of the values, in their order, that the server's encoding has no place for ("LATIN1", as PostgreSQL
/// calls it); nothing where each has one, or the encoding isn't known here.
[[nodiscard]] std::optional<QString> firstUnencodable(const QVariantList &values, const QByteArray &serverEncoding);

} // namespace pivotal::db

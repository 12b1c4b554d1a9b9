#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace pivotal {

/// Why a text is no JSON value that can be stored, and at which character: a sentence. Nothing where it finds no fault. For
/// what the parser has refused without a word of where.
[[nodiscard]] std::optional<QString> faultOfJson(const QByteArray &text);

} // namespace pivotal

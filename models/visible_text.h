#pragma once

#include "repo/domain/json.h"

#include <QString>

namespace pivotal::models {

inline constexpr qsizetype defaultLimit = 2'000;

/// Stored text beside other text. It is shown as it is, but must neither turn round nor break what stands next to it, nor
/// hide what it holds.

/// Between first-strong isolates where it has a direction of its own, so that this ends with it: for whatever joins texts.
[[nodiscard]] QString isolated(const QString &text);

/// For a sentence that has such text in it already: what would turn round the rest of it is an escape.
[[nodiscard]] QString withoutOverrides(const QString &sentence);

/// One line for a cell: line breaks and other control characters as a symbol each, what would turn it round as an escape.
[[nodiscard]] QString oneLine(const QString &text);

/// For comparing: plain where nothing can be mistaken, else a JSON string, in which characters that don't show are escapes
/// and spaces at an end, or beside another, are ␣. Text that reads like a number, true, false or null is in quotes too. At
/// most `limit` characters, then "…".
[[nodiscard]] QString visibleText(const QString &text, qsizetype limit = defaultLimit);
/// The same of a JSON value; others than strings as they are stored, with what can't be read or seen as above.
[[nodiscard]] QString visibleText(const Json &json, qsizetype limit = defaultLimit);

} // namespace pivotal::models

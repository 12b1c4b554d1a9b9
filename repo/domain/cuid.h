#pragma once

#include <QString>

namespace pivotal {

/// A new id in the shape the backend uses: 'c' and 24 lower-case base-36 characters (cuid, version 1:
/// milliseconds, then random). Made by the client, so that a row's id is known before it is written.
[[nodiscard]] QString newCuid();

} // namespace pivotal

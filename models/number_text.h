#pragma once

#include <QString>

namespace pivotal::models {

/// With the locale's thousands separators: "9,134,201".
[[nodiscard]] QString exactNumber(qint64 number);
/// An estimate, no more exact than it is: "≈ 9.1 M", "≈ 912,000".
[[nodiscard]] QString aboutNumber(qint64 number);

/// The number that a plural form goes by, where tr() takes no more than an int: of a greater one the last digits count.
[[nodiscard]] int pluralOf(qint64 number);

} // namespace pivotal::models

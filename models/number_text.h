#pragma once

#include <QString>

namespace pivotal::models {

/// With the locale's thousands separators: "9,134,201".
[[nodiscard]] QString exactNumber(qint64 number);
/// An estimate, no more exact than it is: "≈ 9.1 M", "≈ 912,000".
[[nodiscard]] QString aboutNumber(qint64 number);

} // namespace pivotal::models

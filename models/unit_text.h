#pragma once

#include <QString>
#include <QtGlobal>
#include <optional>

namespace pivotal::models {

/// In the largest unit that leaves a digit before the point: "512 bytes", "1.4 MB". 1 kB is 1,024 bytes.
[[nodiscard]] QString bytesText(qint64 bytes);
/// Milliseconds without their unit, as exact as they are long: "0.042", "12.3", "1,840".
[[nodiscard]] QString millisecondsText(double msecs);
/// "0.04 ms", "1.9 ms", "412 ms", "2.4 s", "4 min 12 s", "2 h 5 min", "3 d 4 h".
[[nodiscard]] QString durationText(double msecs);
/// "≤ 12.5 ms", as exact as it was typed; "—" for none.
[[nodiscard]] QString targetText(double msecs);
/// Of 0..1: "99.98 %"; "—" where there is none. Only all is 100 %.
[[nodiscard]] QString shareText(std::optional<double> share);

} // namespace pivotal::models

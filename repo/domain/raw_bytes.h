#pragma once

#include <QByteArrayView>
#include <QString>

namespace pivotal {

/// A database whose encoding is SQL_ASCII checks nothing: its texts may hold bytes that are no UTF-8. Each such byte stands in a
/// QString as a character of its own, U+10FE00 + byte, of a private area, so that none is lost on the way to the screen. It can't
/// be sent back as one.

[[nodiscard]] QString decodeText(QByteArrayView utf8);
[[nodiscard]] bool holdsRawBytes(const QString &text);
/// With \xE9 for each.
[[nodiscard]] QString withRawBytesShown(const QString &text);

} // namespace pivotal

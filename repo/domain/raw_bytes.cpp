#include "repo/domain/raw_bytes.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr char32_t firstRaw = 0x10FE00;

/// How many bytes the character at the start has; 0 where they are no character.
qsizetype lengthOfCharacter(QByteArrayView bytes)
{
    const auto first = uchar(bytes.front());
    const qsizetype length = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
    if (length == 0 || bytes.size() < length)
        return 0;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(bytes.first(length));
    return decoder.hasError() ? 0 : length;
}

bool isRaw(char32_t c)
{
    return c >= firstRaw && c <= firstRaw + 0xFF;
}

} // namespace

QString decodeText(QByteArrayView utf8)
{
    const QString text = QString::fromUtf8(utf8);
    if (!text.contains(QChar::ReplacementCharacter))
        return text; // nearly always
    QString decoded;
    for (qsizetype i = 0; i < utf8.size();) {
        const qsizetype length = lengthOfCharacter(utf8.sliced(i));
        if (length > 0)
            decoded += QString::fromUtf8(utf8.sliced(i, length));
        else
            decoded += QChar::fromUcs4(firstRaw + uchar(utf8.at(i)));
        i += qMax<qsizetype>(1, length);
    }
    return decoded;
}

bool holdsRawBytes(const QString &text)
{
    for (qsizetype i = 0; i + 1 < text.size(); ++i)
        if (text.at(i).isHighSurrogate() && text.at(i + 1).isLowSurrogate() && isRaw(QChar::surrogateToUcs4(text.at(i), text.at(i + 1))))
            return true;
    return false;
}

QString withRawBytesShown(const QString &text)
{
    if (!holdsRawBytes(text))
        return text;
    QString shown;
    for (const char32_t c : text.toStdU32String())
        shown += isRaw(c) ? u"\\x%1"_s.arg(uint(c - firstRaw), 2, 16, QChar(u'0')).toUpper().replace(u'X', u'x') : QString::fromUcs4(&c, 1);
    return shown;
}

} // namespace pivotal

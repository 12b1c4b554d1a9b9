#include "models/visible_text.h"

#include "repo/domain/raw_bytes.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace pivotal::models {

namespace {

constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popIsolate(0x2069);
constexpr QChar openBox(0x2423);

bool opensIsolate(QChar c)
{
    return c.unicode() >= 0x2066 && c.unicode() <= 0x2068;
}

/// A character that nobody sees, or that moves others: by an escape it is seen.
bool isHidden(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    case QChar::Separator_Space: return c != U' ';
    default: return c == 0x115F || c == 0x1160 || c == 0x2800 || c == 0x3164 || c == 0xFFA0 || c == 0x034F || (c >= 0xFE00 && c <= 0xFE0F);
    }
}

QString escapeOf(char32_t c)
{
    const auto unit = [](char16_t value) { return u"\\u%1"_s.arg(ushort(value), 4, 16, QChar(u'0')); };
    switch (c) {
    case U'\n': return u"\\n"_s;
    case U'\r': return u"\\r"_s;
    case U'\t': return u"\\t"_s;
    case U'\b': return u"\\b"_s;
    case U'\f': return u"\\f"_s;
    default: break;
    }
    if (const QString raw = QString::fromUcs4(&c, 1); holdsRawBytes(raw))
        return withRawBytesShown(raw);
    return QChar::requiresSurrogates(c) ? unit(QChar::highSurrogate(c)) + unit(QChar::lowSurrogate(c)) : unit(char16_t(c));
}

/// More marks on one letter than any language has, which would run into the lines above and below.
bool isStacked(const QString &text)
{
    static const QRegularExpression stack(u"\\p{M}{4}"_s);
    return stack.match(text).hasMatch();
}

bool isSpaceAtEdge(const QString &text, qsizetype i)
{
    const auto isSpace = [&text](qsizetype at) { return at < 0 || at >= text.size() || text.at(at) == u' '; };
    return text.at(i) == u' ' && (isSpace(i - 1) || isSpace(i + 1));
}

/// It would pass for something else, or hides something.
bool isMistakable(const QString &text)
{
    static const QRegularExpression other(u"^(?:-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null|[\"\\[{(].*|)$"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    if (other.match(text).hasMatch() || isStacked(text))
        return true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (isSpaceAtEdge(text, i) || text.at(i) == openBox
            || isHidden(isPair ? QChar::surrogateToUcs4(text.at(i), text.at(i + 1)) : text.at(i).unicode()))
            return true;
        i += isPair ? 1 : 0;
    }
    return false;
}

/// What stands inside of a JSON string's quotes, with what doesn't show escaped. `inside`: quotes and backslashes are escaped too.
QString escaped(const QString &text, bool inside)
{
    QString shown;
    shown.reserve(text.size());
    int marks = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        const char32_t point = isPair ? QChar::surrogateToUcs4(c, text.at(i + 1)) : c.unicode();
        marks = QChar::isMark(point) ? marks + 1 : 0;
        if (inside && (c == u'"' || c == u'\\'))
            shown += u"\\"_s + c;
        else if (isHidden(point) || point == openBox.unicode() || marks > 3)
            shown += escapeOf(point);
        else if (inside && isSpaceAtEdge(text, i))
            shown += openBox;
        else
            shown += isPair ? text.mid(i, 2) : QString(c);
        i += isPair ? 1 : 0;
    }
    return shown;
}

/// It isn't all from left to right, or has line breaks, over which an override would go on.
bool hasDirection(const QString &text)
{
    const std::u32string characters = text.toStdU32String();
    return std::any_of(characters.begin(), characters.end(), [](char32_t c) {
        switch (QChar::direction(c)) {
        case QChar::DirL:
        case QChar::DirEN:
        case QChar::DirES:
        case QChar::DirET:
        case QChar::DirCS:
        case QChar::DirWS:
        case QChar::DirON:
        case QChar::DirNSM:
        case QChar::DirBN: return c == U'\u2028';
        default: return true;
        }
    });
}

/// Never through a surrogate pair.
QString cut(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    return text.left(text.at(limit - 1).isHighSurrogate() ? limit - 1 : limit);
}

/// Of a string's characters those in its first `bytes`, and a few more where there are.
std::optional<QString> startOf(const Json &string, qsizetype bytes)
{
    constexpr qsizetype longestCharacter = 12; // two escapes
    if (string.text.size() <= bytes + 2 * longestCharacter)
        return string.characters();
    for (qsizetype more = 2 * longestCharacter; more > longestCharacter; --more) // not through a character
        if (const auto characters = Json{string.text.left(bytes + more) + '"'}.characters())
            return characters;
    return std::nullopt;
}

} // namespace

QString isolated(const QString &text)
{
    if (!hasDirection(text))
        return text;
    QString inner;
    int open = 0;
    for (const QChar c : text) {
        if (c == popIsolate && open == 0)
            continue; // it would end the isolate around
        open += opensIsolate(c) ? 1 : c == popIsolate ? -1 : 0;
        // An isolate ends with its paragraph, and so with a line break.
        inner += c == QChar::LineFeed || c == QChar::CarriageReturn || c == QChar::ParagraphSeparator || c == QChar::LineSeparator
                     ? QChar(u' ')
                     : c;
    }
    return firstStrongIsolate + inner + QString(open, popIsolate) + popIsolate;
}

QString withoutOverrides(const QString &sentence)
{
    int open = 0;
    bool isBalanced = true;
    for (const QChar c : sentence) {
        open += opensIsolate(c) ? 1 : c == popIsolate ? -1 : 0;
        isBalanced &= open >= 0;
    }
    isBalanced &= open == 0;
    QString settled;
    for (const QChar c : sentence) {
        const bool isEmbedding = c.unicode() >= 0x202A && c.unicode() <= 0x202E;
        const bool isStray = !isBalanced && (opensIsolate(c) || c == popIsolate);
        settled += isEmbedding || isStray ? escapeOf(c.unicode()) : QString(c);
    }
    return withRawBytesShown(settled);
}

QString oneLine(const QString &text)
{
    QString line = withoutOverrides(text); // with it a name would pass for another one
    for (QChar &c : line) {
        if (c.unicode() < 0x20)
            c = QChar(char16_t(0x2400 + c.unicode())); // ␀ to ␟
        else if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar(0x2424); // ␤
    }
    return line;
}

QString visibleText(const QString &text, qsizetype limit)
{
    const QString start = cut(text, limit);
    const QString more = start.size() < text.size() ? u"…"_s : QString();
    return isMistakable(start) ? u'"' + escaped(start, true) + more + u'"' : start + more;
}

QString visibleText(const Json &json, qsizetype limit)
{
    // Cut as bytes first: what isn't shown isn't decoded either.
    constexpr qsizetype bytesPerCharacter = 6; // of "\u00e9"
    if (json.kind() == Json::Kind::String)
        if (const auto characters = startOf(json, limit * bytesPerCharacter))
            return visibleText(*characters, limit);
    const QString start = cut(QString::fromUtf8(json.text.left(limit * bytesPerCharacter)), limit);
    return escaped(start, false) + (json.text.size() > start.toUtf8().size() ? u"…"_s : QString());
}

} // namespace pivotal::models

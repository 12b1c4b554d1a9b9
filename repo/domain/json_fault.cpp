#include "repo/domain/json_fault.h"

#include "repo/domain/text.h"

#include <QRegularExpression>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

struct Fault
{
    QString what;
    qsizetype at; ///< byte
};

/// Reads a text as RFC 8259 has it, up to the first fault. Without recursion, however deep it is nested.
class Reader
{
public:
    explicit Reader(const QByteArray &text) : m_text(text) {}

    std::optional<Fault> fault()
    {
        try {
            readAll();
        } catch (const Fault &found) {
            return found;
        }
        return std::nullopt;
    }

private:
    [[noreturn]] void refuse(const QString &what, qsizetype at) const { throw Fault{what, at}; }
    [[nodiscard]] bool isAtEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char here() const { return isAtEnd() ? '\0' : m_text.at(m_at); }
    /// For a message; whole characters.
    [[nodiscard]] QString seen(qsizetype at) const { return QString::fromUtf8(m_text.mid(at, 12)).left(1); }

    void skipSpace()
    {
        while (!isAtEnd() && QByteArrayLiteral(" \t\r\n").contains(here()))
            ++m_at;
    }

    void readAll()
    {
        readValue();
        while (!m_open.isEmpty())
            readOn();
        skipSpace();
        if (!isAtEnd())
            refuse(Text::tr("the value is over, and “%1” follows").arg(seen(m_at)), m_at);
    }

    /// In the innermost list or object, after a value.
    void readOn()
    {
        skipSpace();
        const char close = m_open.back();
        if (here() == close) {
            ++m_at;
            m_open.chop(1);
        } else if (here() == ',') {
            ++m_at;
            close == '}' ? readMember() : readValue();
        } else {
            expected(Text::tr("“,” or “%1”").arg(QLatin1Char(close)));
        }
    }

    [[noreturn]] void expected(const QString &what) const
    {
        if (isAtEnd())
            refuse(Text::tr("it ends where %1 is expected").arg(what), m_at);
        refuse(Text::tr("%1 is expected, not “%2”").arg(what, seen(m_at)), m_at);
    }

    void readMember()
    {
        readName();
        readValue();
    }

    void readName()
    {
        skipSpace();
        if (here() != '"')
            expected(Text::tr("a name in double quotes"));
        readString();
        skipSpace();
        if (here() != ':')
            expected(Text::tr("“:”"));
        ++m_at;
    }

    /// Of a list or an object, up to its first value's end.
    void readValue()
    {
        while (true) {
            skipSpace();
            const char first = here();
            if (first == '"')
                return readString();
            if (first != '{' && first != '[')
                return readWord();
            const char close = first == '{' ? '}' : ']';
            ++m_at;
            skipSpace();
            if (here() == close) {
                ++m_at;
                return;
            }
            m_open += close;
            if (first == '{')
                readName();
        }
    }

    void readWord()
    {
        static const QRegularExpression value(u"^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$"_s);
        const qsizetype start = m_at;
        while (!isAtEnd() && !QByteArrayLiteral(" \t\r\n,:[]{}\"").contains(here()))
            ++m_at;
        const QString word = QString::fromUtf8(m_text.mid(start, qMin<qsizetype>(m_at - start, 60)));
        if (word.isEmpty()) {
            m_at = start;
            expected(Text::tr("a value"));
        }
        if (word.startsWith(u'\''))
            refuse(Text::tr("texts and names stand in double quotes"), start);
        if (m_at - start <= 60 && !value.match(word).hasMatch())
            refuse(Text::tr("“%1” is no JSON value").arg(word), start);
    }

    void readString()
    {
        const qsizetype start = m_at++;
        while (here() != '"' || isAtEnd()) {
            if (isAtEnd())
                refuse(Text::tr("the text that begins here has no closing quote"), start);
            if (uchar(here()) < 0x20)
                refuse(Text::tr("a line break or another control character in a text is written as an escape, like \\n"), m_at);
            if (here() == '\\')
                readEscape();
            else
                ++m_at;
        }
        ++m_at;
    }

    void readEscape()
    {
        const qsizetype start = m_at;
        const char kind = start + 1 < m_text.size() ? m_text.at(start + 1) : '\0';
        m_at += 2;
        if (kind != 'u') {
            if (!QByteArrayLiteral("\"\\/bfnrt").contains(kind) || kind == '\0')
                refuse(Text::tr("“\\%1” is no escape").arg(seen(start + 1)), start);
            return;
        }
        const int unit = unitAt(start);
        m_at += 4;
        if (unit == 0)
            refuse(Text::tr("it holds the character NUL (\\u0000), which no row can hold"), start);
        if (QChar::isHighSurrogate(uint(unit)) && m_text.mid(m_at, 2) == "\\u" && QChar::isLowSurrogate(uint(unitAt(m_at))))
            m_at += 6;
        else if (QChar::isSurrogate(uint(unit)))
            refuse(Text::tr("“%1” is half of a surrogate pair, which is no character").arg(QString::fromLatin1(m_text.mid(start, 6))),
                   start);
    }

    [[nodiscard]] int unitAt(qsizetype escape) const
    {
        bool isHex = false;
        const QByteArray digits = m_text.mid(escape + 2, 4);
        const int unit = digits.toInt(&isHex, 16);
        if (!isHex || digits.size() != 4 || digits.contains('+') || digits.contains('-'))
            refuse(Text::tr("“\\u” needs four hexadecimal digits"), escape);
        return unit;
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
    QByteArray m_open; ///< what closes each list and object around
};

std::optional<Fault> faultOfBytes(const QByteArray &text)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        (void)QString(decoder.decode(QByteArrayView(text).sliced(i, 1)));
        if (decoder.hasError())
            return Fault{Text::tr("bytes that are no UTF-8"), i};
    }
    return std::nullopt;
}

} // namespace

std::optional<QString> faultOfJson(const QByteArray &text)
{
    if (text.trimmed().isEmpty())
        return Text::tr("It is empty: a text would be \"\", nothing null.");
    auto fault = Reader(text).fault();
    if (!fault)
        fault = faultOfBytes(text);
    if (!fault)
        return std::nullopt;
    const qsizetype character = QString::fromUtf8(text.left(fault->at)).toUcs4().size() + 1;
    return Text::tr("At character %L1: %2.").arg(character).arg(fault->what);
}

} // namespace pivotal

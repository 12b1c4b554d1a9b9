#include "repo/db/encoding.h"

#include <QHash>
#include <array>
#include <iconv.h>
#include <memory>

namespace pivotal::db {

namespace {

/// What iconv calls it.
QByteArray standardName(const QByteArray &encoding)
{
    static const QHash<QByteArray, QByteArray> known{
        {"LATIN1", "ISO-8859-1"},  {"LATIN2", "ISO-8859-2"},         {"LATIN3", "ISO-8859-3"},  {"LATIN4", "ISO-8859-4"},
        {"LATIN5", "ISO-8859-9"},  {"LATIN6", "ISO-8859-10"},        {"LATIN7", "ISO-8859-13"}, {"LATIN8", "ISO-8859-14"},
        {"LATIN9", "ISO-8859-15"}, {"LATIN10", "ISO-8859-16"},       {"KOI8R", "KOI8-R"},       {"KOI8U", "KOI8-U"},
        {"EUC_JP", "EUC-JP"},      {"EUC_JIS_2004", "EUC-JISX0213"}, {"EUC_CN", "GB2312"},      {"EUC_KR", "EUC-KR"},
        {"EUC_TW", "EUC-TW"}};
    if (const QByteArray name = known.value(encoding); !name.isEmpty())
        return name;
    if (encoding.startsWith("WIN"))
        return "CP" + encoding.mid(3);
    return QByteArray(encoding).replace('_', '-'); // ISO_8859_5
}

struct CloseConverter
{
    void operator()(void *converter) const { iconv_close(converter); }
};

bool isEncodable(iconv_t converter, QByteArray utf8)
{
    std::array<char, 16> room{};
    char *in = utf8.data();
    char *out = room.data();
    auto left = size_t(utf8.size());
    size_t space = room.size();
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    return iconv(converter, &in, &left, &out, &space) == 0; // not one of them left out or replaced
}

} // namespace

std::optional<QString> firstUnencodable(const QVariantList &values, const QByteArray &serverEncoding)
{
    const iconv_t opened = iconv_open(standardName(serverEncoding).constData(), "UTF-8");
    if (opened == iconv_t(-1)) // NOLINT(performance-no-int-to-ptr): how iconv says so
        return std::nullopt;
    const std::unique_ptr<void, CloseConverter> converter(opened);
    for (const QVariant &value : values)
        for (const char32_t character : value.toString().toStdU32String())
            if (const QString text = QString::fromUcs4(&character, 1); character > 127 && !isEncodable(opened, text.toUtf8()))
                return text;
    return std::nullopt;
}

} // namespace pivotal::db

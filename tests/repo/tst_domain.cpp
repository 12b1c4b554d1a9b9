#include "repo/domain/audit_event.h"
#include "repo/domain/cuid.h"
#include "repo/domain/instant.h"
#include "repo/domain/json_writer.h"
#include "repo/domain/page.h"
#include "repo/domain/search_query.h"
#include "repo/domain/sort.h"
#include "repo/domain/user_edit.h"
#include "repo/domain/user_filter.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal;

class DomainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cuidsHaveTheBackendsShape();
    void instantsPrintInUtc();
    void parsesInstants_data();
    void parsesInstants();
    void parsesSorts();
    void rejectsUnknownSorts();
    void pageRequestRejectsWhatMakesNoSense_data();
    void pageRequestRejectsWhatMakesNoSense();
    void findsProblemsInFields_data();
    void findsProblemsInFields();
    void changesLeaveOutWhatIsTheSame();
    void emptyTextMeansNull();
    void filtersRejectBadInput();
    void fieldChangesPutChangesFirst();
    void parsesEveryJsonValue();
    void jsonKeepsEveryDigit_data();
    void jsonKeepsEveryDigit();
    void valuesWithoutFieldsAreChangesToo();
    void fieldsAreSortedWithNumbersByValue();
    void jsonThatNoRowCanHold_data();
    void jsonThatNoRowCanHold();
    void anUnknownStatusIsItsOwnWord();
    void aBlankNameIsTheEmail_data();
    void aBlankNameIsTheEmail();
    void parsesSearches_data();
    void parsesSearches();
};

void DomainTest::parsesSearches_data()
{
    using Field = SearchTerm::Field;
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<SearchTerm>>("terms");
    QTest::newRow("nothing") << "  " << QList<SearchTerm>{};
    QTest::newRow("words") << "olivia  cruz" << QList<SearchTerm>{{Field::Any, u"olivia"_s}, {Field::Any, u"cruz"_s}};
    QTest::newRow("a prefix") << "email:@example.org" << QList<SearchTerm>{{Field::Email, u"@example.org"_s}};
    QTest::newRow("quotes") << "name:\"de la cruz\"" << QList<SearchTerm>{{Field::Name, u"de la cruz"_s}};
    QTest::newRow("negated") << "-username:bot" << QList<SearchTerm>{{Field::Username, u"bot"_s, true}};
    QTest::newRow("an id") << "id:c123" << QList<SearchTerm>{{Field::Id, u"c123"_s}};
    QTest::newRow("no prefix that is known") << "http://x" << QList<SearchTerm>{{Field::Any, u"http://x"_s}};
    QTest::newRow("text as it is") << "50%_\\" << QList<SearchTerm>{{Field::Any, u"50%_\\"_s}};
}

void DomainTest::parsesSearches()
{
    QFETCH(QString, text);
    QFETCH(QList<SearchTerm>, terms);
    QCOMPARE(parseSearch(text), terms);
}

void DomainTest::cuidsHaveTheBackendsShape()
{
    QSet<QString> seen;
    const QRegularExpression shape(u"^c[0-9a-z]{24}$"_s);
    for (int i = 0; i < 10'000; ++i) {
        const QString id = newCuid();
        QVERIFY2(shape.match(id).hasMatch(), qPrintable(id));
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 10'000);
}

void DomainTest::instantsPrintInUtc()
{
    const Instant instant{1'795'413'252'007};
    QCOMPARE(instant.toIso(), u"2026-11-23T05:54:12.007Z"_s);
    QCOMPARE(instant.toSqlText(), u"2026-11-23 05:54:12.007+00"_s);
    QCOMPARE((Instant{1'795'413'252'007, 45}.toIso()), u"2026-11-23T05:54:12.007045Z"_s);
    QCOMPARE(Instant::infinity().toIso(), u"infinity"_s);
    QCOMPARE(Instant::minusInfinity().toSqlText(), u"-infinity"_s);
}

void DomainTest::parsesInstants_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("end");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("iso"); // empty: not an instant
    const int from = int(RangeEnd::From);
    const int to = int(RangeEnd::To);
    QTest::newRow("day") << "2026-11-23" << from << QByteArray("UTC") << "2026-11-23T00:00:00.000Z";
    QTest::newRow("day to its end") << "2026-11-23" << to << QByteArray("UTC") << "2026-11-24T00:00:00.000Z";
    QTest::newRow("day in Auckland") << "2026-11-23" << from << QByteArray("Pacific/Auckland") << "2026-11-22T11:00:00.000Z";
    QTest::newRow("time with Z") << "2026-11-23T05:54:12Z" << from << QByteArray("Pacific/Auckland") << "2026-11-23T05:54:12.000Z";
    QTest::newRow("time with offset") << "2026-11-23T05:54:12+13:00" << from << QByteArray("UTC") << "2026-11-22T16:54:12.000Z";
    QTest::newRow("time of the zone") << "2026-11-23T05:54:12.5" << from << QByteArray("America/New_York") << "2026-11-23T10:54:12.500Z";
    QTest::newRow("spring forward") << "2026-03-08" << to << QByteArray("America/New_York") << "2026-03-09T04:00:00.000Z";
    QTest::newRow("fall back") << "2026-11-01" << to << QByteArray("America/New_York") << "2026-11-02T05:00:00.000Z";
    // Whatever TZ says: these readings don't exist in Berlin, or in Auckland, where the tests run.
    QTest::newRow("skipped in Berlin, in UTC") << "2024-03-31T02:30:00" << from << QByteArray("UTC") << "2024-03-31T02:30:00.000Z";
    QTest::newRow("skipped in Auckland, in UTC") << "2026-09-27T02:30:00" << from << QByteArray("UTC") << "2026-09-27T02:30:00.000Z";
    QTest::newRow("skipped there") << "2024-03-31T02:30:00" << from << QByteArray("Europe/Berlin") << "2024-03-31T01:00:00.000Z";
    QTest::newRow("repeated there") << "2024-10-27T02:30:00" << from << QByteArray("Europe/Berlin") << "2024-10-27T00:30:00.000Z";
    QTest::newRow("skipped day") << "2011-12-30" << from << QByteArray("Pacific/Apia") << "2011-12-30T10:00:00.000Z";
    QTest::newRow("leap second") << "2016-12-31T23:59:60Z" << from << QByteArray("UTC") << "2017-01-01T00:00:00.000Z";
    QTest::newRow("end of the day") << "2026-11-23T24:00:00Z" << from << QByteArray("UTC") << "2026-11-24T00:00:00.000Z";
    QTest::newRow("microseconds") << "2026-11-23 05:54:12.123456Z" << from << QByteArray("UTC") << "2026-11-23T05:54:12.123456Z";
    QTest::newRow("nanoseconds are cut") << "2026-11-23T05:54:12,123456789Z" << from << QByteArray("UTC") << "2026-11-23T05:54:12.123456Z";
    QTest::newRow("the last day of four digits") << "9999-12-31" << to << QByteArray("UTC") << "+10000-01-01T00:00:00.000Z";
    QTest::newRow("expanded year") << "+294276-01-01T00:00:00.000Z" << from << QByteArray("UTC") << "+294276-01-01T00:00:00.000Z";
    QTest::newRow("the last day that the server holds") << "294276-12-31" << to << QByteArray("UTC") << "infinity";
    QTest::newRow("beyond what the server holds") << "294277-01-01T00:00:00Z" << from << QByteArray("UTC") << "";
    QTest::newRow("long before what the server holds") << "-4800-01-01T00:00:00Z" << from << QByteArray("UTC") << "";
    QTest::newRow("before Christ") << "-0043-03-15T00:00:00.000Z" << from << QByteArray("UTC") << "-0043-03-15T00:00:00.000Z";
    QTest::newRow("infinity") << "infinity" << from << QByteArray("UTC") << "infinity";
    QTest::newRow("offset of hours") << "2026-11-23T05:54+13" << from << QByteArray("UTC") << "2026-11-22T16:54:00.000Z";
    QTest::newRow("no such hour") << "2026-11-23T25:00:00Z" << from << QByteArray("UTC") << "";
    QTest::newRow("no such minute") << "2026-11-23T05:60:00Z" << from << QByteArray("UTC") << "";
    QTest::newRow("two texts") << "2026-11-23T05:54:12Z 1" << from << QByteArray("UTC") << "";
    QTest::newRow("no date") << "yesterday" << from << QByteArray("UTC") << "";
    QTest::newRow("no such day") << "2026-02-30" << from << QByteArray("UTC") << "";
    QTest::newRow("empty") << "" << from << QByteArray("UTC") << "";
}

void DomainTest::parsesInstants()
{
    QFETCH(QString, text);
    QFETCH(int, end);
    QFETCH(QByteArray, zone);
    QFETCH(QString, iso);
    const auto instant = parseInstant(text, RangeEnd(end), QTimeZone(zone));
    QCOMPARE(instant ? instant->toIso() : QString(), iso);
}

void DomainTest::parsesSorts()
{
    QCOMPARE(parseUserSort(u"email"_s), (UserSort{UserSortField::Email, SortDirection::Ascending}));
    QCOMPARE(parseUserSort(u"createdAt:desc"_s), (UserSort{UserSortField::Created, SortDirection::Descending}));
    QCOMPARE(parseAuditSort(u"action:asc"_s), (AuditSort{AuditSortField::Action, SortDirection::Ascending}));
}

void DomainTest::rejectsUnknownSorts()
{
    try {
        (void)parseUserSort(u"passwordHash:asc"_s);
        QFAIL("an unknown field passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::InvalidSortField);
    }
    try {
        (void)parseUserSort(u"email:down"_s);
        QFAIL("an unknown direction passed");
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::InvalidSortDirection);
    }
}

void DomainTest::pageRequestRejectsWhatMakesNoSense_data()
{
    QTest::addColumn<qint64>("page");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("fine");
    QTest::newRow("first") << qint64(1) << 20 << true;
    QTest::newRow("largest") << qint64(1) << 100 << true;
    QTest::newRow("page 0") << qint64(0) << 20 << false;
    QTest::newRow("page -1") << qint64(-1) << 20 << false;
    QTest::newRow("size 0") << qint64(1) << 0 << false;
    QTest::newRow("size 101") << qint64(1) << 101 << false;
}

void DomainTest::pageRequestRejectsWhatMakesNoSense()
{
    QFETCH(qint64, page);
    QFETCH(int, size);
    QFETCH(bool, fine);
    bool passed = true;
    try {
        PageRequest{page, size, Total::Count}.validate();
    } catch (const RepositoryError &error) {
        QCOMPARE(error.code, ErrorCode::ValidationError);
        passed = false;
    }
    QCOMPARE(passed, fine);
}

void DomainTest::findsProblemsInFields_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("fine");
    const auto row = [](const char *name, UserField field, const QString &value, bool fine) {
        QTest::newRow(name) << int(field) << value << fine;
    };
    row("name", UserField::FirstName, u"Zoë"_s, true);
    row("empty required name", UserField::FirstName, u"  "_s, false);
    row("empty display name", UserField::DisplayName, QString(), true);
    row("100 letters", UserField::FirstName, QString(100, u'x'), true);
    row("101 letters", UserField::FirstName, QString(101, u'x'), false);
    row("100 letters outside the BMP", UserField::FirstName, u"𝒵"_s.repeated(100), true);
    row("a NUL", UserField::FirstName, u"a"_s + QChar(QChar::Null), false);
    row("a line break", UserField::LastName, u"a\nb"_s, false);
    row("quotes", UserField::LastName, u"O'Neil \"x\" \\ %_"_s, true);
    row("zone", UserField::Timezone, u"Pacific/Auckland"_s, true);
    row("no zone", UserField::Timezone, u"Mars/Olympus"_s, false);
    row("locale", UserField::Locale, u"en-NZ"_s, true);
    row("no locale", UserField::Locale, u"english!"_s, false);
    row("phone", UserField::Phone, u"+64 9 (123) 45-67"_s, true);
    row("no phone", UserField::Phone, u"call me"_s, false);
    row("long phone", UserField::Phone, QString(21, u'1'), false);
    row("status", UserField::Status, u"suspended"_s, true);
    row("no status", UserField::Status, u"gone"_s, false);
    row("avatar", UserField::AvatarUrl, u"https://a.example/x.png"_s, true);
    row("script as avatar", UserField::AvatarUrl, u"javascript:alert(1)"_s, false);
}

void DomainTest::findsProblemsInFields()
{
    QFETCH(int, field);
    QFETCH(QString, value);
    QFETCH(bool, fine);
    QCOMPARE(!problemWith(UserField(field), value).has_value(), fine);
}

void DomainTest::changesLeaveOutWhatIsTheSame()
{
    User user;
    user.firstName = u"Ann"_s;
    user.phone = u"123"_s;
    const UserEdit edit{{UserField::FirstName, u"Ann"_s}, {UserField::Phone, u"456"_s}};
    QCOMPARE(changesAgainst(user, edit), (UserEdit{{UserField::Phone, u"456"_s}}));
    QCOMPARE(*withChanges(user, edit).phone, u"456"_s);
}

void DomainTest::emptyTextMeansNull()
{
    User user;
    user.phone = u"123"_s;
    QCOMPARE(changesAgainst(user, {{UserField::Phone, QString()}}), (UserEdit{{UserField::Phone, std::nullopt}}));
    user.phone = std::nullopt;
    QVERIFY(changesAgainst(user, {{UserField::Phone, QString()}}).empty());
}

void DomainTest::filtersRejectBadInput()
{
    UserFilter reversed;
    reversed.created = {Instant{2}, Instant{1}};
    QVERIFY_EXCEPTION_THROWN(reversed.validate(), RepositoryError);
    UserFilter nul;
    nul.text = u"a"_s + QChar(QChar::Null);
    QVERIFY_EXCEPTION_THROWN(nul.validate(), RepositoryError);
    UserFilter megabyte;
    megabyte.text = QString(1'000'000, u'x');
    QVERIFY_EXCEPTION_THROWN(megabyte.validate(), RepositoryError);
    UserFilter().validate();
}

void DomainTest::fieldChangesPutChangesFirst()
{
    AuditEvent event;
    event.oldValues = Json{"{\"a\": 1, \"status\": \"active\"}"};
    event.newValues = Json{"{\"a\": 1, \"status\": \"suspended\", \"reason\": \"left\"}"};
    const QList<FieldChange> changes = fieldChanges(event);
    QCOMPARE(changes.size(), 3);
    QCOMPARE(changes.at(0).field, u"reason"_s);
    QVERIFY(!changes.at(0).before);
    QCOMPARE(changes.at(1).field, u"status"_s);
    QCOMPARE(changes.at(1).after->characters(), u"suspended"_s);
    QVERIFY(!changes.at(2).isChange());
}

void DomainTest::parsesEveryJsonValue()
{
    const auto kind = [](const char *text) { return Json{text}.kind(); };
    QCOMPARE(kind("null"), Json::Kind::Null);
    QCOMPARE(kind(" [1]"), Json::Kind::Array);
    QCOMPARE(kind("-0.5e3"), Json::Kind::Number);
    QCOMPARE(kind(""), Json::Kind::Unreadable);
    QCOMPARE(Json{"\"x\\u00e9\\n\""}.characters(), u"xé\n"_s);
    QCOMPARE(Json{"1"}.characters(), std::nullopt);
    QCOMPARE(textsOf({"[\"users:read\", 12345678901234567890, [1]]"}), (QStringList{u"users:read"_s, u"12345678901234567890"_s, u"[1]"_s}));
}

void DomainTest::jsonKeepsEveryDigit_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<bool>("isChange");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, bool isChange = true) {
        QTest::newRow(name) << before << after << isChange;
    };
    row("beyond 64 bits", "12345678901234567890", "12345678901234567891");
    row("scale", "1.10", "1.1");
    row("beyond a double", '1' + QByteArray(400, '0'), '1' + QByteArray(399, '0') + '1');
    row("an exponent beyond a double", "1e400", "1e401");
    row("text of a number", "\"1\"", "1");
    row("text of null", "\"null\"", "null");
    row("a space", "\"Li\"", "\"Li \"");
    row("nested deep", QByteArray(1'100, '[') + QByteArray(1'100, ']'), QByteArray(1'100, '[') + '1' + QByteArray(1'100, ']'));
    row("nested alike", QByteArray(1'100, '[') + QByteArray(1'100, ']'), QByteArray(1'100, '[') + QByteArray(1'100, ']'), false);
    row("same", "12345678901234567890", "12345678901234567890", false);
}

void DomainTest::jsonKeepsEveryDigit()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(bool, isChange);
    AuditEvent event;
    event.oldValues = Json{"{\"a\": \"}{\", \"n\": " + before + ", \"z\": [1, {\"n\": 2}]}"};
    event.newValues = Json{"{\"a\": \"}{\", \"n\": " + after + ", \"z\": [1, {\"n\": 2}]}"};
    const QList<FieldChange> changes = fieldChanges(event);
    QCOMPARE(changes.size(), 3);
    const auto n = std::find_if(changes.begin(), changes.end(), [](const FieldChange &change) { return change.field == u"n"_s; });
    QCOMPARE(n->before->text, before);
    QCOMPARE(n->after->text, after);
    QCOMPARE(n->isChange(), isChange);
    JsonWriter writer;
    write(writer, event);
    QVERIFY2(writer.text().contains(event.newValues->text), "what is stored isn't what is printed");
}

void DomainTest::valuesWithoutFieldsAreChangesToo()
{
    const auto changed = [](std::optional<Json> before, std::optional<Json> after) { return fieldChanges(before, after); };
    QVERIFY(changed(std::nullopt, std::nullopt).isEmpty());
    QCOMPARE(changed(std::nullopt, Json{"null"}).size(), 1); // recorded, though null
    QVERIFY(changed(std::nullopt, Json{"null"}).first().isChange());
    QCOMPARE(changed(Json{"[1]"}, Json{"[2]"}).first().after->text, QByteArray("[2]"));
    QCOMPARE(changed(Json{"{\"a\": }"}, Json{"{\"a\": 1}"}).size(), 2); // what can't be read is shown as it is
    QCOMPARE(changed(Json{"{\"a\": }"}, Json{"{\"a\": 1}"}).first().before->text, QByteArray("{\"a\": }"));
    QCOMPARE(changed(std::nullopt, Json{"{\"a\": 1, \"a\": 2}"}).first().after->text,
             QByteArray("{\"a\": 1, \"a\": 2}")); // both are stored
    QVERIFY(!changed(std::nullopt, Json{"{\"\": 1}"}).first().field.isNull());
    const QList<FieldChange> missing = changed(Json{"{}"}, Json{"{\"a\": null}"});
    QVERIFY(missing.first().isChange() && !missing.first().before && missing.first().after == Json{"null"});
}

void DomainTest::fieldsAreSortedWithNumbersByValue()
{
    QStringList names;
    for (const FieldChange &change : fieldChanges(Json{"{}"}, Json{"{\"key10\": 1, \"key2\": 1, \"key1\": 1}"}))
        names << change.field;
    QCOMPARE(names, (QStringList{u"key1"_s, u"key2"_s, u"key10"_s}));
}

void DomainTest::jsonThatNoRowCanHold_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *name, const QByteArray &json, bool isGood) { QTest::newRow(name) << json << isGood; };
    row("object", R"({"a": [1, -0.5e-3, true, null, "é😀"]})", true);
    row("scalar", "1", true);
    row("six characters", R"({"a": "\\u0000"})", true);
    row("a big number", "12345678901234567890.10", true);
    row("1e400", "1e400", true);
    row("1,100 arrays", QByteArray(1'100, '[') + QByteArray(1'100, ']'), true);
    row("NUL", R"({"a": "\u0000"})", false);
    row("NUL in a name", R"({"\u0000": 1})", false);
    row("half a pair", R"({"a": "\ud800"})", false);
    row("the other half", R"({"a": "\udc00x"})", false);
    row("no JSON", "nonsense", false);
    row("word", "nul", false);
    row("two values", "1, 2", false);
    row("closed too early", "1] [2", false);
    row("half an object", R"({"a": 1)", false);
    row("leading zero", R"({"a": 01})", false);
    row("plus", R"({"a": +1})", false);
    row("NaN", R"({"a": NaN})", false);
    row("an exponent out of range", R"({"a": 1e999999})", false);
    row("empty", "", false);
    row("white space around", " \t\r\n1 \t\r\n", true);
    row("a form feed, which is no white space", "1\f", false);
    row("a vertical tab before it", "\v{}", false);
    row("a form feed within", "{\"a\": 1\f}", false);
    row("10,000 arrays", QByteArray(10'000, '[') + QByteArray(10'000, ']'), false);
}

void DomainTest::jsonThatNoRowCanHold()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, isGood);
    const auto problem = problemWith(Json{json});
    QVERIFY2(problem.has_value() != isGood, qPrintable(problem.value_or(u"no problem"_s)));
}

void DomainTest::anUnknownStatusIsItsOwnWord()
{
    User user;
    user.status = u"archived"_s;
    QCOMPARE(toJson(user).value(u"status"_s).toString(), u"archived"_s);
    QCOMPARE(userFromJson(toJson(user))->status, u"archived"_s);
    QVERIFY(changesAgainst(user, {{UserField::Status, u"archived"_s}}).empty());
}

void DomainTest::aBlankNameIsTheEmail_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("zero width space") << u"\u200B"_s;
    QTest::newRow("spaces") << u" \u00A0\t"_s;
    QTest::newRow("filler") << u"\u3164"_s;
}

void DomainTest::aBlankNameIsTheEmail()
{
    QFETCH(QString, name);
    User user;
    user.email = u"a@b.example"_s;
    user.displayName = name;
    QCOMPARE(user.name(), user.email);
}

QTEST_GUILESS_MAIN(DomainTest)
#include "tst_domain.moc"

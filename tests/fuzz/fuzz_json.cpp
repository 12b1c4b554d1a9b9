#include "repo/domain/json.h"
#include "repo/domain/json_fault.h"
#include "repo/domain/json_writer.h"
#include "tests/fuzz/fuzz.h"

using namespace pivotal;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Json json{fuzz::bytesOf(data, size)};
    const auto members = membersOf(json);
    const QStringList texts = textsOf(json);
    const auto characters = json.characters();
    if (problemWith(json))
        return 0;
    fuzz::check(!faultOfJson(json.text)); // the two readers agree
    // What the server would take is read, and written as it stands.
    fuzz::check(json.kind() != Json::Kind::Unreadable);
    fuzz::check(members.has_value() == (json.kind() == Json::Kind::Object));
    fuzz::check(characters.has_value() == (json.kind() == Json::Kind::String));
    if (characters)
        fuzz::check(Json::ofText(*characters).characters() == characters);
    JsonWriter writer;
    writer.beginArray();
    writer.value(json);
    writer.endArray();
    fuzz::check(writer.text().contains(json.text));
    return 0;
}

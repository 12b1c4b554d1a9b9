#include "repo/organizations/settings_codec.h"

namespace pivotal {

namespace {

/// As they are stored, to the digit.
QByteArray settingsJson(const OrganizationSettings &settings)
{
    JsonObject categories;
    for (const auto &[category, keys] : settings.asKeyValueRange()) {
        JsonObject object;
        for (const auto &[key, value] : keys.asKeyValueRange())
            object.add(key, value);
        categories.add(category, object.json());
    }
    return categories.json().text;
}

std::optional<OrganizationSettings> settingsFromJson(const QByteArray &bytes)
{
    const auto categories = membersOf({bytes});
    if (!categories)
        return std::nullopt;
    OrganizationSettings settings;
    for (const JsonMember &category : *categories) {
        const auto keys = membersOf(category.value);
        if (!keys)
            return std::nullopt;
        for (const JsonMember &key : *keys)
            settings[category.name][key.name] = key.value;
    }
    return settings;
}

} // namespace

const cache::Codec<OrganizationSettings> &settingsCodec()
{
    static const cache::Codec<OrganizationSettings> codec{settingsJson, settingsFromJson,
                                                          [](const OrganizationSettings &settings) { return int(1 + settings.size()); }};
    return codec;
}

} // namespace pivotal

#pragma once

#include <QByteArray>
#include <QString>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// A fuzz target reads bytes that anybody may have written, and may say that they are wrong, by a RepositoryError; anything else
/// that it throws, a sanitizer's report, or a check that fails is a fault.
namespace pivotal::fuzz {

[[nodiscard]] inline QByteArray bytesOf(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

inline void check(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace pivotal::fuzz

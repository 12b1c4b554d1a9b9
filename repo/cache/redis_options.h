#pragma once

#include <QString>
#include <chrono>

namespace pivotal::cache {

/// redis://[user:]password@host:port/database.
struct RedisOptions
{
    QString host;
    int port = 6379;
    QString user;
    QString password;
    int database = 0;
    std::chrono::milliseconds budget{50}; ///< for each answer, and for connecting

    /// Throws VALIDATION_ERROR; also for rediss://, because hiredis 0.14 has no TLS.
    [[nodiscard]] static RedisOptions fromUrl(const QString &url);
};

} // namespace pivotal::cache

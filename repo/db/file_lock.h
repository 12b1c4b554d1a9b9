#pragma once

#include <QString>
#include <optional>

namespace pivotal::db {

/// An advisory lock on a file (flock(2)). The kernel releases it when its process ends, however it ends, so a
/// kill -9 leaves nothing stale. Not inherited by child processes.
class FileLock
{
public:
    enum class Mode { Shared, Exclusive };

    /// Nothing where another process holds the lock. Throws DATABASE_CONNECTION where the file can't be made.
    [[nodiscard]] static std::optional<FileLock> tryLock(const QString &path, Mode mode);
    /// Waits up to `timeoutMs`; throws TIMEOUT after that.
    [[nodiscard]] static FileLock lock(const QString &path, Mode mode, int timeoutMs);

    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor = -1;
};

} // namespace pivotal::db

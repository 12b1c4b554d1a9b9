#include "repo/db/file_lock.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QThread>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace pivotal::db {

std::optional<FileLock> FileLock::tryLock(const QString &path, Mode mode)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw RepositoryError(ErrorCode::DatabaseConnection, Text::tr("Can't open the lock file %1.").arg(path),
                              QString::fromLocal8Bit(std::strerror(errno)));
    FileLock held(descriptor);
    if (::flock(descriptor, (mode == Mode::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0)
        return std::nullopt;
    return held;
}

FileLock FileLock::lock(const QString &path, Mode mode, int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        if (auto held = tryLock(path, mode))
            return std::move(*held);
        if (timer.hasExpired(timeoutMs))
            throw RepositoryError(ErrorCode::Timeout,
                                  Text::tr("Another console keeps %1 locked. Close it, or wait and try again.").arg(path));
        QThread::msleep(20);
    }
}

FileLock::FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace pivotal::db

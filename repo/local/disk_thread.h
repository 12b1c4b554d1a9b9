#pragma once

#include "repo/domain/repository_error.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace pivotal::local {

/// A local file on a thread of its own, where it is made at the first work, used, and ended: nobody else waits for the disk.
/// The destructor waits until all work is done; who mustn't wait ends it with db::closeBehind.
template <class File>
class DiskThread
{
public:
    explicit DiskThread(std::function<std::unique_ptr<File>()> make) : m_make(std::move(make))
    {
        m_thread.setMaxThreadCount(1);
        m_thread.setExpiryTimeout(-1); // the connection belongs to the thread
    }
    ~DiskThread()
    {
        m_thread.start([this] { m_file.reset(); });
        m_thread.waitForDone();
    }
    DiskThread(const DiskThread &) = delete;
    DiskThread &operator=(const DiskThread &) = delete;

    /// Runs `work(File &)` there.
    template <class Work, class T = std::invoke_result_t<Work, File &>>
    QFuture<T> run(Work work)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        m_thread.start([this, promise, work] {
            try {
                if (!m_file)
                    m_file = m_make();
                promise->addResult(work(*m_file));
            } catch (const RepositoryError &error) {
                promise->setException(std::make_exception_ptr(error));
            }
            promise->finish();
        });
        return promise->future();
    }

private:
    std::function<std::unique_ptr<File>()> m_make;
    std::unique_ptr<File> m_file;
    QThreadPool m_thread;
};

} // namespace pivotal::local

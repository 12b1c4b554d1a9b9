#include "repo/db/closing.h"

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pivotal::db {

namespace {

struct Closing
{
    std::mutex mutex;
    std::vector<std::thread> threads;
};

Closing &closing()
{
    static Closing instance;
    return instance;
}

} // namespace

void closeBehind(std::function<void()> end)
{
    const std::lock_guard lock(closing().mutex);
    closing().threads.emplace_back(std::move(end));
}

void waitForClosed()
{
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(closing().mutex);
        threads.swap(closing().threads);
    }
    for (std::thread &thread : threads)
        thread.join();
}

} // namespace pivotal::db

#include "repo/db/closing.h"

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace pivotal::db {

namespace {

struct End
{
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> isOver;
};

struct Closing
{
    std::mutex mutex;
    std::list<End> ends;
};

Closing &closing()
{
    static Closing instance;
    return instance;
}

/// A thread that nobody has joined keeps its stack. Of those that are over, so that joining doesn't wait.
void joinWhatIsOver(std::list<End> &ends)
{
    ends.remove_if([](End &end) {
        if (!end.isOver->load())
            return false;
        end.thread.join();
        return true;
    });
}

} // namespace

void closeBehind(std::function<void()> end)
{
    auto isOver = std::make_shared<std::atomic<bool>>(false);
    const std::lock_guard lock(closing().mutex);
    joinWhatIsOver(closing().ends);
    closing().ends.push_back({std::thread([end = std::move(end), isOver]() mutable {
                                  std::exchange(end, nullptr)(); // what it holds goes on this thread, too
                                  isOver->store(true);
                              }),
                              isOver});
}

void waitForClosed()
{
    for (;;) { // one end may begin another
        std::list<End> ends;
        {
            const std::lock_guard lock(closing().mutex);
            ends.swap(closing().ends);
        }
        if (ends.empty())
            return;
        for (End &end : ends)
            end.thread.join();
    }
}

} // namespace pivotal::db

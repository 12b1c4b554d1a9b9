#pragma once

#include <QString>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace pivotal::tests {

/// Stands between a client and a server, on a TCP port of 127.0.0.1, and can count, cut and stall what goes through.
/// Has a thread of its own; all members may be called from any thread.
class TcpProxy
{
public:
    /// Where in the life of a COMMIT the connection is cut.
    enum class Cut { Never, BeforeCommit, DuringCommit, AfterCommit };

    /// `target`: a Unix socket's path, or "host:port" with a numeric host.
    explicit TcpProxy(QString target);
    ~TcpProxy();
    TcpProxy(const TcpProxy &) = delete;
    TcpProxy &operator=(const TcpProxy &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    /// How often the client sent something after the server had answered.
    [[nodiscard]] int roundTrips() const { return m_roundTrips; }
    void resetCount() { m_roundTrips = 0; }

    /// Cuts the next connection that sends a COMMIT, once: before the server gets it, when it has got it, or when it has
    /// answered but the client does not know.
    void cutNextCommit(Cut cut) { m_cut = cut; }
    /// Nothing goes through any more, in either direction, new connections included; none is closed.
    void setStalled(bool stalled) { m_isStalled = stalled; }
    /// Closes every connection; new ones are let in.
    void cutAll() { m_cutAll = true; }
    /// Where new connections go from now on.
    void setTarget(const QString &target);

private:
    struct Pair
    {
        int client = -1;
        int server = -1;
        bool clientSpoke = false; ///< who was heard last
        Cut pending = Cut::Never; ///< once its COMMIT has gone to the server
        bool isDead = false;
    };

    void serve();
    void accept();
    void relayFromClient(Pair &pair);
    void relayFromServer(Pair &pair);
    void kill(Pair &pair);
    [[nodiscard]] int connectToTarget();

    std::mutex m_mutex; ///< guards m_target
    QString m_target;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<int> m_roundTrips = 0;
    std::atomic<Cut> m_cut = Cut::Never;
    std::atomic<bool> m_isStalled = false;
    std::atomic<bool> m_cutAll = false;
    std::atomic<bool> m_ends = false;
    std::vector<Pair> m_pairs; ///< of the thread
    std::thread m_thread;
};

} // namespace pivotal::tests

#include "tests/support/tcp_proxy.h"

#include <QByteArray>
#include <QStringList>
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace pivotal::tests {

namespace {

constexpr int tickMs = 5;

/// The simple protocol's message: 'Q', four bytes of length, the text and a NUL.
bool isCommit(const QByteArray &bytes)
{
    return bytes.startsWith('Q') && bytes.endsWith(QByteArrayLiteral("COMMIT\0"));
}

bool sendAll(int socket, const QByteArray &bytes)
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t n = ::send(socket, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += n;
    }
    return true;
}

QByteArray receive(int socket)
{
    std::array<char, 65536> buffer;
    const ssize_t n = ::recv(socket, buffer.data(), buffer.size(), 0);
    return n > 0 ? QByteArray(buffer.data(), n) : QByteArray();
}

void hurry(int socket)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

TcpProxy::TcpProxy(QString target) : m_target(std::move(target))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), length) != 0 || ::listen(m_listener, 64) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        throw std::runtime_error("no port for the proxy");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

TcpProxy::~TcpProxy()
{
    m_ends = true;
    m_thread.join();
    for (Pair &pair : m_pairs)
        kill(pair);
    ::close(m_listener);
}

void TcpProxy::setTarget(const QString &target)
{
    const std::lock_guard lock(m_mutex);
    m_target = target;
}

void TcpProxy::serve()
{
    while (!m_ends) {
        std::vector<pollfd> polled{{m_listener, POLLIN, 0}};
        for (const Pair &pair : m_pairs) {
            polled.push_back({pair.client, POLLIN, 0});
            polled.push_back({pair.server, POLLIN, 0});
        }
        ::poll(polled.data(), nfds_t(polled.size()), tickMs);
        if (m_cutAll.exchange(false))
            std::for_each(m_pairs.begin(), m_pairs.end(), [this](Pair &pair) { kill(pair); });
        const size_t known = m_pairs.size();
        if (!m_isStalled)
            for (size_t i = 0; i < known; ++i) {
                if (!m_pairs[i].isDead && polled[1 + 2 * i].revents)
                    relayFromClient(m_pairs[i]);
                if (!m_pairs[i].isDead && polled[2 + 2 * i].revents)
                    relayFromServer(m_pairs[i]);
            }
        else
            ::usleep(tickMs * 1000);
        if (polled[0].revents && !m_isStalled)
            accept();
        std::erase_if(m_pairs, [](const Pair &pair) { return pair.isDead; });
    }
}

void TcpProxy::accept()
{
    Pair pair;
    pair.client = ::accept(m_listener, nullptr, nullptr);
    pair.server = connectToTarget();
    if (pair.server < 0) {
        ::close(pair.client);
        return;
    }
    hurry(pair.client);
    hurry(pair.server);
    m_pairs.push_back(pair);
}

int TcpProxy::connectToTarget()
{
    QString target;
    {
        const std::lock_guard lock(m_mutex);
        target = m_target;
    }
    int result = -1;
    int server = -1;
    if (target.startsWith(u'/')) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, target.toUtf8().constData(), sizeof address.sun_path - 1);
        server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        result = ::connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address);
    } else {
        const sockaddr_in address = loopback(target.section(u':', 1).toUShort());
        server = ::socket(AF_INET, SOCK_STREAM, 0);
        result = ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    }
    if (result == 0)
        return server;
    ::close(server);
    return -1;
}

void TcpProxy::relayFromClient(Pair &pair)
{
    const QByteArray bytes = receive(pair.client);
    if (bytes.isEmpty()) {
        kill(pair);
        return;
    }
    if (!pair.clientSpoke)
        ++m_roundTrips;
    pair.clientSpoke = true;
    if (isCommit(bytes))
        pair.pending = m_cut.exchange(Cut::Never);
    if (pair.pending == Cut::BeforeCommit || !sendAll(pair.server, bytes) || pair.pending == Cut::DuringCommit)
        kill(pair);
}

void TcpProxy::relayFromServer(Pair &pair)
{
    const QByteArray bytes = receive(pair.server);
    pair.clientSpoke = false;
    if (bytes.isEmpty() || pair.pending == Cut::AfterCommit || !sendAll(pair.client, bytes))
        kill(pair);
}

void TcpProxy::kill(Pair &pair)
{
    if (pair.isDead)
        return;
    ::close(pair.client);
    ::close(pair.server);
    pair.isDead = true;
}

} // namespace pivotal::tests

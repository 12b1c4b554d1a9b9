#include "repo/embedded/database_source.h"

#include "repo/embedded/embedded_demo.h"

namespace pivotal::db {

DatabaseSource::DatabaseSource(QString url) : m_url(std::move(url)) {}

ConnectionOptions DatabaseSource::open()
{
    const std::lock_guard lock(m_mutex);
    if (!isEmbedded()) {
        if (!m_options)
            m_options = ConnectionOptions::fromUrl(m_url);
        return *m_options;
    }
    if (m_options) {
        m_server->ensureRunning();
        return *m_options;
    }
    m_server = std::make_unique<EmbeddedPostgres>(EmbeddedPostgres::defaultRoot());
    m_options = openEmbeddedDemo(
        *m_server, [this](const QString &step) { Q_EMIT progress(step); },
        [this](Canceller *canceller) {
            const std::lock_guard settingUp(m_settingUpMutex);
            m_settingUp = canceller;
            if (canceller && m_isGivenUp)
                canceller->request();
        });
    return *m_options;
}

void DatabaseSource::giveUp()
{
    const std::lock_guard lock(m_settingUpMutex);
    m_isGivenUp = true;
    if (!m_settingUp)
        return;
    m_settingUp->request(); // each statement after this is refused
    m_settingUp->enforce(); // and the one that runs is cancelled
}

} // namespace pivotal::db

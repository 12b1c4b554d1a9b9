#pragma once

#include "repo/cache/redis_info.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace pivotal::ui {

/// What Redis tells of itself, as names and values.
class RedisStatistics : public QWidget
{
    Q_OBJECT

public:
    explicit RedisStatistics(QWidget *parent = nullptr);
    void showInfo(const cache::RedisInfo &info);

private:
    [[nodiscard]] QLabel *addFigure(const QString &name);

    QGridLayout *m_grid;
    QLabel *m_memory;
    QLabel *m_limit;
    QLabel *m_hits;
    QLabel *m_keys;
    QLabel *m_evicted;
    QLabel *m_clients;
    QLabel *m_uptime;
};

} // namespace pivotal::ui

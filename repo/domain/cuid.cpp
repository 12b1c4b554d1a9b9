#include "repo/domain/cuid.h"

#include <QDateTime>
#include <QRandomGenerator>

namespace pivotal {

namespace {
constexpr int base = 36;
constexpr int timeDigits = 8;
constexpr int randomDigits = 16;
} // namespace

QString newCuid()
{
    QString id = QStringLiteral("c");
    id += QString::number(QDateTime::currentMSecsSinceEpoch(), base).rightJustified(timeDigits, u'0').right(timeDigits);
    auto *random = QRandomGenerator::system();
    for (int i = 0; i < randomDigits; ++i)
        id += QString::number(random->bounded(base), base);
    return id;
}

} // namespace pivotal

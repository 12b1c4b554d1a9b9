#include "repo/domain/cuid.h"

#include <QDateTime>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {
constexpr int base = 36;
constexpr char base36Digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr int timeDigits = 8;
constexpr int randomDigits = 16;
} // namespace

QString newCuid()
{
    QString id = u"c"_s;
    id += QString::number(QDateTime::currentMSecsSinceEpoch(), base).rightJustified(timeDigits, u'0').right(timeDigits);
    thread_local QRandomGenerator random = QRandomGenerator::securelySeeded(); // the system's would be asked for each digit
    for (int i = 0; i < randomDigits; ++i)
        id += QLatin1Char(base36Digits[random.bounded(base)]);
    return id;
}

} // namespace pivotal

#include "app/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace pivotal::app {

void installTranslations()
{
    auto *translator = new QTranslator(qApp);
    const bool found = translator->load(QLocale(), QStringLiteral("console"), QStringLiteral("_"), QStringLiteral(":/i18n"))
        || translator->load(QStringLiteral(":/i18n/console_en.qm"));
    if (found)
        QCoreApplication::installTranslator(translator);
}

} // namespace pivotal::app

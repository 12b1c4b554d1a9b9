#include "app/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace pivotal::app {

void installTranslations()
{
    auto *translator = new QTranslator(qApp);
    const bool found = translator->load(QLocale(), u"console"_s, u"_"_s, u":/i18n"_s) || translator->load(u":/i18n/console_en.qm"_s);
    if (found)
        QCoreApplication::installTranslator(translator);
}

} // namespace pivotal::app

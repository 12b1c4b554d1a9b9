#pragma once

#include <QCoreApplication>

namespace pivotal {

/// Text::tr("…"), for what is said outside a class that has a tr() of its own.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(pivotal::Text)
};

} // namespace pivotal

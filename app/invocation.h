#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <memory>

namespace pivotal::app {

/// What the command line asks for, read before there is an application object: that one depends on it.
struct Invocation
{
    enum class Kind { Window, Screenshots, Command, Help, Version, Usage };

    Kind kind = Kind::Window;
    QStringList arguments;                      ///< without the program's name
    QString folder;                             ///< of Screenshots
    QString problem;                            ///< of Usage
    std::shared_ptr<QCommandLineParser> parser; ///< with the session's options; of Window and Screenshots

    [[nodiscard]] bool needsGui() const { return kind == Kind::Window || kind == Kind::Screenshots; }
    [[nodiscard]] static Invocation from(int argc, char **argv);
};

} // namespace pivotal::app

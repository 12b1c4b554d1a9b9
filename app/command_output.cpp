#include "app/command_output.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <cstdio>

namespace pivotal::app {

namespace {

QByteArray text(const QJsonValue &value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented);
}

} // namespace

void CommandOutput::succeed(const QJsonValue &result)
{
    const QByteArray json = text(result);
    const bool written = std::fwrite(json.constData(), 1, size_t(json.size()), stdout) == size_t(json.size())
        && std::fflush(stdout) == 0;
    QCoreApplication::exit(written ? 0 : 1);
}

void CommandOutput::fail(const RepositoryError &error)
{
    write(error);
    QCoreApplication::exit(1);
}

void CommandOutput::write(const RepositoryError &error)
{
    std::fputs(text(QJsonObject{{QStringLiteral("error"), error.toJson()}}).constData(), stderr);
}

} // namespace pivotal::app

#include "app/command_output.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace pivotal::app {

namespace {

QByteArray text(const QJsonValue &value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented);
}

bool writeOut(const QByteArray &bytes)
{
    return std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) == size_t(bytes.size()) && std::fflush(stdout) == 0;
}

} // namespace

void CommandOutput::succeed(const QJsonValue &result)
{
    const QByteArray json = text(result);
    QCoreApplication::exit(writeOut(json) ? 0 : 1);
}

void CommandOutput::succeed(const JsonWriter &result)
{
    QCoreApplication::exit(writeOut(result.text()) ? 0 : 1);
}

void CommandOutput::printText(const QString &text, int exitCode)
{
    QCoreApplication::exit(writeOut(text.toUtf8()) ? exitCode : 1);
}

void CommandOutput::fail(const RepositoryError &error)
{
    write(error);
    QCoreApplication::exit(1);
}

void CommandOutput::failAfter(const QJsonValue &result, const RepositoryError &error)
{
    (void)writeOut(text(result));
    fail(error);
}

void CommandOutput::write(const RepositoryError &error)
{
    std::fputs(text(QJsonObject{{u"error"_s, error.toJson()}}).constData(), stderr);
}

void CommandOutput::warn(const QString &problem)
{
    std::fputs(text(QJsonObject{{u"warning"_s, problem}}).constData(), stderr);
}

} // namespace pivotal::app

#include "repo/domain/change_notice.h"

#include "repo/domain/json_reader.h"

#include <QJsonDocument>

namespace pivotal {

QString ChangeNotice::toPayload() const
{
    return QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("organizationId"), organization.value},
                                                       {QStringLiteral("resource"), resource},
                                                       {QStringLiteral("id"), id},
                                                       {QStringLiteral("origin"), origin}})
                                 .toJson(QJsonDocument::Compact));
}

std::optional<ChangeNotice> ChangeNotice::fromPayload(const QString &payload)
{
    const QJsonObject json = QJsonDocument::fromJson(payload.toUtf8()).object();
    JsonReader reader(json);
    const ChangeNotice notice{{reader.text("organizationId")}, reader.text("resource"), reader.text("id"), reader.text("origin")};
    return reader.isGood() ? std::optional(notice) : std::nullopt;
}

} // namespace pivotal

#include "repo/domain/change_notice.h"

#include "repo/domain/json_reader.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pivotal {

QString ChangeNotice::toPayload() const
{
    return QString::fromUtf8(
        QJsonDocument(
            QJsonObject{{u"organizationId"_s, organization.value}, {u"resource"_s, resource}, {u"id"_s, id}, {u"origin"_s, origin}})
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

#include "ui/users/user_drafts.h"

#include "repo/db/closing.h"
#include "repo/paging/delivery.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

using namespace Qt::StringLiterals;

namespace pivotal::ui {

namespace {

constexpr int pauseMs = 400;

QJsonObject toJson(const UserEdit &values)
{
    QJsonObject json;
    for (const auto &[field, value] : values)
        json.insert(info(field).name, value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null));
    return json;
}

UserEdit editFromJson(const QJsonObject &json)
{
    UserEdit values;
    for (const UserFieldInfo &field : userFields())
        if (const auto found = json.constFind(field.name); found != json.constEnd())
            values.emplace(field.field, found->isNull() ? FieldValue() : FieldValue(found->toString()));
    return values;
}

QString payloadOf(const UserDraft &draft)
{
    UserEdit base;
    for (const UserFieldInfo &field : userFields())
        base.emplace(field.field, fieldValue(draft.base, field.field));
    const QJsonObject json{{u"updatedAt"_s, draft.base.updatedAt.toSqlText()}, {u"base"_s, toJson(base)}, {u"edit"_s, toJson(draft.edit)}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

/// One that can't be read, as of another version, has no edit.
UserDraft draftFrom(const local::KeptDraft &kept)
{
    const QJsonObject json = QJsonDocument::fromJson(kept.payload.toUtf8()).object();
    UserDraft draft{{}, editFromJson(json.value(u"edit"_s).toObject())};
    draft.base = withChanges(draft.base, editFromJson(json.value(u"base"_s).toObject()));
    draft.base.id = {kept.item};
    const auto updatedAt = Instant::fromSqlText(json.value(u"updatedAt"_s).toString().toLatin1());
    if (!updatedAt)
        return {};
    draft.base.updatedAt = *updatedAt;
    return draft;
}

} // namespace

UserDrafts::UserDrafts(QObject *parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &UserDrafts::flush);
}

UserDrafts::~UserDrafts()
{
    flushAll();
    if (m_disk)
        db::closeBehind([disk = std::move(m_disk)]() mutable { disk.reset(); });
}

void UserDrafts::setFile(const QString &path)
{
    m_disk = std::make_shared<Disk>([path] { return std::make_unique<local::DraftFile>(path); });
}

void UserDrafts::open(const QString &target)
{
    flush();
    m_target = target;
    m_drafts.clear();
    Q_EMIT countChanged(0);
    if (!m_disk || target.isEmpty())
        return;
    deliver(
        m_disk->run([target](local::DraftFile &file) { return std::pair(target, file.adopt(target)); }), this,
        [this](const std::pair<QString, QList<local::KeptDraft>> &adopted) {
            if (adopted.first == m_target)
                onAdopted(adopted.second);
        },
        [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

void UserDrafts::onAdopted(const QList<local::KeptDraft> &kept)
{
    QList<UserDraft> drafts;
    for (const local::KeptDraft &each : kept)
        if (const UserDraft draft = draftFrom(each); !draft.edit.empty() && !m_drafts.contains(draft.base.id))
            drafts << draft;
    if (!drafts.isEmpty())
        Q_EMIT found(drafts);
}

const UserDraft *UserDrafts::find(const UserId &id) const
{
    const auto draft = m_drafts.constFind(id);
    return draft == m_drafts.cend() ? nullptr : &*draft;
}

void UserDrafts::keep(const UserDraft &draft)
{
    const qsizetype before = m_drafts.size();
    m_drafts.insert(draft.base.id, draft);
    m_unwritten << draft.base.id;
    if (!m_pause.isActive())
        m_pause.start();
    if (m_drafts.size() != before)
        Q_EMIT countChanged(count());
}

void UserDrafts::remove(const UserId &id)
{
    if (m_drafts.remove(id) == 0)
        return;
    m_unwritten.remove(id);
    forget(id);
    Q_EMIT countChanged(count());
}

void UserDrafts::forget(const UserId &id)
{
    write([target = m_target, id](local::DraftFile &file) { file.remove(target, id.value); });
}

void UserDrafts::removeAll()
{
    const QList<UserId> ids = m_drafts.keys();
    for (const UserId &id : ids)
        remove(id);
}

void UserDrafts::flush()
{
    m_pause.stop();
    const QSet<UserId> unwritten = std::exchange(m_unwritten, {});
    for (const UserId &id : unwritten)
        write([target = m_target, kept = local::KeptDraft{id.value, payloadOf(m_drafts.value(id))}](local::DraftFile &file) {
            file.put(target, kept);
        });
}

void UserDrafts::flushAll()
{
    for (auto it = m_drafts.keyBegin(); it != m_drafts.keyEnd(); ++it)
        m_unwritten << *it;
    flush();
}

template <class Work>
void UserDrafts::write(Work work)
{
    if (!m_disk || m_target.isEmpty())
        return;
    deliver(
        m_disk->run([work](local::DraftFile &file) {
            work(file);
            return true;
        }),
        this, [](bool) {}, [this](const RepositoryError &error) { Q_EMIT failed(error); });
}

} // namespace pivotal::ui

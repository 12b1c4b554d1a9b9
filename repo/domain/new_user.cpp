#include "repo/domain/new_user.h"

#include "repo/domain/repository_error.h"
#include "repo/domain/text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pivotal {

namespace {

constexpr int maxEmailLength = 255;

} // namespace

void NewUser::validate() const
{
    static const QRegularExpression shape(u"^[^\\s@\\x00-\\x1f]+@[^\\s@\\x00-\\x1f]+$"_s);
    if (email.toUcs4().size() > maxEmailLength || !shape.match(email).hasMatch())
        throw validationError(Text::tr("“%1” is not an email address.").arg(email.left(60)));
    pivotal::validate(fields);
    for (const UserField required : {UserField::FirstName, UserField::LastName})
        if (!fields.contains(required))
            throw validationError(Text::tr("A new user needs a value for “%1”.").arg(fieldLabel(required)));
}

} // namespace pivotal

#pragma once

#include "repo/domain/user_edit.h"

#include <QString>

namespace pivotal {

/// A user to be created: the email, and any of the editable fields. First and last name are required; the others have
/// the database's defaults (UTC, en-US, pending).
struct NewUser
{
    QString email;
    UserEdit fields;

    /// Throws VALIDATION_ERROR.
    void validate() const;
};

} // namespace pivotal

#include "repo/audit/spooled_row.h"
#include "repo/domain/repository_error.h"
#include "tests/fuzz/fuzz.h"

using namespace Qt::StringLiterals;

using namespace pivotal;

/// An event of the audit spool: what is read is spooled as the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString payload = QString::fromUtf8(fuzz::bytesOf(data, size));
    (void)toJson(refusedEvents({{{u"id"_s}, payload, payload, payload}}));
    try {
        const sql::AuditRow row = rowFromSpool(payload);
        const sql::AuditRow again = rowFromSpool(toSpool(row));
        fuzz::check(again.action == row.action && again.oldValues == row.oldValues && again.newValues == row.newValues);
    } catch (const RepositoryError &) {
    }
    return 0;
}

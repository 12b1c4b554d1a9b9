#include "repo/domain/repository_error.h"
#include "repo/plans/conditions.h"
#include "repo/plans/plan.h"
#include "repo/plans/plan_problems.h"
#include "repo/plans/tokens.h"
#include "tests/fuzz/fuzz.h"

using namespace Qt::StringLiterals;

using namespace pivotal;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    (void)plans::tokensOf(text);
    (void)plans::conditionsOf(text, u"u"_s);
    (void)plans::orderKeyOf(text, u"u"_s);
    try {
        const plans::Plan plan = plans::parsePlan(text);
        (void)plans::planText(plan);
        for (const plans::PlanProblem &problem : plans::problemsOf(plan))
            (void)plans::nodeAt(plan, problem.path);
    } catch (const RepositoryError &) {
    }
    return 0;
}

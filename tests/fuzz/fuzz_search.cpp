#include "repo/users/user_search_sql.h"
#include "tests/fuzz/fuzz.h"

using namespace Qt::StringLiterals;

using namespace pivotal;

/// A term becomes a condition whose text is the same whatever was typed: what was typed is bound.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    for (const bool folds : {false, true})
        for (SearchTerm term : parseSearch(text)) {
            fuzz::check(!term.text.isEmpty());
            sql::Conditions typed;
            sql::addSearch(typed, {}, term, folds);
            term.text = u"word"_s;
            sql::Conditions plain;
            sql::addSearch(plain, {}, term, folds);
            fuzz::check(typed.text() == plain.text() && typed.binds().size() == plain.binds().size());
        }
    return 0;
}

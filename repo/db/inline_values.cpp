#include "repo/db/inline_values.h"

#include <QSqlField>

namespace pivotal::db {

QString withInlineValues(const sql::Statement &statement, const QSqlDriver &driver)
{
    QString text;
    text.reserve(statement.text.size() + 64 * statement.binds.size());
    qsizetype next = 0;
    for (const QChar character : statement.text) {
        if (character != u'?' || next >= statement.binds.size()) {
            text += character;
            continue;
        }
        const QVariant &value = statement.binds.at(next++);
        QSqlField field(QString(), value.metaType());
        field.setValue(value);
        text += driver.formatValue(field);
    }
    return text;
}

} // namespace pivotal::db

#pragma once

#include <QStringList>
#include <QToolButton>

namespace pivotal::ui {

/// Says that a list is slow for want of indexes, by their migrations; a click asks for the first of them. Hidden where none is
/// missing.
class MissingIndexHint : public QToolButton
{
    Q_OBJECT

public:
    explicit MissingIndexHint(QWidget *parent = nullptr);

    void setIndexes(const QStringList &names);

Q_SIGNALS:
    void indexRequested(const QString &name);

private:
    QStringList m_names;
};

} // namespace pivotal::ui

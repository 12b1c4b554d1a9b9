#pragma once

#include "repo/domain/user_edit.h"

#include <QFrame>

class QTextBrowser;

namespace pivotal::ui {

/// A save met a newer row: base, theirs and mine side by side for every field that either side changed, and two ways
/// out.
class ConflictView : public QFrame
{
    Q_OBJECT

public:
    explicit ConflictView(QWidget *parent = nullptr);
    void showConflict(const User &base, const User &theirs, const UserEdit &mine);
    [[nodiscard]] QString plainText() const;

Q_SIGNALS:
    void keepMine();
    void takeTheirs();

private:
    QTextBrowser *m_text;
};

} // namespace pivotal::ui

#pragma once

#include "repo/domain/repository_error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace pivotal {

/// Delivers a future's outcome on the thread of `context`, as one event: `onValue(T)`, or `onError(RepositoryError)`.
/// Nothing is delivered after the future was cancelled or the context is gone; a context that goes cancels the future,
/// so that a query nobody waits for ends on the server too.
template <class T, class OnValue, class OnError>
void deliver(const QFuture<T> &future, QObject *context, OnValue onValue, OnError onError)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, onValue, onError] {
        watcher->deleteLater();
        const QFuture<T> done = watcher->future();
        try {
            // A failed future counts as cancelled too, so the exception is asked for first. Finished: nothing waits.
            watcher->waitForFinished();
            if (!done.isCanceled())
                onValue(done.result());
        } catch (const RepositoryError &error) {
            if (error.code != ErrorCode::Cancelled)
                onError(error);
        }
    });
    QObject::connect(watcher, &QObject::destroyed, [cancel = QFuture<T>(future)]() mutable {
        if (!cancel.isFinished())
            cancel.cancel();
    });
    watcher->setFuture(future);
}

} // namespace pivotal

#pragma once

#include "repo/metrics/budget.h"
#include "repo/smoke/smoke_case.h"

#include <QByteArray>
#include <QMap>
#include <QSettings>
#include <QString>

namespace pivotal::ui {

/// What the window remembers from one run to the next: every key is named here, once.
class UiSettings
{
public:
    [[nodiscard]] QByteArray geometry() const { return m_settings.value(QStringLiteral("window/geometry")).toByteArray(); }
    void setGeometry(const QByteArray &geometry) { m_settings.setValue(QStringLiteral("window/geometry"), geometry); }

    [[nodiscard]] QString theme() const { return m_settings.value(QStringLiteral("view/theme"), QStringLiteral("system")).toString(); }
    void setTheme(const QString &theme) { m_settings.setValue(QStringLiteral("view/theme"), theme); }

    [[nodiscard]] QString zone() const { return m_settings.value(QStringLiteral("view/zone"), QStringLiteral("utc")).toString(); }
    void setZone(const QString &zone) { m_settings.setValue(QStringLiteral("view/zone"), zone); }

    [[nodiscard]] int pageSize() const { return m_settings.value(QStringLiteral("view/pageSize"), 50).toInt(); }
    void setPageSize(int size) { m_settings.setValue(QStringLiteral("view/pageSize"), size); }

    /// A page's column layout and splitter, by the page's id.
    [[nodiscard]] QByteArray columns(const QString &page) const { return m_settings.value(page + QStringLiteral("/columns")).toByteArray(); }
    void setColumns(const QString &page, const QByteArray &state) { m_settings.setValue(page + QStringLiteral("/columns"), state); }
    [[nodiscard]] QByteArray splitter(const QString &page) const { return m_settings.value(page + QStringLiteral("/splitter")).toByteArray(); }
    void setSplitter(const QString &page, const QByteArray &state) { m_settings.setValue(page + QStringLiteral("/splitter"), state); }

    /// From how many ms on a statement counts as slow on the performance page.
    [[nodiscard]] double slowMs(double fallback) const { return m_settings.value(QStringLiteral("performance/slowMs"), fallback).toDouble(); }
    void setSlowMs(double ms) { m_settings.setValue(QStringLiteral("performance/slowMs"), ms); }

    /// Targets of the smoke test's cases that aren't the seed report's, by the case's id.
    [[nodiscard]] QMap<QString, metrics::Budget> budgets() const
    {
        QMap<QString, metrics::Budget> budgets;
        const auto saved = loadBudgets(QStringLiteral("performance/budgets"));
        for (const auto &[kept, budget] : saved.asKeyValueRange())
            if (const QString id = smoke::caseIdOf(kept); budget != smoke::reportBudget(id))
                budgets.insert(id, budget);
        return budgets;
    }
    void setBudgets(const QMap<QString, metrics::Budget> &budgets) { saveBudgets(QStringLiteral("performance/budgets"), budgets); }

    [[nodiscard]] metrics::Budgets operationBudgets() const { return metrics::Budgets(loadBudgets(QStringLiteral("performance/operationBudgets"))); }
    void setOperationBudgets(const metrics::Budgets &budgets) { saveBudgets(QStringLiteral("performance/operationBudgets"), budgets.changed()); }

private:
    [[nodiscard]] QMap<QString, metrics::Budget> loadBudgets(const QString &key) const
    {
        QMap<QString, metrics::Budget> budgets;
        const QVariantMap saved = m_settings.value(key).toMap();
        for (const auto &[name, value] : saved.asKeyValueRange())
            budgets.insert(name, {value.toList().value(0).toDouble(), value.toList().value(1).toDouble()});
        return budgets;
    }
    void saveBudgets(const QString &key, const QMap<QString, metrics::Budget> &budgets)
    {
        QVariantMap saved;
        for (const auto &[name, budget] : budgets.asKeyValueRange())
            saved.insert(name, QVariantList{budget.medianMs, budget.p95Ms});
        m_settings.setValue(key, saved);
    }

    QSettings m_settings;
};

} // namespace pivotal::ui

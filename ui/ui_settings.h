#pragma once

#include "repo/metrics/budget.h"
#include "repo/smoke/smoke_case.h"

#include <QByteArray>
#include <QMap>
#include <QSettings>
#include <QString>

namespace pivotal::ui {

using namespace Qt::StringLiterals;

/// What the window remembers from one run to the next: every key is named here, once.
class UiSettings
{
public:
    [[nodiscard]] QByteArray geometry() const { return m_settings.value(u"window/geometry"_s).toByteArray(); }
    void setGeometry(const QByteArray &geometry) { m_settings.setValue(u"window/geometry"_s, geometry); }

    [[nodiscard]] QString theme() const { return m_settings.value(u"view/theme"_s, u"system"_s).toString(); }
    void setTheme(const QString &theme) { m_settings.setValue(u"view/theme"_s, theme); }

    [[nodiscard]] QString zone() const { return m_settings.value(u"view/zone"_s, u"utc"_s).toString(); }
    void setZone(const QString &zone) { m_settings.setValue(u"view/zone"_s, zone); }

    [[nodiscard]] int pageSize() const { return m_settings.value(u"view/pageSize"_s, 50).toInt(); }
    void setPageSize(int size) { m_settings.setValue(u"view/pageSize"_s, size); }

    /// A page's column layout and splitter, by the page's id.
    [[nodiscard]] QByteArray columns(const QString &page) const { return m_settings.value(page + u"/columns"_s).toByteArray(); }
    void setColumns(const QString &page, const QByteArray &state) { m_settings.setValue(page + u"/columns"_s, state); }
    [[nodiscard]] QByteArray splitter(const QString &page) const { return m_settings.value(page + u"/splitter"_s).toByteArray(); }
    void setSplitter(const QString &page, const QByteArray &state) { m_settings.setValue(page + u"/splitter"_s, state); }

    /// From how many ms on a statement counts as slow on the performance page.
    [[nodiscard]] double slowMs(double fallback) const { return m_settings.value(u"performance/slowMs"_s, fallback).toDouble(); }
    void setSlowMs(double ms) { m_settings.setValue(u"performance/slowMs"_s, ms); }

    /// Targets of the smoke test's cases that aren't the seed report's, by the case's id.
    [[nodiscard]] QMap<QString, metrics::Budget> budgets() const
    {
        QMap<QString, metrics::Budget> budgets;
        const auto saved = loadBudgets(u"performance/budgets"_s);
        for (const auto &[kept, budget] : saved.asKeyValueRange())
            if (const QString id = smoke::caseIdOf(kept); budget != smoke::reportBudget(id))
                budgets.insert(id, budget);
        return budgets;
    }
    void setBudgets(const QMap<QString, metrics::Budget> &budgets) { saveBudgets(u"performance/budgets"_s, budgets); }

    [[nodiscard]] metrics::Budgets operationBudgets() const { return metrics::Budgets(loadBudgets(u"performance/operationBudgets"_s)); }
    void setOperationBudgets(const metrics::Budgets &budgets) { saveBudgets(u"performance/operationBudgets"_s, budgets.changed()); }

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

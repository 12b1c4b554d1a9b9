<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>pivotal::models::IndexesModel</name>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them invalid</source>
        <translation>
            <numerusform>%n of them invalid</numerusform>
            <numerusform>%n of them invalid</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n indexes</source>
        <translation>
            <numerusform>%n index</numerusform>
            <numerusform>%n indexes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n indexes</source>
        <translation>
            <numerusform>%1 of %n index</numerusform>
            <numerusform>%1 of %n indexes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n missing</source>
        <translation>
            <numerusform>%1 of %n missing</numerusform>
            <numerusform>%1 of %n missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::models::SmokeTableModel</name>
    <message numerus="yes">
        <source>Median of the last %Ln run(s): %1 … %2, lowest %3, highest %4</source>
        <translation>
            <numerusform>Median of the last run: %1 … %2, lowest %3, highest %4</numerusform>
            <numerusform>Median of the last %Ln runs: %1 … %2, lowest %3, highest %4</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::AuditPage</name>
    <message numerus="yes">
        <source>%1 event(s) match</source>
        <translation>
            <numerusform>%1 event matches</numerusform>
            <numerusform>%1 events match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s)</source>
        <translation>
            <numerusform>%1 event</numerusform>
            <numerusform>%1 events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln new event(s)</source>
        <translation>
            <numerusform>More than %Ln new event</numerusform>
            <numerusform>More than %Ln new events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new event(s)</source>
        <translation>
            <numerusform>%Ln new event</numerusform>
            <numerusform>%Ln new events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::BuildBar</name>
    <message numerus="yes">
        <source>%n more after it</source>
        <translation>
            <numerusform>%n more after it</numerusform>
            <numerusform>%n more after it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::DiagnosisCard</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::IndexChanges</name>
    <message numerus="yes">
        <source>Roll back %n indexes?</source>
        <translation>
            <numerusform>Roll back %n index?</numerusform>
            <numerusform>Roll back %n indexes?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::IndexesPanel</name>
    <message numerus="yes">
        <source>Apply the ten of the report (%n missing)</source>
        <translation>
            <numerusform>Apply the ten of the report (%n missing)</numerusform>
            <numerusform>Apply the ten of the report (%n missing)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::IndexesPage</name>
    <message numerus="yes">
        <source>%Ln missing</source>
        <translation>
            <numerusform>%Ln missing</numerusform>
            <numerusform>%Ln missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::MainWindow</name>
    <message numerus="yes">
        <source>%Ln selected row(s) were not copied.</source>
        <translation>
            <numerusform>%Ln selected row was not copied.</numerusform>
            <numerusform>%Ln selected rows were not copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::OperationTiles</name>
    <message numerus="yes">
        <source>%Ln call(s)</source>
        <translation>
            <numerusform>%Ln call</numerusform>
            <numerusform>%Ln calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::OperationsPanel</name>
    <message numerus="yes">
        <source>%Ln call(s) failed: %1</source>
        <translation>
            <numerusform>%Ln call failed: %1</numerusform>
            <numerusform>%Ln calls failed: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retried %Ln time(s): %1</source>
        <translation>
            <numerusform>Retried once: %1</numerusform>
            <numerusform>Retried %Ln times: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::SmokePanel</name>
    <message numerus="yes">
        <source>%Ln of %1 case(s) over target, the worst: %2 at %3 × its target</source>
        <translation>
            <numerusform>%Ln of %1 cases is over its target: %2, at %3 × it</numerusform>
            <numerusform>%Ln of %1 cases are over their targets, the worst is %2 at %3 × its target</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::MissingIndexHint</name>
    <message numerus="yes">
        <source>%Ln index(es) missing</source>
        <comment>for the list that is shown</comment>
        <translation>
            <numerusform>%Ln index missing</numerusform>
            <numerusform>%Ln indexes missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::StatusStrip</name>
    <message numerus="yes">
        <source>%Ln index(es) missing</source>
        <translation>
            <numerusform>%Ln index missing</numerusform>
            <numerusform>%Ln indexes missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln round trip(s)</source>
        <translation>
            <numerusform>%Ln round trip</numerusform>
            <numerusform>%Ln round trips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln user(s) with unsaved changes</source>
        <translation>
            <numerusform>%Ln user with unsaved changes</numerusform>
            <numerusform>%Ln users with unsaved changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln audit event(s) waiting</source>
        <translation>
            <numerusform>%Ln audit event waiting</numerusform>
            <numerusform>%Ln audit events waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln audit event(s) refused</source>
        <translation>
            <numerusform>%Ln audit event refused</numerusform>
            <numerusform>%Ln audit events refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::UserDetails</name>
    <message numerus="yes">
        <source>Last sign-in %1, %2 sign-in(s)</source>
        <translation>
            <numerusform>Last sign-in %1, %2 sign-in</numerusform>
            <numerusform>Last sign-in %1, %2 sign-ins</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 failed attempt(s)</source>
        <translation>
            <numerusform>%1 failed attempt</numerusform>
            <numerusform>%1 failed attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::UsersPage</name>
    <message numerus="yes">
        <source>%1 user(s) match</source>
        <translation>
            <numerusform>%1 user matches</numerusform>
            <numerusform>%1 users match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unsaved changes to %Ln user(s) are here again.</source>
        <translation>
            <numerusform>Unsaved changes to %Ln user are here again.</numerusform>
            <numerusform>Unsaved changes to %Ln users are here again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are unsaved changes to %Ln user(s).</source>
        <translation>
            <numerusform>There are unsaved changes to %Ln user.</numerusform>
            <numerusform>There are unsaved changes to %Ln users.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::ListPage</name>
    <message numerus="yes">
        <source>%Ln row(s) between are not loaded, and not selected.</source>
        <translation>
            <numerusform>%Ln row between is not loaded, and not selected.</numerusform>
            <numerusform>%Ln rows between are not loaded, and not selected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pivotal::ui::Pager</name>
    <message numerus="yes">
        <source>%1 · %Ln selected</source>
        <translation>
            <numerusform>%1 · %Ln selected</numerusform>
            <numerusform>%1 · %Ln selected</numerusform>
        </translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>pivotal::ui::MainWindow</name>
    <message numerus="yes">
        <source>There are unsaved changes to %Ln user(s).</source>
        <translation>
            <numerusform>There are unsaved changes to %Ln user.</numerusform>
            <numerusform>There are unsaved changes to %Ln users.</numerusform>
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
</context>
<context>
    <name>pivotal::ui::UserDetails</name>
    <message numerus="yes">
        <source>Last sign-in %1, %Ln sign-in(s)</source>
        <translation>
            <numerusform>Last sign-in %1, %Ln sign-in</numerusform>
            <numerusform>Last sign-in %1, %Ln sign-ins</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed attempt(s)</source>
        <translation>
            <numerusform>%Ln failed attempt</numerusform>
            <numerusform>%Ln failed attempts</numerusform>
        </translation>
    </message>
</context>
</TS>

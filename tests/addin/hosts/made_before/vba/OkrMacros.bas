Attribute VB_Name = "OkrMacros"
Option Explicit

Public Sub OkrRestartPython()
    OkrStopPython
    Application.CalculateFull
End Sub


Public Sub OkrDescribeFunctions()
    Dim saved As Boolean
    saved = ThisWorkbook.Saved
    OkrDescribe "OKR_PROGRESS", "OKR", "How far along one key result is, raw: below 0 after a regression, above 1 when overachieved.", Array("where the key result began", "where it should end", "where it is today", "metric (default), increase, decrease, milestone, binary, at least, at most, between")
    OkrDescribe "OKR_SCORE", "OKR", "Progress clamped to 0..1.", Array("a raw progress")
    OkrDescribe "OKR_GRADE", "OKR", "Red, yellow or green: aspirational is green from 0.7, committed only at 1.", Array("a score or progress", "aspirational (default) or committed")
    OkrDescribe "OKR_EXPECTED", "OKR", "The share of the period that has passed, 0..1.", Array("first day of the period", "last day of the period", "the day to look from, usually a cell with =TODAY()")
    OkrDescribe "OKR_STATUS", "OKR", "no data, achieved, on track, at risk or off track.", Array("a score, 0..1", "the score expected by now", "how far behind is at risk; 0.10 when left out", "how far behind is off track; 0.25 when left out")
    OkrDescribe "OKR_ROLLUP", "OKR", "The weighted mean of the progress values that have data, each clamped to 0..1 first.", Array("the progress of several key results", "how much each one counts; blank cells count 1")
    OkrDescribe "OKR_COVERAGE", "OKR", "The share of the cells that have data, 0..1.", Array("the progress of several key results")
    OkrDescribe "OKR_CASCADE", "OKR", "Progress carried up the tree: each objective's own and its children's, as a column.", Array("the ids of all objectives", "for each objective, the id of the one that it serves", "each objective's own progress; blank when it has none", "how much each one counts; blank cells count 1")
    OkrDescribe "OKR_ALIGNMENT", "OKR", "One word per objective: top, aligned, orphan, unknown parent, skips level, inverted level, cycle, duplicate id.", Array("the ids of all objectives", "for each objective, the id of the one that it serves", "Organisation, CEO, Team or Skills for each objective")
    OkrDescribe "OKR_FORECAST", "OKR", "The progress at the end date if the check-ins go on in a straight line.", Array("the days of the check-ins", "their values", "where the key result began", "where it should end", "the day to look ahead to")
    OkrDescribe "OKR_STALE", "OKR", "TRUE when the last check-in is too old, or there is none.", Array("the day of the last check-in; may be blank", "the day to look from, usually a cell with =TODAY()", "after how many days it is stale; 14 when left out")
    OkrDescribe "SKILL_LEVEL", "SKILL", "A person's level in a skill: the weighted mean of the ratings that are there.", Array("the person's own rating, or several", "colleagues' ratings", "the manager's rating", "levels shown by certificates and projects", "weight, 1 when left out", "weight, 2 when left out", "weight, 3 when left out", "weight, 4 when left out")
    OkrDescribe "SKILL_GAP", "SKILL", "How many levels are lacking, 0 when there is enough.", Array("the level that a person has; blank when not rated", "the level that is required")
    OkrDescribe "SKILL_GAPS", "SKILL", "The gaps of a whole matrix of people and skills.", Array("levels of people (rows) in skills (columns)", "one row: the level required in each skill")
    OkrDescribe "SKILL_COVERAGE", "SKILL", "The share of the required levels that is there, 0..1.", Array("the levels that are there", "the levels that are required", "how much each one counts; blank cells count 1")
    OkrDescribe "SKILL_BUS_FACTOR", "SKILL", "How many people stand at or above a level.", Array("the levels of people, 0 to 5; not rated may be blank", "the level to count from")
    OkrDescribe "SKILL_MISSING", "SKILL", "How many people are lacking at a level.", Array("the levels of people, 0 to 5; not rated may be blank", "the level that is needed", "how many people are needed at that level")
    OkrDescribe "SKILL_READINESS", "SKILL", "How ready a goal is, 0..1, given the people that its skills require.", Array("how many people there are for each requirement", "how many are required", "how much each one counts; blank cells count 1")
    OkrDescribe "SKILL_CERT", "SKILL", "missing, not yet valid, valid, expiring or expired.", Array("the day of issue; blank when there is no certificate", "the day it expires; blank when never", "the day to look from, usually a cell with =TODAY()", "from how many days before it says expiring; 60 when left out")
    ThisWorkbook.Saved = saved
End Sub

' Excel refuses while no workbook is in sight; the help is not worth an error then.
Private Sub OkrDescribe(ByVal name As String, ByVal category As String, ByVal help As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=help, Category:=category, ArgumentDescriptions:=arguments
End Sub

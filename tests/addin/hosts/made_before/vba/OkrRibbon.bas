Attribute VB_Name = "OkrRibbon"
Option Explicit

Private Const ADDIN As String = "okrsheets.xlam"

Public Sub OkrOnEntry(control As IRibbonControl)
    OkrMenu control.Tag
End Sub

Public Sub OkrOnRestartPython(control As IRibbonControl)
    OkrRestartPython
End Sub

Public Sub OkrShowsTab(control As IRibbonControl, ByRef visible As Variant)
    visible = OkrAnswers()
End Sub

' Beside the add-in, a copy of it under another name and a workbook that carries the functions show no tab of their own.
Public Function OkrAnswers() As Boolean
    Dim other As Object
    OkrAnswers = True
    If LCase$(ThisWorkbook.Name) = ADDIN Then Exit Function
    On Error Resume Next
    Set other = Workbooks(ADDIN)
    OkrAnswers = other Is Nothing
End Function

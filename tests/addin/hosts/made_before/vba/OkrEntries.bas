Attribute VB_Name = "OkrEntries"
Option Explicit

Private Const UNIT As Long = 31 ' between one answer and the next

' Python says what to ask, and is called again with what was answered, until it is done. An answer of no, or Cancel, ends it.
Public Sub OkrMenu(ByVal entry As String)
    Dim said As String, asked As String, answer As String, parts() As String
    On Error GoTo failed
    If ActiveWorkbook Is Nothing Then
        OkrBox "Open a workbook of objectives and key results first.", "OKR", vbInformation
        Exit Sub
    End If
    Do
        asked = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "okr_menu", Array(entry, ActiveWorkbook, said))
        parts = Split(asked, Chr$(29))
        answer = ""
        Select Case parts(0)
        Case "tell"
            OkrBox parts(2), parts(1), vbInformation
            Exit Sub
        Case "agrees"
            If OkrBox(parts(2), parts(1), vbYesNo + vbQuestion) <> vbYes Then Exit Sub
            answer = "yes"
        Case "fill"
            If Not OkrFilled(parts, answer) Then Exit Sub
        Case Else
            If UBound(parts) > 0 Then OkrOffersUndo parts(1)
            Exit Sub
        End Select
        said = said & asked & Chr$(30) & answer & Chr$(30)
    Loop
failed:
    OkrBox Err.Description, "OKR", vbExclamation
End Sub

Private Function OkrFilled(parts() As String, ByRef answer As String) As Boolean
    Dim number As Long, last As Long, title As String, question() As String, given As Variant
    last = UBound(parts)
    For number = 2 To last
        question = Split(parts(number), Chr$(UNIT))
        title = parts(1) & " (" & (number - 1) & " of " & (last - 1) & ")"
        If question(2) = "box" Then
            given = OkrTicked(question(0), title, question(1))
        Else
            given = OkrLine(question(0), title, question(1))
        End If
        If VarType(given) = vbBoolean Then Exit Function
        If number > 2 Then answer = answer & Chr$(UNIT)
        answer = answer & given
    Next number
    OkrFilled = True
End Function

' Yes, no, or False for Cancel.
Private Function OkrTicked(ByVal question As String, ByVal title As String, ByVal usual As String) As Variant
    Dim buttons As Long
    buttons = vbYesNoCancel + vbQuestion
    If usual = "no" Then buttons = buttons + vbDefaultButton2
    Select Case OkrBox(question & "?", title, buttons)
    Case vbYes
        OkrTicked = "yes"
    Case vbNo
        OkrTicked = "no"
    Case Else
        OkrTicked = False
    End Select
End Function

Public Sub OkrCheckIn()
    OkrMenu "check_in"
End Sub

Public Sub OkrCheckAlignment()
    OkrMenu "check_alignment"
End Sub

Public Sub OkrRefresh()
    OkrMenu "refresh"
End Sub

Public Sub OkrValues()
    OkrMenu "values"
End Sub

Public Sub OkrClose()
    OkrMenu "close"
End Sub

Public Sub OkrUndo()
    OkrMenu "undo"
End Sub

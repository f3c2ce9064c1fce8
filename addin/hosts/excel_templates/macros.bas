Option Explicit

' Names bind when a formula is entered, not always when a file is opened: a cell that shows #NAME? is cured by this.
Public Sub OkrEnterFormulasAgain()
    Dim sheet As Object, locked As String, calculation As Long
    calculation = Application.Calculation
    Application.Calculation = xlCalculationManual ' once at the end, not after every cell
    On Error GoTo failed
    For Each sheet In ActiveWorkbook.Worksheets
        If OkrUnlocked(sheet) Then
            OkrEnterSheet sheet
        Else
            locked = locked & vbLf & sheet.Name
        End If
    Next sheet
    Application.Calculation = calculation
    If locked <> "" Then MsgBox "These sheets have a password; unprotect them and try again:" & locked, vbInformation, "okrsheets"
    Exit Sub
failed:
    MsgBox Err.Description, vbExclamation, "okrsheets"
    Application.Calculation = calculation
End Sub

Public Sub OkrRestartPython()
    OkrStopPython
    Application.CalculateFull
End Sub

Private Sub OkrEnterSheet(ByVal sheet As Object)
    Dim cell As Object
    For Each cell In sheet.UsedRange.Cells
        If OkrNamesOurs(CStr(cell.Formula)) Then OkrEnterCell cell
    Next cell
End Sub

Private Function OkrNamesOurs(ByVal formula As String) As Boolean
    If Left$(formula, 1) = "=" Then OkrNamesOurs = InStr(formula, "OKR_") > 0 Or InStr(formula, "SKILL_") > 0
End Function

Private Sub OkrEnterCell(ByVal cell As Object)
    If cell.HasArray Then
        If cell.Address = cell.CurrentArray.Cells(1, 1).Address Then cell.CurrentArray.FormulaArray = cell.FormulaArray
        Exit Sub
    End If
    On Error GoTo older
    If cell.HasSpill Then
        If cell.Address <> cell.SpillParent.Address Then Exit Sub
    End If
    cell.Formula2 = cell.Formula2
    Exit Sub
older: ' an Excel without dynamic arrays
    cell.Formula = cell.Formula
End Sub

' A sheet that is protected without a password lets macros through, and keeps what it allows people to do.
Private Function OkrUnlocked(ByVal sheet As Object) As Boolean
    OkrUnlocked = True
    If Not sheet.ProtectContents Then Exit Function
    On Error GoTo password
    With sheet.Protection
        sheet.Protect DrawingObjects:=sheet.ProtectDrawingObjects, Contents:=True, Scenarios:=sheet.ProtectScenarios, UserInterfaceOnly:=True, _
            AllowFormattingCells:=.AllowFormattingCells, AllowFormattingColumns:=.AllowFormattingColumns, AllowFormattingRows:=.AllowFormattingRows, _
            AllowInsertingColumns:=.AllowInsertingColumns, AllowInsertingRows:=.AllowInsertingRows, AllowInsertingHyperlinks:=.AllowInsertingHyperlinks, _
            AllowDeletingColumns:=.AllowDeletingColumns, AllowDeletingRows:=.AllowDeletingRows, AllowSorting:=.AllowSorting, _
            AllowFiltering:=.AllowFiltering, AllowUsingPivotTables:=.AllowUsingPivotTables
    End With
    Exit Function
password:
    OkrUnlocked = False
End Function

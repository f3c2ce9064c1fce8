Attribute VB_Name = "OkrBridge"
Option Explicit
Option Private Module

' Starts Python once and hands cells to it. `okrsheets addin install excel` writes the settings that are read here and
' puts xlwings' library beside them, under a name without a version: a workbook fits every version of xlwings.
' The library, and how it is called, are those of xlwings (BSD 3-clause, Zoomer Analytics LLC).

#If Win64 Then
    Private Const LIBRARY As String = "okrsheets64.dll"
    Private Declare PtrSafe Function ActivateAuto Lib "okrsheets64.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
#Else
    Private Const LIBRARY As String = "okrsheets32.dll"
    Private Declare PtrSafe Function ActivateAuto Lib "okrsheets32.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
#End If
Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr

Private Const SERVER As String = "from okrsheets.addin.hosts.excel_udfs import serve; serve('$(CLSID)')"
Private Const MEND As String = ": close Excel and run  okrsheets addin install excel"
Private starter As String

Public Function OkrPython() As Variant
    Dim python As Variant
    If starter = "" Then starter = OkrStarter()
    If ActivateAuto(python, starter, 1) <> 0 Then Err.Raise 1000, "okrsheets", python
    Set OkrPython = python
End Function

Public Sub OkrStopPython()
    Dim unused As Variant
    If starter <> "" Then ActivateAuto unused, starter, -1
    starter = ""
End Sub

Private Function OkrStarter() As String
    Dim folder As String, interpreter As String
    folder = Environ$("USERPROFILE") & "\.okrsheets"
    interpreter = OkrSetting(folder & "\excel.conf", "INTERPRETER")
    If interpreter = "" Then Err.Raise 1000, "okrsheets", "okrsheets is not set up on this computer" & MEND
    If LoadLibrary(StrPtr(folder & "\" & LIBRARY)) = 0 Then Err.Raise 1000, "okrsheets", LIBRARY & " is not in " & folder & MEND
    OkrStarter = OkrCommand(interpreter)
End Function

Public Function OkrCommand(ByVal interpreter As String) As String
    OkrCommand = "cmd.exe  /K """"" & interpreter & """ -B -c """ & SERVER & """"""
End Function

Public Function OkrSetting(ByVal path As String, ByVal key As String) As String
    Dim number As Integer, found As String, value As String
    On Error GoTo none
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Input #number, found, value
        If found = key Then OkrSetting = value
    Loop
    Close #number
none:
End Function

' Values travel in one call; a Range would make Python ask Excel back for each, and turn days into dates.
Public Function OkrPlain(given As Variant) As Variant
    If TypeName(given) = "Range" Then
        If given.Areas.Count > 1 Then Err.Raise 1000, "okrsheets", "select one block of cells, not several"
        OkrPlain = given.Value2
    Else
        OkrPlain = given
    End If
End Function

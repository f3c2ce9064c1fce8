Attribute VB_Name = "OkrAsking"
Option Explicit
Option Private Module

' What Excel and Windows show. VBA's own MsgBox and InputBox know no letters but those of the computer's language.

Private Declare PtrSafe Function MessageBox Lib "user32" Alias "MessageBoxW" (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal caption As LongPtr, ByVal buttons As Long) As Long

Public Function OkrBox(ByVal text As String, ByVal title As String, ByVal buttons As Long) As Long
    OkrBox = MessageBox(Application.Hwnd, StrPtr(text), StrPtr(title), buttons)
End Function

' A line of text, or False for Cancel.
Public Function OkrLine(ByVal question As String, ByVal title As String, ByVal usual As String) As Variant
    OkrLine = Application.InputBox(Prompt:=question, Title:=title, Default:=usual, Type:=2)
End Function

' Excel forgets its own undo when a macro changes cells: this puts ours in its place.
Public Sub OkrOffersUndo(ByVal label As String)
    On Error Resume Next
    Application.OnUndo label, "'" & ThisWorkbook.Name & "'!OkrUndo"
End Sub

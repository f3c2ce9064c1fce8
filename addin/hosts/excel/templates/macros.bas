Option Explicit

Public Sub OkrRestartPython()
    OkrStopPython
    Application.CalculateFull
End Sub

Option Explicit

Public Sub OkrOnEnterFormulasAgain(control As IRibbonControl)
    OkrEnterFormulasAgain
End Sub

Public Sub OkrOnRestartPython(control As IRibbonControl)
    OkrRestartPython
End Sub

Attribute VB_Name = "OkrFunctions"
Option Explicit

Public Function OKR_PROGRESS(start, target, current, Optional kind)
    On Error GoTo failed
    OKR_PROGRESS = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_PROGRESS", Array(OkrPlain(start), OkrPlain(target), OkrPlain(current), OkrPlain(kind)))
    Exit Function
failed:
    OKR_PROGRESS = Err.Description
End Function

Public Function OKR_SCORE(progress)
    On Error GoTo failed
    OKR_SCORE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_SCORE", Array(OkrPlain(progress)))
    Exit Function
failed:
    OKR_SCORE = Err.Description
End Function

Public Function OKR_GRADE(score, Optional commitment)
    On Error GoTo failed
    OKR_GRADE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_GRADE", Array(OkrPlain(score), OkrPlain(commitment)))
    Exit Function
failed:
    OKR_GRADE = Err.Description
End Function

Public Function OKR_EXPECTED(start_date, end_date, today)
    On Error GoTo failed
    OKR_EXPECTED = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_EXPECTED", Array(OkrPlain(start_date), OkrPlain(end_date), OkrPlain(today)))
    Exit Function
failed:
    OKR_EXPECTED = Err.Description
End Function

Public Function OKR_STATUS(score, expected, Optional at_risk_gap, Optional off_track_gap)
    On Error GoTo failed
    OKR_STATUS = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_STATUS", Array(OkrPlain(score), OkrPlain(expected), OkrPlain(at_risk_gap), OkrPlain(off_track_gap)))
    Exit Function
failed:
    OKR_STATUS = Err.Description
End Function

Public Function OKR_ROLLUP(progress, Optional weights)
    On Error GoTo failed
    OKR_ROLLUP = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_ROLLUP", Array(OkrPlain(progress), OkrPlain(weights)))
    Exit Function
failed:
    OKR_ROLLUP = Err.Description
End Function

Public Function OKR_COVERAGE(progress)
    On Error GoTo failed
    OKR_COVERAGE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_COVERAGE", Array(OkrPlain(progress)))
    Exit Function
failed:
    OKR_COVERAGE = Err.Description
End Function

Public Function OKR_CASCADE(ids, parents, progress, Optional weights)
    On Error GoTo failed
    OKR_CASCADE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_CASCADE", Array(OkrPlain(ids), OkrPlain(parents), OkrPlain(progress), OkrPlain(weights)))
    Exit Function
failed:
    OKR_CASCADE = Err.Description
End Function

Public Function OKR_ALIGNMENT(ids, parents, Optional levels)
    On Error GoTo failed
    OKR_ALIGNMENT = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_ALIGNMENT", Array(OkrPlain(ids), OkrPlain(parents), OkrPlain(levels)))
    Exit Function
failed:
    OKR_ALIGNMENT = Err.Description
End Function

Public Function OKR_FORECAST(dates, values, start, target, end_date)
    On Error GoTo failed
    OKR_FORECAST = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_FORECAST", Array(OkrPlain(dates), OkrPlain(values), OkrPlain(start), OkrPlain(target), OkrPlain(end_date)))
    Exit Function
failed:
    OKR_FORECAST = Err.Description
End Function

Public Function OKR_STALE(last_date, today, Optional days)
    On Error GoTo failed
    OKR_STALE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "OKR_STALE", Array(OkrPlain(last_date), OkrPlain(today), OkrPlain(days)))
    Exit Function
failed:
    OKR_STALE = Err.Description
End Function

Public Function SKILL_LEVEL(self, peer, manager, evidence, Optional w_self, Optional w_peer, Optional w_manager, Optional w_evidence)
    On Error GoTo failed
    SKILL_LEVEL = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_LEVEL", Array(OkrPlain(self), OkrPlain(peer), OkrPlain(manager), OkrPlain(evidence), OkrPlain(w_self), OkrPlain(w_peer), OkrPlain(w_manager), OkrPlain(w_evidence)))
    Exit Function
failed:
    SKILL_LEVEL = Err.Description
End Function

Public Function SKILL_GAP(level, required)
    On Error GoTo failed
    SKILL_GAP = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_GAP", Array(OkrPlain(level), OkrPlain(required)))
    Exit Function
failed:
    SKILL_GAP = Err.Description
End Function

Public Function SKILL_GAPS(levels, required)
    On Error GoTo failed
    SKILL_GAPS = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_GAPS", Array(OkrPlain(levels), OkrPlain(required)))
    Exit Function
failed:
    SKILL_GAPS = Err.Description
End Function

Public Function SKILL_COVERAGE(levels, required, Optional weights)
    On Error GoTo failed
    SKILL_COVERAGE = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_COVERAGE", Array(OkrPlain(levels), OkrPlain(required), OkrPlain(weights)))
    Exit Function
failed:
    SKILL_COVERAGE = Err.Description
End Function

Public Function SKILL_BUS_FACTOR(levels, level)
    On Error GoTo failed
    SKILL_BUS_FACTOR = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_BUS_FACTOR", Array(OkrPlain(levels), OkrPlain(level)))
    Exit Function
failed:
    SKILL_BUS_FACTOR = Err.Description
End Function

Public Function SKILL_MISSING(levels, level, headcount)
    On Error GoTo failed
    SKILL_MISSING = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_MISSING", Array(OkrPlain(levels), OkrPlain(level), OkrPlain(headcount)))
    Exit Function
failed:
    SKILL_MISSING = Err.Description
End Function

Public Function SKILL_READINESS(have, required, Optional weights)
    On Error GoTo failed
    SKILL_READINESS = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_READINESS", Array(OkrPlain(have), OkrPlain(required), OkrPlain(weights)))
    Exit Function
failed:
    SKILL_READINESS = Err.Description
End Function

Public Function SKILL_CERT(issued, expires, today, Optional warn_days)
    On Error GoTo failed
    SKILL_CERT = OkrPython.CallUDF("okrsheets.addin.hosts.excel_udfs", "SKILL_CERT", Array(OkrPlain(issued), OkrPlain(expires), OkrPlain(today), OkrPlain(warn_days)))
    Exit Function
failed:
    SKILL_CERT = Err.Description
End Function

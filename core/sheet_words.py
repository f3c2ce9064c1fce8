"""What our templates call things in each language, where readers and macros must know it: sheets, headings, choices, results.

The sentences of the templates are in the catalogues of `reports/i18n`, which `core` does not need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ENGLISH = "en"

# The text at the top of every sheet, which leads to the first one: it tells the language of a workbook.
BACK_TO_START: Mapping[str, str] = {"en": "‹ Start", "de": "‹ Zum Start", "es": "‹ Inicio"}
TODAY: Mapping[str, str] = {"en": "Today", "de": "Heute", "es": "Hoy"}  # the setting with the day of the evaluation

SHEETS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Start": "Start", "Settings": "Einstellungen", "Objectives": "Ziele", "Key results": "Schlüsselergebnisse",
        "Check-ins": "Check-ins", "Goal skills": "Benötigte Kompetenzen", "Initiatives": "Initiativen", "KPIs": "Kennzahlen", "Alignment": "Ausrichtung", "Functions": "Funktionen",
        "Skills": "Kompetenzen", "Roles": "Rollen", "People": "Personen", "Assessments": "Einstufungen",
        "Certifications": "Zertifikate", "Learning": "Weiterbildung", "Matrix": "Matrix", "Gaps": "Lücken",
        "Self": "Selbst", "Manager": "Führungskraft", "Required": "Soll", "Gap": "Lücke",
    },
    "es": {
        "Start": "Inicio", "Settings": "Configuración", "Objectives": "Objetivos", "Key results": "Resultados clave",
        "Check-ins": "Seguimientos", "Goal skills": "Competencias necesarias", "Initiatives": "Iniciativas", "KPIs": "Indicadores", "Alignment": "Alineación", "Functions": "Funciones",
        "Skills": "Competencias", "Roles": "Puestos", "People": "Personas", "Assessments": "Evaluaciones",
        "Certifications": "Certificados", "Learning": "Formación", "Matrix": "Matriz", "Gaps": "Brechas",
        "Self": "Autoevaluación", "Manager": "Responsable", "Required": "Requerido", "Gap": "Brecha",
    },
}  # fmt: skip

# Choices, and what formulas show, as formulas spell them; a choice has its capitals.
WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "yes": "ja", "no": "nein", "example": "Beispiel",
        "active": "aktiv", "abandoned": "abgebrochen", "carried forward": "übertragen",
        "not started": "nicht begonnen", "in progress": "in Arbeit", "done": "erledigt", "dropped": "verworfen",
        "weighted": "gewichtet", "weakest": "schwächstes", "committed": "verbindlich", "aspirational": "ambitioniert",
        "organisation": "Organisation", "ceo": "Leitung", "team": "Team", "skills": "Kompetenzen",
        "metric": "Messwert", "increase": "Steigerung", "decrease": "Senkung", "milestone": "Meilenstein", "binary": "ja/nein",
        "at least": "mindestens", "at most": "höchstens", "between": "zwischen",
        "self": "selbst", "peer": "Kollegium", "manager": "Führung", "evidence": "Nachweis",
        "achieved": "erreicht", "on track": "im Plan", "at risk": "gefährdet", "off track": "im Verzug", "no data": "keine Daten",
        "partly": "teilweise erreicht", "missed": "verfehlt", "not done": "nicht erledigt",
        "top": "oberste Ebene", "aligned": "ausgerichtet", "orphan": "ohne Oberziel", "unknown parent": "Oberziel unbekannt", "in another workbook": "in anderer Arbeitsmappe",
        "skips level": "überspringt Ebene", "inverted level": "Ebenen vertauscht", "cycle": "Kreis", "duplicate id": "doppelte ID",
        "too deep": "zu tief", "target?": "Zielwert?", "start?": "Startwert?", "value?": "Wert?", "kind?": "Messart?", "dates?": "Daten?", "limits?": "Grenzen?",
        "no level": "keine Stufe", "no date": "kein Datum", "later": "später", "not listed": "nicht aufgeführt",
    },
    "es": {
        "yes": "sí", "no": "no", "example": "Ejemplo",
        "active": "activo", "abandoned": "abandonado", "carried forward": "trasladado",
        "not started": "sin empezar", "in progress": "en curso", "done": "hecho", "dropped": "descartado",
        "weighted": "ponderado", "weakest": "el más débil", "committed": "comprometido", "aspirational": "aspiracional",
        "organisation": "Organización", "ceo": "Dirección", "team": "Equipo", "skills": "Competencias",
        "metric": "medida", "increase": "aumento", "decrease": "reducción", "milestone": "hito", "binary": "sí/no",
        "at least": "al menos", "at most": "como máximo", "between": "entre",
        "self": "propia", "peer": "compañeros", "manager": "responsable", "evidence": "evidencia",
        "achieved": "alcanzado", "on track": "según el plan", "at risk": "en riesgo", "off track": "con retraso", "no data": "sin datos",
        "partly": "alcanzado en parte", "missed": "no alcanzado", "not done": "sin hacer",
        "top": "nivel superior", "aligned": "alineado", "orphan": "sin superior", "unknown parent": "superior desconocido", "in another workbook": "en otro libro",
        "skips level": "salta un nivel", "inverted level": "nivel invertido", "cycle": "círculo", "duplicate id": "ID duplicado",
        "too deep": "muy profundo", "target?": "¿meta?", "start?": "¿inicio?", "value?": "¿valor?", "kind?": "¿medida?", "dates?": "¿fechas?", "limits?": "¿límites?",
        "no level": "sin nivel", "no date": "sin fecha", "later": "posterior", "not listed": "no figura",
    },
}  # fmt: skip

# Headings by table and column, and those of the alignment view. Reading knows them all.
HEADINGS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "de": {
        "settings": {
            "organisation": "Organisation", "team": "Team", "cycle": "Quartal", "cycle_start": "Quartalsbeginn",
            "cycle_end": "Quartalsende", "at_risk_gap": "Rückstand: gefährdet", "off_track_gap": "Rückstand: im Verzug",
            "stale_days": "Tage ohne Check-in",
        },
        "objectives": {
            "id": "ID", "level": "Ebene", "team": "Team", "owner": "Verantwortlich", "objective": "Ziel",
            "parent_id": "Übergeordnetes Ziel", "contributes": "Trägt bei", "commitment": "Verbindlichkeit", "weight": "Gewicht",
            "status": "Arbeitsstand", "reason": "Grund", "roll_up": "Zusammenfassung",
            "self_assessment": "Selbsteinschätzung", "self_assessment_note": "Notiz zur Selbsteinschätzung",
        },
        "key results": {
            "id": "ID", "objective_id": "Ziel-ID", "key_result": "Schlüsselergebnis", "kind": "Messart", "unit": "Einheit",
            "start": "Startwert", "target": "Zielwert", "current": "Aktuell", "weight": "Gewicht", "owner": "Verantwortlich",
            "start_date": "Startdatum", "due_date": "Fällig am", "status": "Arbeitsstand", "reason": "Grund",
            "progress": "Fortschritt", "expected": "Erwartet", "status_word": "Status heute", "last_check_in": "Letzter Check-in",
            "stale": "Überfällig", "lowest": "Untergrenze", "highest": "Obergrenze", "commit": "Mindestziel", "stretch": "Streckziel",
            "risk": "Risiko", "next_step": "Nächster Schritt",
        },
        "check-ins": {
            "date": "Datum", "key_result_id": "Schlüsselergebnis-ID", "value": "Wert", "confidence": "Zuversicht", "note": "Notiz",
            "by": "Von", "risk": "Risiko", "next_step": "Nächster Schritt",
        },
        "goal skills": {
            "objective_id": "Ziel-ID", "skill": "Kompetenz", "level": "Stufe", "headcount": "Anzahl Personen", "weight": "Gewicht",
        },
        "initiatives": {
            "id": "ID", "key_result_id": "Schlüsselergebnis-ID", "initiative": "Initiative", "owner": "Verantwortlich", "due_date": "Fällig am",
            "state": "Stand",
        },
        "kpis": {
            "kpi": "Kennzahl", "team": "Team", "owner": "Verantwortlich", "unit": "Einheit", "current": "Aktuell", "healthy_from": "Gesund ab",
            "healthy_to": "Gesund bis", "as_of": "Stand vom",
        },
        "skills": {
            "skill": "Kompetenz", "category": "Kategorie",
            **{f"level_{number}": f"Stufe {number}" for number in range(1, 6)},
        },
        "roles": {"role": "Rolle", "skill": "Kompetenz", "required_level": "Erforderliche Stufe", "weight": "Gewicht"},
        "people": {
            "person_id": "Personen-ID", "name": "Name", "role": "Rolle", "team": "Team", "manager": "Führungskraft", "email": "E-Mail",
        },
        "assessments": {
            "person_id": "Personen-ID", "skill": "Kompetenz", "rater_type": "Bewertet von", "level": "Stufe", "date": "Datum",
            "evidence": "Nachweis",
        },
        "certifications": {
            "person_id": "Personen-ID", "skill": "Kompetenz", "certification": "Zertifikat", "issued": "Ausgestellt am",
            "expires": "Gültig bis", "evidence": "Nachweis",
        },
        "learning": {
            "person_id": "Personen-ID", "course": "Kurs", "skill": "Kompetenz", "provider": "Anbieter", "progress": "Fortschritt",
            "completed_on": "Abgeschlossen am", "hours": "Stunden",
        },
        "alignment": {
            "id": "ID", "objective": "Ziel", "score": "Zielerreichung", "expected": "Erwartet", "status now": "Status heute",
            "alignment": "Ausrichtung", "level": "Ebene", "parent": "Übergeordnetes Ziel", "contributes to": "Zählt zu",
            "progress": "Fortschritt", "reporting": "Mit Werten",
        },
        "helpers": {
            "value used": "Verwendeter Wert", "progress used": "Verwendeter Fortschritt", "expected used": "Verwendetes Soll",
            "weight used": "Verwendetes Gewicht", "commitment used": "Verwendete Verbindlichkeit", "level used": "Verwendete Stufe",
            "role list": "Rollenliste", "place": "Platz", "newest": "Neueste", "weighs": "Gewichtet", "points": "Punkte",
        },
    },
    "es": {
        "settings": {
            "organisation": "Organización", "team": "Equipo", "cycle": "Trimestre", "cycle_start": "Inicio del trimestre",
            "cycle_end": "Fin del trimestre", "at_risk_gap": "Desvío: en riesgo", "off_track_gap": "Desvío: con retraso",
            "stale_days": "Días sin seguimiento",
        },
        "objectives": {
            "id": "ID", "level": "Nivel", "team": "Equipo", "owner": "Responsable", "objective": "Objetivo",
            "parent_id": "Objetivo superior", "contributes": "Contribuye", "commitment": "Compromiso", "weight": "Peso",
            "status": "Ciclo de vida", "reason": "Motivo", "roll_up": "Agregación",
            "self_assessment": "Autoevaluación", "self_assessment_note": "Nota de la autoevaluación",
        },
        "key results": {
            "id": "ID", "objective_id": "ID del objetivo", "key_result": "Resultado clave", "kind": "Tipo de medida",
            "unit": "Unidad", "start": "Valor inicial", "target": "Meta", "current": "Actual", "weight": "Peso",
            "owner": "Responsable", "start_date": "Fecha de inicio", "due_date": "Fecha límite", "status": "Ciclo de vida",
            "reason": "Motivo", "progress": "Progreso", "expected": "Esperado", "status_word": "Estado actual",
            "last_check_in": "Último seguimiento", "stale": "Atrasado",
            "lowest": "Límite inferior", "highest": "Límite superior", "commit": "Meta mínima", "stretch": "Meta ambiciosa",
            "risk": "Riesgo", "next_step": "Próximo paso",
        },
        "check-ins": {
            "date": "Fecha", "key_result_id": "ID del resultado clave", "value": "Valor", "confidence": "Confianza", "note": "Nota",
            "by": "Por", "risk": "Riesgo", "next_step": "Próximo paso",
        },
        "goal skills": {
            "objective_id": "ID del objetivo", "skill": "Competencia", "level": "Nivel", "headcount": "Personas", "weight": "Peso",
        },
        "initiatives": {
            "id": "ID", "key_result_id": "ID del resultado clave", "initiative": "Iniciativa", "owner": "Responsable", "due_date": "Fecha límite",
            "state": "Estado",
        },
        "kpis": {
            "kpi": "Indicador", "team": "Equipo", "owner": "Responsable", "unit": "Unidad", "current": "Actual", "healthy_from": "Sano desde",
            "healthy_to": "Sano hasta", "as_of": "Fecha del valor",
        },
        "skills": {
            "skill": "Competencia", "category": "Categoría",
            **{f"level_{number}": f"Nivel {number}" for number in range(1, 6)},
        },
        "roles": {"role": "Puesto", "skill": "Competencia", "required_level": "Nivel requerido", "weight": "Peso"},
        "people": {
            "person_id": "ID de la persona", "name": "Nombre", "role": "Puesto", "team": "Equipo", "manager": "Responsable directo",
            "email": "Correo electrónico",
        },
        "assessments": {
            "person_id": "ID de la persona", "skill": "Competencia", "rater_type": "Evaluador", "level": "Nivel", "date": "Fecha",
            "evidence": "Evidencia",
        },
        "certifications": {
            "person_id": "ID de la persona", "skill": "Competencia", "certification": "Certificado", "issued": "Fecha de emisión",
            "expires": "Válido hasta", "evidence": "Evidencia",
        },
        "learning": {
            "person_id": "ID de la persona", "course": "Curso", "skill": "Competencia", "provider": "Proveedor", "progress": "Progreso",
            "completed_on": "Fecha de finalización", "hours": "Horas",
        },
        "alignment": {
            "id": "ID", "objective": "Objetivo", "score": "Cumplimiento", "expected": "Esperado", "status now": "Estado actual",
            "alignment": "Alineación", "level": "Nivel", "parent": "Objetivo superior", "contributes to": "Cuenta para",
            "progress": "Progreso", "reporting": "Con valores",
        },
        "helpers": {
            "value used": "Valor usado", "progress used": "Progreso usado", "expected used": "Esperado usado",
            "weight used": "Peso usado", "commitment used": "Compromiso usado", "level used": "Nivel usado",
            "role list": "Lista de puestos", "place": "Lugar", "newest": "Más reciente", "weighs": "Pesa", "points": "Puntos",
        },
    },
}  # fmt: skip

LANGUAGES = (ENGLISH, *SHEETS)


def sheet_in(language: str, title: str) -> str:
    """Return what a sheet of our templates is called in a language.

    >>> sheet_in("de", "Objectives"), sheet_in("en", "Objectives")
    ('Ziele', 'Objectives')
    """
    return SHEETS.get(language, {}).get(title, title)


def titles(title: str) -> tuple[str, ...]:
    """Return what a sheet is called in all languages.

    >>> titles("Alignment")
    ('Alignment', 'Ausrichtung', 'Alineación')
    """
    return tuple(dict.fromkeys(sheet_in(language, title) for language in LANGUAGES))


def word_in(language: str, word: str) -> str:
    """Return a choice or a result in a language; another word as it is.

    >>> word_in("de", "on track"), word_in("es", "CEO"), word_in("en", "on track")
    ('im Plan', 'Dirección', 'on track')
    """
    return WORDS.get(language, {}).get(word.lower(), word)


def words_for(word: str) -> tuple[str, ...]:
    """Return what other languages say for a choice or a result, in small letters.

    >>> words_for("yes")
    ('ja', 'sí')
    """
    return tuple(words[word.lower()].lower() for words in WORDS.values() if word.lower() in words)


def headings_of(table: str, field: str) -> tuple[str, ...]:
    """Return the headings of a column in other languages, in small letters.

    >>> headings_of("key results", "target")
    ('zielwert', 'meta')
    """
    found = (headings.get(table, {}).get(field) for headings in HEADINGS.values())
    return tuple(heading.lower() for heading in found if heading)


def headings_in_english(group: str) -> dict[str, str]:
    """Return the English heading for each one of other languages, in small letters.

    >>> headings_in_english("alignment")["ausrichtung"]
    'alignment'
    """
    return {
        heading.lower(): english
        for headings in HEADINGS.values()
        for english, heading in headings.get(group, {}).items()
    }


def language_of(rows: Iterable[Iterable[object]]) -> str:
    """Return the language of a sheet of our templates, by the text that leads to the first sheet; of others, English.

    >>> language_of([["Ziele"], [], ["‹ Zum Start"]])
    'de'
    """
    by_text = {text: language for language, text in BACK_TO_START.items()}
    first_cells = (cell for _, row in zip(range(4), rows) for _, cell in zip(range(2), row))
    return next((by_text[cell] for cell in first_cells if isinstance(cell, str) and cell in by_text), ENGLISH)

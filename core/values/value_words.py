"""Words that stand in cells in their usual spellings: how they are compared, and what they mean."""

from __future__ import annotations

import re

from .number_text import INVISIBLE

SYMBOLS = {
    "🟢": "green", "🟩": "green", "💚": "green", "🟡": "yellow", "🟨": "yellow", "💛": "yellow", "🟠": "amber", "🟧": "amber",
    "🔴": "red", "🟥": "red", "❤": "red", "✅": "done", "✔": "done", "☑": "done", "✓": "done", "⏸": "paused",
    "🔵": "blue", "⚪": "white", "⚫": "black", "❌": "cross", "✗": "cross", "☐": "not done",
}  # fmt: skip
_NOT_WORDS = re.compile(r"[^\w/&%+# ]+")
_LETTER = re.compile(r"\w")


def fold(text: str) -> str:
    """Return a word of a cell as it is compared: small letters, single spaces, without hyphens and signs around it.

    A sign that stands alone is the word that it means.

    >>> fold("In-Progress"), fold("Done ✅"), fold("🟢"), fold("on_track")
    ('in progress', 'done', 'green', 'on track')
    """
    spelled = text.lower().translate(INVISIBLE).replace("\ufe0f", "")
    if not _LETTER.search(spelled):
        signs = {SYMBOLS.get(sign, sign) for sign in spelled if not sign.isspace()}
        return signs.pop() if len(signs) == 1 else spelled.strip()
    return " ".join(_NOT_WORDS.sub(" ", spelled.replace("_", " ").replace("'", "")).split())


CONFIDENCE = {
    **dict.fromkeys(("very high", "sehr hoch", "muy alta", "muy alto"), 0.9),
    **dict.fromkeys(("high", "hoch", "alta", "alto", "green", "grün", "verde", "confident", "h"), 0.8),
    **dict.fromkeys(
        ("medium", "med", "mid", "moderate", "mittel", "media", "medio", "yellow", "amber", "gelb", "amarillo", "m"), 0.5
    ),
    **dict.fromkeys(("low", "niedrig", "gering", "baja", "bajo", "red", "rot", "rojo", "l"), 0.2),
    **dict.fromkeys(("very low", "sehr niedrig", "muy baja", "muy bajo"), 0.1),
}  # fmt: skip

LEVELS = {
    **dict.fromkeys(("no knowledge", "no experience", "no skill", "unskilled", "keine", "keine kenntnisse", "ninguno"), 0.0),
    **dict.fromkeys(("expert", "experte", "expertin", "experto", "experta", "master"), 5.0),
}  # fmt: skip

# Ways to say that work goes on, whatever the figures say: the status of work is `active` in all of them.
STATUS_ACTIVE = (
    "on track", "at risk", "off track", "partly", "missed", "not done", "in progress", "wip", "ongoing", "open", "started", "not started", "to do", "todo",
    "planned", "new", "achieved", "done", "completed", "complete", "closed", "finished", "no data", "yes", "behind",
    "behind schedule", "delayed", "late", "overdue", "ahead", "blocked", "needs attention", "green", "yellow", "amber",
    "red", "orange", "on time", "on schedule", "in work", "running", "live", "current", "underway", "under way",
    "aktiv", "offen", "laufend", "läuft", "in arbeit", "in bearbeitung", "begonnen", "nicht begonnen", "erledigt",
    "abgeschlossen", "fertig", "erreicht", "im plan", "verspätet", "verzögert", "gefährdet", "grün", "gelb", "rot",
    "activo", "activa", "en curso", "en progreso", "abierto", "hecho", "terminado", "completado", "logrado", "retrasado",
    "en riesgo", "pendiente", "no iniciado", "verde", "amarillo", "rojo",
)  # fmt: skip
STATUS_ABANDONED = (
    "cancelled", "canceled", "cancel", "dropped", "stopped", "withdrawn", "discontinued", "discarded", "killed", "scrapped",
    "obsolete", "no longer relevant", "wont do", "abgebrochen", "gestrichen", "verworfen", "storniert", "eingestellt",
    "aufgegeben", "cancelado", "cancelada", "abandonado", "abandonada", "descartado",
)  # fmt: skip
STATUS_CARRIED = (
    "carry forward", "carried over", "carry over", "carryover", "moved", "rolled over", "roll over", "rollover",
    "moved to next quarter", "übertragen", "verschoben ins nächste quartal", "trasladado",
)  # fmt: skip

RATERS = {
    "self": ("own", "self assessment", "self rating", "self review", "myself", "me", "selbst", "selbsteinschätzung", "propio", "autoevaluación"),
    "peer": ("colleague", "peers", "peer review", "peer assessment", "peer rating", "coworker", "co worker", "team mate",
             "teammate", "team member", "kollege", "kollegin", "compañero", "compañera"),
    "manager": ("boss", "supervisor", "lead", "team lead", "team leader", "teamlead", "line manager", "manager review",
                "manager assessment", "head of", "teamleiter", "teamleitung", "teamleiterin", "vorgesetzter", "vorgesetzte",
                "führungskraft", "jefe", "jefa", "gerente", "responsable"),
    "evidence": ("certification", "certificate", "project", "test", "exam", "assessment test", "zertifikat", "nachweis",
                 "prüfung", "projekt", "certificado", "evidencia", "proyecto"),
}  # fmt: skip

KINDS = {
    "metric": ("number", "numeric", "percent", "percentage", "currency", "value", "amount", "%", "#", "zahl", "prozent", "número"),
    "binary": ("boolean", "bool", "yes/no", "yes / no", "done/not done", "yes no", "ja/nein", "sí/no", "checkbox"),
    "increase": ("increase to", "grow", "up", "steigern", "erhöhen", "aumentar"),
    "decrease": ("decrease to", "reduce", "down", "senken", "reduzieren", "reducir", "disminuir"),
    "milestone": ("milestones", "meilenstein", "hito"),
    "at least": ("min", "minimum", "not less than", ">=", "≥", "mindestens", "al menos"),
    "at most": ("max", "maximum", "not more than", "no more than", "<=", "≤", "höchstens", "maximal", "como máximo"),
    "between": ("range", "keep between", "zwischen", "entre"),
}  # fmt: skip

COMMITMENTS = {
    "aspirational": ("stretch", "moonshot", "aspiration", "aspire", "ambitious", "ambitioniert", "aspiracional"),
    "committed": ("roofshot", "operational", "commit", "commitment", "must", "must have", "verbindlich", "comprometido"),
}  # fmt: skip

ROLLUPS = {
    "weighted": ("average", "mean", "weighted average", "durchschnitt", "mittelwert", "promedio", "media"),
    "weakest": ("minimum", "min", "lowest", "worst", "weakest link", "schwächstes glied", "minimal", "mínimo", "el más bajo"),
}  # fmt: skip

INITIATIVE_STATES = {
    "not started": ("planned", "open", "to do", "todo", "new", "backlog", "offen", "geplant", "nicht begonnen", "pendiente", "sin empezar", "planificado"),
    "in progress": ("wip", "started", "ongoing", "doing", "active", "running", "in arbeit", "in bearbeitung", "laufend", "en curso", "en progreso",
                    "on track", "at risk", "off track", "delayed", "late", "overdue", "blocked"),
    "done": ("completed", "complete", "finished", "closed", "erledigt", "abgeschlossen", "fertig", "hecho", "terminado", "completado", "yes"),
    "dropped": ("cancelled", "canceled", "abandoned", "stopped", "abgebrochen", "gestrichen", "verworfen", "cancelado", "abandonado"),
}  # fmt: skip

OBJECTIVE_LEVELS = {
    "Organisation": ("organisational", "organizational", "org", "corporate", "company wide", "enterprise", "unternehmen", "firma", "organización", "empresa"),
    "CEO": ("exec", "c level", "leadership", "division", "departmental", "dept", "abteilung", "bereich", "departamento"),
    "Team": ("teams", "squad", "equipo"),
    "Skills": ("personal", "individuals", "einzeln", "persönlich", "individuell"),
}  # fmt: skip

YES = ("ja", "j", "sí", "si", "oui", "wahr", "verdadero", "on", "ticked", "checked")
NO = ("nein", "non", "falsch", "falso", "off", "unticked", "unchecked")


def pairs(words: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Return each word with the choice that it means.

    >>> pairs({"metric": ("number", "%")})
    (('number', 'metric'), ('%', 'metric'))
    """
    return tuple((word, choice) for choice, spellings in words.items() for word in spellings)

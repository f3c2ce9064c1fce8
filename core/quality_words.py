"""What the wording of an objective, a key result or an owner's cell gives away, in English, German and Spanish.

The word lists know what people often write, and nothing of grammar; docs/quality.md says how often they are right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from .quality_rules import ALIKE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What somebody will do or deliver, as the first word: verbs, and nouns made of them.
_TASKS = _words(
    """
    add adopt advertise agree analyse analyze apply appoint approve arrange assess assign assist attend audit automate build
    buy choose clarify collaborate collect communicate compile conduct configure connect consolidate consult continue
    convert coordinate create define demonstrate deploy determine develop discuss distribute draft educate embed employ
    enable engage enrol enroll establish evaluate examine execute explore facilitate file finalise finalize finish fix
    form formulate gather hire hold host identify implement inform initiate inspect install integrate interview introduce
    investigate invite involve join launch list lobby map merge migrate modernise modernize move negotiate obtain onboard
    order organise organize outsource overhaul participate perform pilot plan prepare print procure produce promote propose
    prototype provide publish purchase rebuild recruit redesign refactor register relaunch release relocate renew renovate
    reorganise reorganize replace report request restructure revise rewrite secure select send setup ship sign simplify
    specify spread standardise standardize submit summarise summarize survey switch teach test train transfer translate
    upgrade upload validate verify visit write
    creación desarrollo elaboración implantación implementación introducción lanzamiento organización realización redacción
    diseño abrir analizar apoyar asistir ayudar capacitar celebrar colaborar completar comunicar consultar contratar coordinar
    crear definir desarrollar diseñar documentar ejecutar elaborar escribir evaluar formar hacer implantar implementar instalar
    introducir investigar lanzar migrar organizar participar planificar preparar publicar realizar redactar revisar visitar
    anschaffung ausarbeitung automatisierung aufbau beschaffung digitalisierung durchführung einbindung einführung entwicklung
    erarbeitung eröffnung erstellung gründung implementierung konzeption neugestaltung rollout umsetzung veröffentlichung
    überarbeitung
    """
)
# A task only where nothing is measured: as the first word they name a result or a thing as often.
_EITHER = _words(
    """
    close complete deliver design document ensure help maintain make manage meet monitor open post present research review
    run schedule set share start support talk try update work
    """
)
# Of these, the ones that are a verb before an article or a number.
_BEFORE_A_NUMBER = _words("document open post present research review run schedule start update")
_ARTICLES = _words("a all an another both each every monthly new our the weekly")
_TASK_PHRASES = (
    "meet with",
    "set up",
    "roll out",
    "talk to",
    "work with",
    "sign up for",
    "kick off",
    "hand over",
    "put in place",
)
# An English verb before an article is a task, unless it names a result.
_BEFORE_AN_ARTICLE = re.compile(
    r"^(\w+)(?: (?:off|out|over|up|down))? (?:a|all|an|every|each|our|the|its|their) ", re.IGNORECASE
)
_RESULTS = _words(
    """
    achieve answer at attain attract avoid beat become below boost break cut decrease double earn exceed expand gain generate
    get grow half halve have hit improve increase keep lead lift lower maintain meet more most not of only outperform over
    pass pay prevent raise reach recover reduce remain resolve restore retain save sell share solve stay surpass than under
    win within
    """
)
# An infinitive is a task in German (the last word) and Spanish (the first one), unless it names a result.
_RESULTS_DE = _words(
    """
    abnehmen abschneiden anhalten ansteigen begrenzen behalten bekommen bestehen bestellen bewerten bleiben einhalten einsparen
    empfehlen erhalten erhöhen erreichen erzielen fallen fühlen gehen gewinnen haben halbieren halten kaufen kennen kommen
    lesen liegen lösen minimieren nutzen optimieren reduzieren sein senken sichern sinken sparen stabilisieren steigen steigern
    stärken übertreffen verbessern verdoppeln verdreifachen verkürzen verlängern vermeiden verringern verwenden wachsen
    weiterempfehlen werden wiederkommen zahlen zurückgewinnen
    """
)
_RESULTS_ES = _words(
    """
    ahorrar alcanzar aprobar asegurar atraer aumentar bajar captar conseguir crecer cumplir disminuir duplicar elevar evitar
    fidelizar fortalecer ganar garantizar incrementar llegar lograr mantener mejorar minimizar obtener optimizar pasar
    potenciar recuperar reducir reforzar resolver responder retener ser subir superar tener triplicar vender volver
    """
)
_INFINITIVE_DE = re.compile(r"[a-zäöüß]{3,}(?:en|ern|eln)")
_INFINITIVE_ES = re.compile(r"[a-záéíóúñ]{2,}(?:ar|er|ir)")
# Words that end like a Spanish infinitive and are none.
_NO_INFINITIVE = _words(
    "career cluster customer computer employer fewer higher lower newsletter number offer order other over "
    "partner poor power server similar solar star supplier under user winter answer after center calendar dollar year"
)
# How a task ends in German, whatever stands before it.
_ENDINGS = _words(
    """
    abschließen analysieren aufbauen ausrollen automatisieren beauftragen beraten besuchen beteiligen definieren diskutieren
    dokumentieren durchführen einführen einrichten einstellen entwickeln erarbeiten eröffnen erstellen evaluieren
    fertigstellen helfen implementieren installieren koordinieren migrieren organisieren planen prüfen schreiben schulen
    starten teilnehmen testen umsetzen unterstützen veröffentlichen vorbereiten
    """
)
_GERMAN = re.compile(
    r"[äöüß]|\b(?:der|die|das|den|dem|des|ein|eine|einen|einer|und|für|mit|von|vom|im|zu|zum|zur|auf|aus|bei|alle)\b",
    re.IGNORECASE,
)
# How something that is delivered ends.
_DELIVERED = re.compile(
    r"\b(?:go(?:es)? live|geht live|gehen live|(?:is|are) live|in place"
    r"|(?:published|launched|implemented|released|written|documented|created|built|introduced|set up|rolled out))[.!]?$",
    re.IGNORECASE,
)
# Words before the first one that matters.
_LEAD = re.compile(
    r"^(?:(?:we|to|will|want|plan|please|let's|wir|werden|wollen|vamos|a|queremos)\s+)+(?=\w)", re.IGNORECASE
)
_VAGUE = re.compile(
    r"""\b(?:
    improv(?:e|es|ed|ing|ements?)|better|best[ -]in[ -]class|world[ -]class|enhanc(?:e|es|ed|ing|ements?)
    |optimi[sz](?:e|es|ed|ing|ations?)|strengthen(?:ed|ing|s)?|streamlin(?:e|es|ed|ing)|seamless(?:ly)?|smooth(?:er|ly)?
    |robust|scalable|modern(?:i[sz]e)?|(?:more\ )?efficien(?:t|tly|cy)|(?:more\ )?effective(?:ly|ness)?
    |high(?:er)?[ -]quality|significant(?:ly)?|substantial(?:ly)?|considerabl[ey]|excellen(?:t|ce)|great(?:er)?|good\ enough
    |best\ possible|quick(?:er|ly)?|friendl(?:y|ier)|happ(?:y|ier)|clear(?:er)?|simpler|strong(?:er)?|reliable|professional
    |innovative|sustainable|appropriate|proper(?:ly)?|\w+-centric|faster|easier|user[ -]friendly|state[ -]of[ -]the[ -]art|as\ soon\ as\ possible
    |(?:verbesser\w*)|besser\w*|optimier\w*|stärk(?:en|ung)|deutlich\w*|signifikant\w*|reibungslos\w*|effizient\w*|effektiv\w*
    |nachhaltig\w*|schneller\w*|hochwertig\w*|moderner?|exzellen\w*|höher\w*\ Qualität
    |zufrieden\w*er|professionell\w*|innovativ\w*|zuverlässig\w*
    |mejor(?:ar|a|as|es|ada|ado)?|optimiza(?:r|ción)|fortalece?r|fortalecimiento|eficien(?:te|tes|cia)|eficaz|eficaces
    |mayor\ calidad|ágil(?:es)?|moderno|innovador\w*
    |significativ\w*|considerable\w*|excelen\w*|potenciar|reforzar
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# A change without the value that it begins with.
_CHANGE = re.compile(
    r"""^(?:increas\w*|rais\w+|grow\w*|boost\w*|lift\w*|expand\w*|reduc\w+|decreas\w+|lower\w*|cut|cuts|cutting|fewer|more|less
    |improv\w+|aument\w+|increment\w+|reduc\w+|disminu\w+|baj\w+|sub(?:ir|ida)|más|menos|mejor\w*
    |erhöhung|steigerung|senkung|reduzierung|reduktion|verbesserung|mehr|weniger)\b
    |\b(?:steigern|senken|erhöhen|reduzieren|verringern|verbessern|steigt|sinkt)[.!]?$""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER_WORDS = _words(
    """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty hundred thousand million zero
    double triple quadruple halve half dozen
    zwei drei vier fünf sechs sieben acht neun zehn zwölf zwanzig hundert tausend million millionen null
    verdoppeln verdreifachen halbieren
    dos tres cuatro cinco seis siete ocho nueve diez doce veinte cien mil millón millones duplicar triplicar
    """
)
_VALUE = re.compile(r"(?<![\w/.,-])[€$£]?\d[\d.,]*\s?(?:%|‰|[kKmM]\b|€|\$|£)?(?![\w/-])")
# Words whose number is a name: "Phase 2", "ISO 9001", "level 3".
_NAMED = _words(
    "phase level stage step version release tier part wave track gate chapter class industry stufe teil welle norm fase nivel "
    "etapa versión parte norma year jahr año"
)
_SPANISH = re.compile(
    r"\b(?:el|la|los|las|un|una|de|del|al|en|con|para|y|por|nuev[oa]s?|su|tod[oa]s?)\b|[áéíóúñ]", re.IGNORECASE
)
_YEAR = re.compile(r"19\d\d|20[1-4]\d")
_PERCENT = re.compile(r"\d\s?(?:%|percent|prozent|por ciento)", re.IGNORECASE)
_BASELINE = re.compile(
    r"\b(?:from|statt|desde|instead of|vs\.?)\s+[€$£]?\d|\b(?:von|de)\s+[€$£]?\d.{0,24}?\s(?:auf|bis|a|hasta)\s(?:\w+\s)?[€$£]?\d",
    re.IGNORECASE,
)
_NONE_AT_ALL = re.compile(r"\b(?:no|without|ohne|keine?n?|sin|ning[uú]na?)\b(?!\.)", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"\b(?:at least|at most|under|below|above|over|within|fewer than|less than|more than|no more than|with"
    r"|mindestens|höchstens|unter|über|innerhalb(?: von)?|weniger als|mehr als|mit"
    r"|al menos|como máximo|menos de|más de|por debajo de|por encima de|en menos de|con)\s+(?:los |las |el |un )?"
    rf"[€$£]?(?:\d|(?:{'|'.join(sorted(_NUMBER_WORDS))})\b)",
    re.IGNORECASE,
)
_SO_THAT = re.compile(
    r"\b(?:so that|such that|resulting in|sodass|so dass|damit|para que|de modo que)\b", re.IGNORECASE
)
_MARKS = ".,;:!?()“”„«»\"'"

_PEOPLE_HARD = re.compile(r"\s*(?:[;&+|\n]|\s/\s)\s*")
_PEOPLE_SOFT = re.compile(r"\s*,\s*|\s+(?:and|und|y|e)\s+")
_ROLE = re.compile(
    r"\b(?:of|for|de|del|der|für|head|lead|leader|leiter\w*|team|manager|director\w*|director|department|office|dirección"
    r"|responsable|jef[ea]|sales|marketing|research|development|finance|operations|hr|it|product|design|customer|success"
    r"|support|service|engineering|people|legal|quality|production|purchasing|logistics|compliance|security|data|platform"
    r"|einkauf|vertrieb|logistik|produktion|technik|personal|qualität|ventas|compras|finanzas|producción|logística)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


def activity(text: str | None, measured: bool = True) -> str:
    """Return the word that makes a key result sound like a task, or "".

    `measured` says that the key result goes from a number to a number: then a first word that may as well be a noun
    is taken for one.

    >>> activity("Write the handbook"), activity("Handbuch schreiben"), activity("Support tickets answered in time")
    ('Write', 'schreiben', '')
    """
    plain = _LEAD.sub("", " ".join((text or "").split()))
    words = [bare for word in plain.split() if (bare := word.strip(_MARKS))]
    if not words or _says_outcome(plain):
        return ""
    first, last = words[0], words[-1]
    measured = measured or bool(numbers(plain))
    phrase = next((phrase for phrase in _TASK_PHRASES if plain.lower().startswith(f"{phrase} ")), "")
    if first.lower() in _TASKS or phrase or _is_verb(first.lower(), words[1:2], measured) or _begins_task(plain, first):
        return first
    delivered = _DELIVERED.search(plain)
    if delivered and len(words) > 1 and not _PERCENT.search(plain):
        return delivered[0].rstrip(".!")
    return last if len(words) > 1 and _ends_task(plain, last) else ""


def _ends_task(text: str, last: str) -> bool:
    """Whether a text ends with a German infinitive that names no result."""
    may_be = _INFINITIVE_DE.fullmatch(last) and last not in _RESULTS_DE and _GERMAN.search(text)
    return last in _ENDINGS or (bool(may_be) and not _PERCENT.search(text))


def _begins_task(text: str, first: str) -> bool:
    """Whether a text begins with an English verb before an article, or a Spanish infinitive, that names no result."""
    before = _BEFORE_AN_ARTICLE.match(text)
    if before and before[1].lower() not in _RESULTS and not _VAGUE.fullmatch(before[1]):
        return True
    word = first.lower()
    spanish = _INFINITIVE_ES.fullmatch(word) and word not in _NO_INFINITIVE and word not in _RESULTS_ES
    return bool(spanish) and bool(_SPANISH.search(text))


def _is_verb(first: str, after: Sequence[str], measured: bool) -> bool:
    """Whether a first word that may be a noun is a verb: by what follows it, or because nothing is measured."""
    if first not in _EITHER:
        return False
    follows = bool(after) and (after[0].lower() in _ARTICLES or after[0].isdigit() or after[0].lower() in _NUMBER_WORDS)
    return not measured or (first in _BEFORE_A_NUMBER and follows)


def _says_outcome(text: str) -> bool:
    """Whether a text says what a task leads to: a value before and after, a limit, or a purpose."""
    after_colon = text.partition(":")[2]
    return bool(
        _BASELINE.search(text)
        or _SO_THAT.search(text)
        or _THRESHOLD.search(text)
        or (after_colon and numbers(after_colon))
    )


def vague(text: str | None) -> str:
    """Return the first word of quality or improvement that no number makes exact, or "".

    >>> vague("Improve customer satisfaction"), vague("Improve the score to 8"), vague("Sales")
    ('Improve', '', '')
    """
    plain = text or ""
    match = None if numbers(plain) else _VAGUE.search(plain)
    return match[0] if match else ""


def missing_value(text: str | None) -> str:
    """Return what a text lacks to be measured: 'target', 'start' (of a change), or "" when it lacks nothing.

    >>> missing_value("Number of users"), missing_value("Increase NPS to 45"), missing_value("NPS from 30 to 45")
    ('target', 'start', '')
    """
    plain = _LEAD.sub("", text or "")
    if _BASELINE.search(plain):
        return ""
    if not numbers(plain):
        return "" if _NONE_AT_ALL.search(plain) else "target"
    return "start" if _CHANGE.search(plain) and not _THRESHOLD.search(plain) else ""


def numbers(text: str) -> list[str]:
    """Return the amounts in a text; years and numbers that belong to a name are none.

    >>> numbers("Grow by 20% in 2026"), numbers("Meet ISO 9001 in phase 2"), numbers("Open five stores")
    (['20%'], [], ['five'])
    """
    found = [(match.start(), match[0].strip(" .,")) for match in _VALUE.finditer(text) if _is_amount(text, match)]
    found += [(match.start(), match[0]) for match in re.finditer(r"\w+", text) if match[0].lower() in _NUMBER_WORDS]
    return [amount for _, amount in sorted(found)]


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether digits are an amount, by the word before them: a capital in the middle of a sentence begins a name."""
    digits = match[0].strip(" .,")
    if not digits.isdigit() and not re.fullmatch(r"\d\.\d", digits):
        return True
    before = text[: match.start()].split()
    if not before:
        return not _YEAR.fullmatch(digits)
    word = before[-1].strip(_MARKS)
    is_name = word.lower() in _NAMED or (word.isupper() and len(word) > 1) or (len(before) > 1 and word[:1].isupper())
    return not is_name and not _YEAR.fullmatch(digits)


def several_owners(text: str | None) -> bool:
    """Return whether a cell names more than one owner, as far as that is sure: "Last, First" is one person.

    >>> several_owners("Ana Ruiz and Ben Vogel"), several_owners("Ruiz, Ana"), several_owners("Head of R&D")
    (True, False, False)
    """
    plain = text or ""
    hard = [part for part in _PEOPLE_HARD.split(plain) if part.strip()]
    if len(hard) > 1:
        return all(_may_be_person(part, words=1) for part in hard)
    soft = [part for part in _PEOPLE_SOFT.split(plain) if part.strip()]
    return len(soft) > 1 and all(_may_be_person(part, words=2) for part in soft)


def _may_be_person(part: str, words: int) -> bool:
    if _ADDRESS.fullmatch(part.strip()):
        return True
    names = part.split()
    return len(names) >= words and len(part.strip()) > 2 and part.strip()[0].isupper() and not _ROLE.search(part)


def copied(text: str | None, parent: str | None) -> bool:
    """Return whether an objective is worded like its parent, but for a word or two.

    >>> copied("Raise the quality!", "raise the quality"), copied("Grow in Spain", "Grow")
    (True, False)
    """
    own, other = (" ".join(re.findall(r"\w+", (words or "").casefold())) for words in (text, parent))
    if not own or not other:
        return False
    matcher = SequenceMatcher(None, own, other, autojunk=False)
    return own == other or (
        matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
    )

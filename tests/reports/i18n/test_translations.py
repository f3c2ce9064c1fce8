"""German and Spanish: nothing is left in English, the same words for the same things, pages that say the same."""

from __future__ import annotations

import html
import math
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog, pofile
from report_cases import in_greek, pages, shop

from okrsheets.core.quality_rules import RULES
from okrsheets.reports.formats.files import FORMATS, write_report
from okrsheets.reports.formats.html import render_html, render_markdown
from okrsheets.reports.i18n import catalogue
from okrsheets.reports.i18n.language import languages, load_language

TRANSLATED = [tag for tag in languages() if tag != "en"]

# Messages that are the same word in English.
SAME = {
    "de": {"Check-ins", "ID", "Organisation", "Person", "Person {number}", "Problem", "Status", "Team", "Team {number}", "Teams",
           "check-in since {day}", "{count} team", "{count} teams"},
    "es": {"ID"},
}  # fmt: skip
BOOKS = {rule.source for rule in RULES}  # their titles stay as they are

# The words of the field, as the head of each translation lists them: in English, then what stands for it.
GLOSSARY = [
    ("key results?", {"de": "schlüsselergebnis", "es": "resultados? clave"}),
    ("objectives?", {"de": "ziel", "es": "objetivo"}),
    ("check-ins?", {"de": "check-in", "es": "seguimiento"}),
    ("workbooks?", {"de": "arbeitsmappe", "es": "libro"}),
    ("scores?", {"de": "zielerreichung", "es": "cumplimiento"}),
    ("points?", {"de": "prozentpunkt", "es": "punto"}),
    ("targets?", {"de": "zielwert", "es": "meta"}),
    ("skills?", {"de": "kompetenz", "es": "competencia"}),
    ("levels?", {"de": "stufe|ebene", "es": "nivel"}),
    ("roles?", {"de": "rolle", "es": "puesto"}),
    ("quarters?", {"de": "quartal", "es": "trimestre"}),
    ("teams?", {"de": "team", "es": "equipo"}),
    ("certificates?", {"de": "zertifikat", "es": "certificado"}),
    ("gaps?", {"de": "lücke", "es": "brecha"}),
    ("on track", {"de": "im plan", "es": "según el plan"}),
    ("at risk", {"de": "gefährdet", "es": "en riesgo"}),
    ("off track", {"de": "im verzug", "es": "con retraso"}),
    ("committed", {"de": "verbindlich", "es": "comprometido"}),
    ("aspirational", {"de": "ambitioniert", "es": "aspiracional"}),
    ("abandoned", {"de": "abgebrochen", "es": "abandonado"}),
]
OTHERWISE = {  # phrases in which a word means something else
    "Top-level objectives come first. An objective's score is the average of its own key results and of the objectives that "
    "count towards it. Expand an objective to see its key results.",
    "What you want to achieve, and the higher-level objective that each one supports.",
}


@cache
def read(tag: str) -> Catalog:
    with catalogue.po_path(tag).open("rb") as file:
        return pofile.read_po(file, locale=tag)


def pairs(tag: str) -> Iterator[tuple[str, str]]:
    """Every message in English with its translation; of singular and plural, both."""
    for message in read(tag):
        if isinstance(message.id, str) and message.id:
            yield message.id, str(message.string)
        elif isinstance(message.id, (tuple, list)):
            yield from zip(message.id, message.string or ())


def test_the_reports_come_in_german_and_spanish() -> None:
    assert languages() == ["en", "de", "es"]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_message_is_left_in_english(tag: str) -> None:
    copied = {said for said, translated in pairs(tag) if said == translated and re.search(r"[A-Za-z]", _words(said))}
    assert copied <= SAME[tag] | BOOKS


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize(("english", "translations"), GLOSSARY, ids=[word for word, _ in GLOSSARY])
def test_the_same_word_stands_for_the_same_thing(tag: str, english: str, translations: dict[str, str]) -> None:
    meant = [
        (said, translated)
        for said, translated in pairs(tag)
        if said not in OTHERWISE | BOOKS and re.search(rf"\b{english}\b", _words(said), re.IGNORECASE)
    ]
    assert meant
    assert [pair for pair in meant if not re.search(translations[tag], pair[1], re.IGNORECASE)] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_percentage_keeps_together(tag: str) -> None:
    assert [translated for _, translated in pairs(tag) if re.search(r"\d %|\d%", translated)] == []


def foreign(tag: str, written: str) -> set[str]:
    """The words in Latin letters that are no word of the translation, no month, and not our name."""
    months = Locale.parse(tag).months["format"]
    dates = (name for width in ("wide", "abbreviated") for name in months[width].values())
    known = {word.lower() for text in (*(said for _, said in pairs(tag)), *dates) for word in _latin(text)}
    known |= {"okrsheets", "de"}  # our name, and `31 de marzo`
    text = re.sub(r"\b[A-Z]+\d+\b|\]\([^)]*\)", " ", written)  # without cells and where links lead
    return {word for word in _latin(text) if word.lower() not in known}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_word_on_a_page_is_of_its_language(tag: str) -> None:
    """Sheets in Greek: what stands in Latin letters on the pages is ours."""
    seen = 0
    for page in pages(in_greek(), load_language(tag)):
        for text in (
            _visible(re.sub(r'<b class="mark">[a-z]+</b>', "", render_html(page.report))),
            render_markdown(page.report),
        ):
            assert foreign(tag, text) == set(), page.stem
            assert not re.search(r"[A-Za-zÀ-ÿ]\.\.(?!\.)", text), page.stem  # of "1. Jan." at an end
            seen += len(text)
    assert seen > 500_000


@pytest.mark.slow
@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_every_word_in_a_document_is_of_its_language(tag: str, format: str, tmp_path: Path) -> None:
    readers = {page.report.audience: page.report for page in pages(in_greek(), load_language(tag))}
    for audience, report in readers.items():
        (path,) = write_report(tmp_path / audience, {format: FORMATS[format]}, report)
        text = _shown(path)
        assert (foreign(tag, text), len(text) > 500) == (set(), True), audience


@pytest.mark.parametrize("tag", [*TRANSLATED, "de-AT", "es-MX"])
def test_a_page_says_its_language_and_sorts_by_the_same_figures(tag: str) -> None:
    english, other = (list(pages(shop(), load_language(each))) for each in ("en", tag))
    for one, two in zip(english, other, strict=True):
        ours, theirs = render_html(one.report), render_html(two.report)
        assert f'<html lang="{tag}">' in theirs
        assert _keys(theirs) == _keys(ours)
        assert all(math.isfinite(float(key)) for key in _keys(theirs))
    assert sum(len(_keys(render_html(page.report))) for page in other) > 300


def _keys(page: str) -> list[str]:
    return re.findall(r'data-sort="([^"]*)"', page)


def _words(text: str) -> str:
    return re.sub(r"{\w+}", "", text)


def _latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-zÀ-ÿ]{2,}", _words(text))


def _visible(page: str) -> str:
    """What a page says to a reader's eyes and ears."""
    body = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", page[page.index("<title>") :])
    heard = re.findall(r'(?:title|aria-label|alt|placeholder|data-label|data-said)="([^"]*)"', body)
    return html.unescape("\n".join((*heard, re.sub(r"<[^>]*>", " ", body))))


def _shown(path: Path) -> str:
    """What a document or a workbook says: its texts, what pictures say to a screen reader, the names of its sheets."""
    with zipfile.ZipFile(path) as file:
        parts = [file.read(name).decode() for name in file.namelist() if re.match(r"(word|xl)/(?!styles).*xml$", name)]
    said = r'<(?:\w:)?t(?: [^>]*)?>([^<]*)<|(?:descr|sheet name)="([^"]*)"'
    return html.unescape("\n".join(text for part in parts for pair in re.findall(said, part) for text in pair))

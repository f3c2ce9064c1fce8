"""Every word that readers see comes from a catalogue: collected, complete, with its places, in their own figures."""

from __future__ import annotations

import dataclasses
import gettext
import re
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages import Catalog, pofile
from jinja2 import Environment, nodes
from report_cases import in_greek, inside, pages

from okrsheets.core import alignment, alignment_problems, pacing, schema, skills
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location, UsageError
from okrsheets.core.progress import COMMITMENTS
from okrsheets.reports.formats.html import TEMPLATES
from okrsheets.reports.i18n import catalogue, terms
from okrsheets.reports.i18n.language import LOCALES, Language, languages, load_language
from okrsheets.reports.model.report import Brand, Row, Section

TRANSLATED = [tag for tag in languages() if tag != "en"]
DAY = needed_day("2026-03-31")


class Foreign(gettext.NullTranslations):
    """A language in which every message is Greek letters, so that a word of no catalogue can be seen."""

    known = frozenset(text for message in catalogue.messages() for text in message)

    def gettext(self, message: str) -> str:
        return _as_greek(message) if message in self.known else message

    def ngettext(self, one: str, more: str, count: int) -> str:
        return self.gettext(one if count == 1 else more)


def _as_greek(message: str) -> str:
    return "".join(
        part if part.startswith("{") else re.sub("[A-Za-z]", "λ", part) for part in re.split(r"({\w+})", message)
    )


def test_no_word_on_any_page_comes_from_outside_the_catalogue() -> None:
    """Sheets in Greek, read in a language of Greek letters, with Greek days: a Latin letter is a word that we glued."""
    greek = Locale.parse("el")
    seen = 0
    for page in pages(in_greek(), Language("en", greek, Foreign())):
        for each in inside(page.report):
            for text in _printed(each):
                left = re.sub(r"[A-Z]+\d+(:[A-Z]+\d+)?", "", text)
                assert not re.findall(r"[A-Za-z]{2,}", left), (page.stem, text)
                seen += 1
    assert seen > 5000


def _printed(each: object) -> list[str]:
    """What a reader sees of a value: not the words for programs, nor the cells."""
    if not dataclasses.is_dataclass(each) or isinstance(each, (type, Location, Brand)):
        return []
    hidden = {"kind", "word", "status", "name", "key", "unit", "address", "home", "audience", "language"}
    if isinstance(each, Section):
        hidden = hidden | {"id"}
    if isinstance(each, Row):
        return []
    values = [getattr(each, field.name) for field in dataclasses.fields(each) if field.name not in hidden]
    texts = [value for value in values if isinstance(value, str)]
    return texts + [text for value in values if isinstance(value, tuple) for text in value if isinstance(text, str)]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def test_the_catalogue_has_every_message_and_no_other() -> None:
    with (LOCALES / "okrsheets.pot").open("rb") as file:
        kept = pofile.read_po(file)
    assert ids(kept) == ids(catalogue.template()), "run `python -m okrsheets.reports.i18n.catalogue`"


def test_a_translation_is_complete_and_keeps_every_place() -> None:
    for tag in TRANSLATED:
        path = catalogue.po_path(tag)
        with path.open("rb") as file:
            translated = pofile.read_po(file, locale=tag)
        assert ids(translated) == ids(catalogue.template())
        for message in translated:
            if message.id:
                said = [message.string] if isinstance(message.string, str) else list(message.string or ())
                given = [message.id] if isinstance(message.id, str) else list(message.id)
                assert all(said), f"not translated: {message.id}"
                assert not message.fuzzy, f"to be looked at: {message.id}"
                assert len(said) == (translated.num_plurals if message.pluralizable else 1), message.id
                assert all(places(text) == places(given[-1]) for text in said), message.id
        assert path.with_suffix(".mo").read_bytes() == catalogue.as_mo(catalogue.translated(tag))


def test_singular_and_plural_have_the_same_places() -> None:
    for message in catalogue.messages():
        assert len({frozenset(places(text)) for text in message}) == 1, message


def test_every_word_of_the_core_that_readers_see_is_in_the_catalogue() -> None:
    words = {text for message in catalogue.messages() for text in message}
    assert {*pacing.STATUSES, *schema.STATUS_CHOICES, *COMMITMENTS, *skills.LEVEL_WORDS, *skills.RATER_TYPES} <= words
    assert set(alignment_problems.ADVICE) == set(terms.ALIGNMENTS)
    assert set(alignment.LEVEL_NAMES) <= words


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    """What stands between tags are signs; attributes that are read out come from the catalogue, too."""
    written = Environment().parse(path.read_text("utf-8")).find_all(nodes.TemplateData)
    text = "\x00".join(piece.data for piece in written)
    text = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<!doctype html>", "", text)
    assert not re.findall(r'(?:title|aria-label|alt|placeholder)="[^"\x00]*[a-z]', text)
    if path.name.endswith(".html.j2"):
        assert not re.findall(r"[A-Za-z]{2,}", re.sub(r"(?s)<[^>]*>", "", re.sub(r"(?s)^[^<]*>", "", text)))
    else:
        assert not re.findall(r"[A-Za-z]{2,}", text)


@pytest.mark.parametrize(
    ("tag", "number", "percent", "day", "short"),
    [
        ("en", "1,234.5", "65%", "31 March 2026", "31 Mar"),
        ("en-US", "1,234.5", "65%", "March 31, 2026", "Mar 31"),
        ("de", "1.234,5", "65\xa0%", "31. März 2026", "31. März"),
        ("de-AT", "1.234,5", "65\xa0%", "31. März 2026", "31. März"),
        ("de-CH", "1’234.5", "65%", "31. März 2026", "31. März"),
        ("es", "1.234,5", "65\xa0%", "31 de marzo de 2026", "31 mar"),
        ("es-MX", "1,234.5", "65%", "31 de marzo de 2026", "31 mar"),
    ],
)
def test_figures_and_days_are_written_as_the_reader_does(
    tag: str, number: str, percent: str, day: str, short: str
) -> None:
    words = load_language(tag)
    assert (words.number(1234.5), words.percent(0.65), words.day(DAY), words.short_day(DAY)) == (
        number,
        percent,
        day,
        short,
    )


@pytest.mark.parametrize("tag", ["xx", "", "../en", "en-XX-YY"])
def test_a_language_that_there_is_not_is_said(tag: str) -> None:
    with pytest.raises(UsageError):
        load_language(tag)

"""`okrsheets.toml`: what it may say, and what is said about what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import SettingsError, UsageError
from okrsheets.sync.config import FILE, Config, load, workspace
from okrsheets.sync.google.connection import Access
from okrsheets.sync.google.source import GoogleSource

WRONG = [
    ('sorces = ["a"]', "'sorces' is not a known setting", "did you mean 'sources'?"),
    ("[threshold]", "'threshold' is not a known setting", "did you mean 'thresholds'?"),
    ("[thresholds]\nat-risk = 0.1", "'at-risk' is not a known setting", "did you mean 'at-risk-gap'?"),
    ('[report]\nformats = ["htm"]', "'htm' is not a known setting", "did you mean 'html'?"),
    ('[columns.objective]\n"Ziel" = "id"', "'objective' is not a known setting", "did you mean 'objectives'?"),
    ('[columns.objectives]\n"Wer" = "ownr"', "'ownr' is not a known setting", "did you mean 'owner'?"),
    (
        '[columns."key results"]\n"RAG" = "progress"',
        "'progress' is not a known setting",
        "use one of: id, objective id,",
    ),
    ('sources = "a"', "sources must be a list of texts", 'write sources = ["team-a", "team-b.xlsx"]'),
    ("sources = [1]", "sources must be a list of texts", 'write sources = ["team-a", "team-b.xlsx"]'),
    ('[report]\nformats = "html"', "formats must be a list of texts", 'write formats = ["html", "xlsx"]'),
    ('report = "html"', "report must be a section of its own, not 'html'", "write a line [report]"),
    ("thresholds = 5", "thresholds must be a section of its own, not 5", "write a line [thresholds]"),
    ('columns = ["a"]', "columns must be a section of its own, not ['a']", "write a line [columns]"),
    ("[columns]\nobjectives = 1", "objectives must be a section of its own", "write a line [columns.objectives]"),
    ('[columns.objectives]\n"Wer" = 1', "'Wer' must name a column, not 1", "write 'Wer' = 'id'"),
    ("out = 5", "out must be a text, not 5", 'write out = "5"'),
    ('[thresholds]\nat-risk-gap = "x"', "at-risk-gap must be a number of 0 or more, not 'x'", "write at-risk-gap"),
    ("[thresholds]\nstale-days = -1", "stale-days must be a number of 0 or more, not -1", "write stale-days"),
    ("[thresholds]\nstale-days = nan", "stale-days must be a number of 0 or more, not nan", "write stale-days"),
    ("[thresholds]\nat-risk-gap = 0.5", "at-risk-gap 0.5 is above off-track-gap 0.25", "swap the two"),
    ('as-of = "soon"', "as-of 'soon' isn't a recognised date", "use YYYY-MM-DD: as-of = 2026-06-30"),
    ("as-of = true", "as-of True isn't a recognised date", "use YYYY-MM-DD: as-of = 2026-06-30"),
    ("[google]\nkey = 1", "'key' is not a known setting", "use one of: credentials, requests-per-minute"),
    ("[google]\ncredentials = 1", "credentials must be a text, not 1", 'write credentials = "1"'),
    (
        "[google]\nrequests-per-minute = 0",
        "requests-per-minute must be a whole number of 1 or more, not 0",
        "write requ",
    ),
    ("[google]\nrequests-per-minute = 1.5", "requests-per-minute must be a whole number of 1 or more", "write requ"),
    ('locale = "klingon"', "locale 'klingon' is not known", "write a language"),
    ("locale = 1", "locale must be a text, not 1", "write locale"),
    ("fiscal-year-start = 13", "fiscal-year-start must be a month from 1 to 12, not 13", "write fiscal-year-start = 4"),
    ('fiscal-year-start = "May"', "fiscal-year-start must be a month from 1 to 12, not 'May'", "write fiscal-year"),
    ('[privacy]\nretension = "1 year"', "'retension' is not a known setting", "did you mean 'retention'?"),
    ('[privacy]\nretention = "forever"', "retention 'forever' is not a period", 'write retention = "24 months"'),
    ('[privacy]\nretention = "0 days"', "retention '0 days' is not a period", 'write retention = "24 months"'),
    ('[privacy]\nretention = "101 years"', "retention '101 years' is longer than 100 years", "write retention"),
    ("[privacy]\nretention = 24", "retention must be a text, not 24", 'write retention = "24"'),
    ('[privacy.readers]\nperson = "boss"', "person must be a list of texts", "write person = ["),
    ('[privacy.readers]\npersons = ["boss"]', "'persons' is not a known setting", "did you mean 'person'?"),
    ('[skills]\nhalflife = "1 year"', "'halflife' is not a known setting", "did you mean 'half-life'?"),
    ('[skills]\nhalf-life = "soon"', "half-life 'soon' is not a period", 'write half-life = "12 months"'),
    (
        "[skills]\ncertificate-level = 6",
        "certificate-level must be a level from 0 to 5, not 6",
        "write certificate-level = 3",
    ),
    ("[skills]\ncourse-weight = 0", "course-weight must be above 0 and at most 1, not 0", "write course-weight = 0.5"),
    ('[skills]\nmargin = "yes"', "margin must be true or false, not 'yes'", "write margin = true"),
    ("cycle = = 1", "Invalid value (at line 1, column 9)", "see the README for an example"),
]


@pytest.mark.parametrize(("text", "what", "hint"), WRONG)
def test_what_cannot_be_used_is_named_with_what_to_write(tmp_path: Path, text: str, what: str, hint: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as raised:
        load(tmp_path / FILE)
    assert raised.value.what.startswith(f"{tmp_path / FILE}: {what}")
    assert raised.value.hint.startswith(hint)
    assert raised.value.exit_code == 2


def test_a_settings_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\0")
    with pytest.raises(SettingsError, match="codec can't decode"):
        load(tmp_path / FILE)


def test_everything_that_may_be_said_is_understood(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        'sources = ["teams", "extra.xlsx"]\nout = "results"\ncycle = "2026-Q1"\nas-of = 2026-06-30\n'
        "[thresholds]\nat-risk-gap = 0.05\noff-track-gap = 0.2\nstale-days = 7\n"
        '[report]\nformats = ["md"]\n[columns."key results"]\n"Wer" = "owner"\n',
        "utf-8-sig",
    )
    config = load(tmp_path / FILE)
    assert (config.sources, config.out, config.cycle) == (("teams", "extra.xlsx"), "results", "2026-Q1")
    assert config.as_of == needed_day("2026-06-30")
    assert (*config.thresholds.gaps, config.thresholds.stale_after) == (0.05, 0.2, 7)
    assert (config.formats, config.columns) == (("md",), {"key results": {"Wer": "owner"}})


def test_an_empty_settings_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("", "utf-8")
    assert load(tmp_path / FILE) == Config()


def test_sources_are_those_of_the_settings_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('sources = ["teams"]\nout = "results"', "utf-8")
    for given, here in (((), tmp_path), ((str(tmp_path),), Path("/"))):
        place = workspace(given, here=here)
        assert [source.root for source in place.sources] == [(tmp_path / "teams").as_posix()]
        assert place.store == tmp_path / "results" / "okrsheets.duckdb"


def test_a_source_that_is_given_goes_before_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('sources = ["teams"]', "utf-8")
    place = workspace([str(tmp_path / "q1.xlsx")], "elsewhere", tmp_path)
    assert [source.root for source in place.sources] == [(tmp_path / "q1.xlsx").as_posix()]
    assert place.out == tmp_path / "elsewhere"


def test_google_stands_beside_folders_and_is_never_taken_for_a_path(tmp_path: Path) -> None:
    text = 'sources = ["teams", "google:folder/1AbcDefGhiJkl"]\n[google]\ncredentials = "key.json"\nrequests-per-minute = 300'
    (tmp_path / FILE).write_text(text, "utf-8")
    place = workspace((), here=tmp_path)
    assert [source.root for source in place.sources] == [(tmp_path / "teams").as_posix(), "google:folder/1AbcDefGhiJkl"]
    assert place.google.access == Access(tmp_path / "key.json", 300)
    assert [source.connection for source in place.sources if isinstance(source, GoogleSource)] == [place.google]


def test_google_alone_belongs_to_the_current_folder_and_uses_its_settings(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('sources = ["teams"]\n[google]\nrequests-per-minute = 5', "utf-8")
    place = workspace(["https://docs.google.com/spreadsheets/d/1AbcDefGhiJkl/edit"], here=tmp_path)
    assert [source.root for source in place.sources] == ["google:1AbcDefGhiJkl"]
    assert (place.base, place.out) == (tmp_path, tmp_path / "okrsheets-out")
    assert place.google.access.per_minute == 5


def test_google_beside_a_folder_belongs_to_the_folder(tmp_path: Path) -> None:
    place = workspace(["google:1AbcDefGhiJkl", str(tmp_path)], here=Path("/"))
    assert place.out == tmp_path / "okrsheets-out"


def test_no_source_and_no_settings_file_is_a_question(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no workbooks or folders are named"):
        workspace((), here=tmp_path)

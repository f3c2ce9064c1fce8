"""`okrsheets adopt`: questions about sheets that nothing tells, answers beside them, and the reading that follows."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bad_input import xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import MAP_FILE

HEADINGS = ["Wofür", "Womit gezählt", "Anfangs", "Soll erreicht", "Heutiger Stand", "Bemerkt"]
GOALS = [
    ["Gäste kommen wieder", "Gäste, die zweimal kommen", 10, 40, 25, "läuft"],
    ["Gäste kommen wieder", "Anteil der Tische am Abend", 3, 9, 6, ""],
    ["Küche läuft ruhig", "Rückläufer aus dem Saal", 12, 2, 8, "zäh"],
]
# key results; then the likeliest columns of words, and of figures
ANSWERS = ["2", "1", "1"]


def run(*words: object, typed: Sequence[str] = ()) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input="".join(f"{line}\n" for line in typed))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def book(path: Path, rows: Sequence[Sequence[Any]], title: str = "Blatt1") -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(xlsx({title: rows}))
    return path


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    return book(tmp_path / "haus" / "ziele.xlsx", [["Unser Haus"], [], HEADINGS, *GOALS])


def key_results(place: Path) -> list[tuple[Any, ...]]:
    """What a sync reads: objective, key result, start, target, current of each row, in no order."""
    source = FolderSource(place)
    rows = []
    for info in source.list()[0]:
        for records in extract(source.fetch(info).parse(), HeadingIndex()).tables:
            if records.table.name == "key results":
                fields = ("objective_id", "key_result", "start", "target", "current")
                rows += list(zip(*(records.columns[field] for field in fields)))
    return sorted(rows)


def test_answers_make_a_sheet_read_that_was_not_and_the_sheet_stays_as_it_is(goals: Path) -> None:
    before = goals.read_bytes()
    assert key_results(goals) == []
    result = run("adopt", goals, typed=ANSWERS)
    assert result.exit_code == 0, result.output
    assert key_results(goals) == sorted(tuple(row[:5]) for row in GOALS)
    assert goals.read_bytes() == before


def test_next_quarters_copy_with_other_columns_and_more_rows_reads_the_same(goals: Path) -> None:
    run("adopt", goals, typed=ANSWERS)
    more = [*GOALS, ["Küche läuft ruhig", "Überstunden der Küche", 90, 20, 60, ""]]
    columns = [*range(len(HEADINGS))]
    random.Random(3).shuffle(columns)
    rows = [["neu", *(row[at] for at in columns)] for row in more]
    goals.unlink()
    copy = book(goals.with_name("ziele-q2.xlsx"), [["Neu", *(HEADINGS[at] for at in columns)], *rows], "Q2")
    assert key_results(copy.parent) == sorted(tuple(row[:5]) for row in more)
    assert "nothing new to keep" in run("adopt", copy).output


def test_a_mapping_serves_the_folders_below(goals: Path) -> None:
    run("adopt", goals, typed=ANSWERS)
    book(goals.parent / "küche" / "ziele.xlsx", [HEADINGS, *GOALS])
    goals.unlink()
    assert key_results(goals.parent) == sorted(tuple(row[:5]) for row in GOALS)


def test_a_folder_of_like_sheets_is_asked_about_once(goals: Path) -> None:
    book(goals.with_name("zweite.xlsx"), [HEADINGS, *([f"{row[0]} 2", *row[1:]] for row in GOALS)])
    assert run("adopt", goals.parent, typed=ANSWERS).exit_code == 0
    assert len(key_results(goals.parent)) == 2 * len(GOALS)
    assert (goals.parent / MAP_FILE).read_text("utf-8").count("[[table]]") == 1


def test_a_sync_reads_an_unchanged_workbook_again_when_an_answer_comes_or_goes(goals: Path) -> None:
    def read() -> str:
        return run("sync", goals.parent, "--as-of", "2026-02-01").output

    assert "3 key results" not in read()
    run("adopt", goals.parent, typed=ANSWERS)
    assert "3 key results" in read()
    (goals.parent / MAP_FILE).unlink()
    assert "3 key results" not in read()


def test_a_heading_that_is_gone_is_named_at_its_row(goals: Path) -> None:
    run("adopt", goals, typed=ANSWERS)
    book(goals, [[], [*HEADINGS[:4], "Ist jetzt", HEADINGS[5]], *GOALS])
    output = run("check", goals, "--as-of", "2026-02-01").output
    what = "this was read as key results by okrsheets.map.toml, but the heading 'Heutiger Stand' is gone"
    assert f"ziele.xlsx › Blatt1!A2: {what}" in output


def test_a_dry_run_shows_what_the_real_run_does_row_by_row_and_writes_nothing(goals: Path) -> None:
    dry = json.loads(run("adopt", goals, "--dry-run", "--json", typed=ANSWERS).stdout)
    assert not (goals.parent / MAP_FILE).exists()
    real = json.loads(run("adopt", goals, "--json", typed=ANSWERS).stdout)
    after = json.loads(run("adopt", goals, "--json").stdout)
    assert len(real["sheets"][0]["rows"]) == 5
    assert dry.pop("dry_run")
    assert not real.pop("dry_run")
    assert dry == real
    assert after["sheets"] == real["sheets"]
    assert after["kept"] == []


def test_a_dry_run_prints_the_file_that_would_be_written(goals: Path) -> None:
    shown = run("adopt", goals, "--dry-run", typed=ANSWERS).stdout
    run("adopt", goals, typed=ANSWERS)
    assert (goals.parent / MAP_FILE).read_text("utf-8") in shown


def test_yes_asks_nothing_and_takes_the_first_choices(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Objective", "Was zählt", "Wohin", "Stand X"],
        *([row[0], row[1], row[3], row[4]] for row in GOALS),
    ]
    place = book(tmp_path / "a.xlsx", rows)
    result = run("adopt", place, "--yes")
    assert "Number" not in result.output
    assert result.exit_code == 0
    assert 'read = "objectives"' in (tmp_path / MAP_FILE).read_text("utf-8") or key_results(place)


def test_a_sheet_about_something_else_is_nothing_by_itself_and_is_not_asked_about_again(tmp_path: Path) -> None:
    place = book(tmp_path / "lager.xlsx", [["Regal", "Fach", "Stück"], ["A", "1", 30], ["B", "2", 12]])
    run("adopt", place, "--yes")
    assert not (tmp_path / MAP_FILE).exists(), "that is for a person to say"
    assert run("check", place, "--as-of", "2026-02-01").exit_code == 4
    run("adopt", place, typed=["1"])
    assert 'read = "nothing"' in (tmp_path / MAP_FILE).read_text("utf-8")
    assert "nothing new to keep" in run("adopt", place).output
    result = run("check", place, "--as-of", "2026-02-01")
    assert result.exit_code == 0
    assert "nothing of yours is here" in result.output


@pytest.mark.parametrize(
    ("rows", "typed", "people"),
    [
        ([["Kürzel", "Nähen", "Löten", "Fräsen"], ["Ada", 3, 2, 1], ["Bo", 1, 2, 4], ["Cy", 0, 3, 2]], "1", 3),
        (
            [["Thema", "Ada", "Bo", "Cy", "Di"], ["Nähen", 3, 2, 1, 1], ["Löten", 1, 2, 4, 0], ["Sägen", 0, 3, 2, 2]],
            "3",
            4,
        ),
    ],
)
def test_a_matrix_that_is_not_clear_is_read_as_answered(
    rows: list[list[Any]], typed: str, people: int, tmp_path: Path
) -> None:
    place = book(tmp_path / "können.xlsx", rows)
    shown = json.loads(run("adopt", place, "--json", typed=[typed]).stdout)
    names = {row["values"].get("name") for row in shown["sheets"][0]["rows"] if row["table"] == "people"}
    ratings = [row for row in shown["sheets"][0]["rows"] if row["table"] == "assessments"]
    assert len(names) == people
    assert len(ratings) == people * 3
    assert {"Ada", "Bo", "Cy"} <= names


def test_the_page_shows_the_sheet_with_the_answers(goals: Path, tmp_path: Path) -> None:
    run("adopt", goals, "--html", tmp_path / "page.html", typed=ANSWERS)
    assert "key results: target" in (tmp_path / "page.html").read_text("utf-8")


def test_what_a_person_wrote_into_the_mapping_stays(goals: Path) -> None:
    own = '# ours\n[[table]]\nheadings = ["Regal", "Fach"]\nread = "nothing"'
    (goals.parent / MAP_FILE).write_text(own)
    run("adopt", goals, typed=ANSWERS)
    text = (goals.parent / MAP_FILE).read_text("utf-8")
    assert text.startswith(f"{own}\n")
    assert text.count("[[table]]") == 2


def test_no_answer_at_all_writes_nothing(goals: Path) -> None:
    result = run("adopt", goals)
    assert result.exit_code == 1
    assert not (goals.parent / MAP_FILE).exists()


def test_answers_that_read_nothing_are_not_kept(goals: Path) -> None:
    result = run("adopt", goals, typed=["2", "6", "6"])
    assert "with these answers nothing is read" in result.output
    assert not (goals.parent / MAP_FILE).exists()


def test_a_broken_mapping_is_refused_with_its_line(goals: Path) -> None:
    (goals.parent / MAP_FILE).write_text('\n[[table]]\nheadings = ["A", "B"]\nread = "cakes"\n')
    for command in ("check", "sync", "adopt"):
        result = run(command, goals.parent)
        assert result.exit_code == 2
        assert "okrsheets.map.toml, line 2: read = 'cakes' is not known" in result.output


def test_an_entry_that_fits_no_sheet_is_named_with_its_line(goals: Path) -> None:
    run("adopt", goals, typed=ANSWERS)
    assert "fits no sheet" not in run("adopt", goals).output
    book(goals, [["Regal", "Fach"], ["A", 1], ["B", 2]])
    assert f"{goals.parent / MAP_FILE}, line 5: fits no sheet here (Wofür" in run("adopt", goals, "--yes").output


def test_answers_about_a_scale_in_a_dry_run_read_what_the_real_run_reads(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Python", "SQL", "Excel"], ["Ann Lee", 70, 85, 40], ["Bo Ray", 55, 20, 90]]
    place = book(tmp_path / "a.xlsx", rows)
    dry, real = (
        json.loads(run("adopt", place, "--json", *dry, typed=["1", "1"]).stdout) for dry in (["--dry-run"], [])
    )
    assert dry["sheets"] == real["sheets"]
    assert dry["kept"] == real["kept"]
    assert real["kept"][0]["scale"] == {"0": 0, "100": 5}
    assert sum(row["table"] == "assessments" for row in real["sheets"][0]["rows"]) == 6

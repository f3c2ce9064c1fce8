"""A simple workbook grows into the full one: the same rows and the same figures, and nothing is lost without a word."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okrsheets.cli import main
from okrsheets.core import schema
from okrsheets.core.cells import Cell, needed_day
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.records import Records, Tables, together
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.simple import (
    FIRST,
    MANAGER,
    OKR_COLUMNS,
    REQUIRED,
    SELF,
    write_simple_okrs,
    write_skill_grid,
)  # fmt: skip
from okrsheets.sheets_templates.tables import EXACT
from okrsheets.sheets_templates.wording import ENGLISH, wording_in
from okrsheets.sync.growing.full_tables import Whose, full_tables
from okrsheets.sync.growing.remarks import remarks_of
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.sources.folder import parse

TODAY = needed_day("2026-08-15")
FIELDS = ("key_result", "owner", "start", "target", "current")
MATRIX = ("person_id", "skill", "rater_type", "level")


def tables_of(parts: Sequence[Records]) -> Tables:
    same = {table: [records for records in parts if records.table is table] for table in schema.TABLES}
    return Tables({table.name: together(table, records) for table, records in same.items() if records})


def read(path: Path) -> Tables:
    return tables_of(extract(parse(path.name, path.read_bytes()), HeadingIndex()).tables)


def filled(path: Path, rows: Sequence[Sequence[Cell]], sheet: str = "OKRs") -> None:
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, start=FIRST):
        for column, value in enumerate(row, start=1):
            if value is not None:
                book[sheet].cell(number, column).value = value
    book.save(path)


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.xlsx"
    write_simple_okrs(path, TODAY, "Sales team", "2026-Q3")
    filled(
        path,
        [
            ("Fill the berths", "Guest nights", "Ann", 100, 200, 150, None, 0.7, "going well"),
            (None, "Tickets", "Bo", 0, 40, 10),
            ("Calm", "Noise", "Cy", 60, 40, 50, None, None, "new pumps"),
        ],
    )
    book = openpyxl.load_workbook(path)
    book["OKRs"]["L3"] = "ask Dan"
    book["OKRs"]["B5"].comment = openpyxl.comments.Comment("since May", "Ann")
    book.create_sheet("Ideas")["B2"] = "a boat"
    book.save(path)
    return path


def test_everything_typed_is_moved_and_the_rest_is_named(sales: Path) -> None:
    before = hashlib.sha256(sales.read_bytes()).hexdigest()
    done = CliRunner().invoke(main, ["grow", str(sales), "--yes", "--as-of", "2026-08-15"])
    assert done.exit_code == 0, done.output
    grown = read(sales.with_name("sales OKRs.xlsx"))
    assert grown["objectives"].columns["id"] == ["SAL-1", "SAL-2"]
    assert grown["key results"].columns["id"] == ["SAL-1.1", "SAL-1.2", "SAL-2.1"]
    assert grown["key results"].columns["objective_id"] == ["SAL-1", "SAL-1", "SAL-2"]
    assert grown["settings"].columns["team"] == ["Sales team"]
    assert grown["settings"].columns["cycle"] == ["2026-Q3"]
    check_ins = grown["check-ins"].columns
    assert list(zip(*(check_ins[field] for field in ("date", "key_result_id", "value", "confidence", "note")))) == [
        (TODAY, "SAL-1.1", 150, 0.7, "going well"),
        (TODAY, "SAL-2.1", 50, None, "new pumps"),
    ]
    left = done.output.split("not moved:\n")[1].splitlines()[:3]
    assert [line.strip() for line in left] == [
        "sales.xlsx › OKRs!L3: 'ask Dan'", "sales.xlsx › Ideas!B2: 'a boat'", "sales.xlsx › OKRs!B5: the note 'since May'",
    ]  # fmt: skip
    assert hashlib.sha256(sales.read_bytes()).hexdigest() == before


def test_a_dry_run_writes_nothing_and_a_file_that_exists_is_kept(sales: Path) -> None:
    assert CliRunner().invoke(main, ["grow", str(sales), "--dry-run"]).exit_code == 0
    assert sorted(path.name for path in sales.parent.iterdir()) == ["sales.xlsx"]
    target = sales.with_name("sales OKRs.xlsx")
    target.write_text("mine")
    assert CliRunner().invoke(main, ["grow", str(sales), "--yes"]).exit_code == 2
    assert target.read_text() == "mine"


def test_a_cell_that_cannot_be_read_is_named_with_the_reason(sales: Path) -> None:
    book = openpyxl.load_workbook(sales)
    book["OKRs"]["E6"] = "lots"
    book.save(sales)
    done = CliRunner().invoke(main, ["grow", str(sales), "--dry-run"])
    assert "sales.xlsx › OKRs!E6: target is text: 'lots' ('lots')" in done.output


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    done = CliRunner().invoke(main, ["grow", str(tmp_path / "empty.xlsx"), "--yes"])
    assert done.exit_code == 1
    assert "no objectives, key results or levels" in done.output


@pytest.mark.parametrize(
    ("name", "code"), [("google:1AbcDefGhiJklMnoPqrStu", 2), ("plan.numbers", 3), ("broken.xlsx", 3)]
)
def test_what_is_no_workbook_file_is_refused(
    name: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("plan.numbers", "broken.xlsx"):
        Path(file).write_text("something else")
    done = CliRunner().invoke(main, ["grow", name, "--yes"])
    assert (done.exit_code, "hint:" in done.output) == (code, True), done.output
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_workbook_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "full.xlsx")
    CliRunner().invoke(main, ["new", "okrs", path])
    assert CliRunner().invoke(main, ["grow", path, "--yes"]).exit_code == 2


def test_a_sheet_of_strangers_keeps_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "theirs.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ("KR ID", "Objective", "Key result", "Baseline", "Goal", "Actual", "Who", "Comments"),
        ("K7", "Grow", "Guests", 10, 20, 15, "Ann", "rain"),
        ("K9", "Grow", "Tickets", 0, 5, 1, "Bo", None),
    ):
        book.active.append(row)
    book.save(path)
    done = CliRunner().invoke(main, ["grow", str(path), "--yes", "--cycle", "2026-Q3", "--as-of", "2026-08-15"])
    assert done.exit_code == 0, done.output
    grown = read(tmp_path / "theirs OKRs.xlsx")
    assert grown["key results"].columns["id"] == ["K7", "K9"]
    assert grown["check-ins"].columns["note"] == ["rain"]


numbers = st.one_of(st.none(), st.integers(-50, 300).map(float), st.floats(0.25, 90).map(lambda value: round(value, 2)))
words = st.text("abcdefgh ", min_size=3, max_size=12).map(lambda text: f"x{text}".strip())
key_results = st.tuples(
    words, st.sampled_from(["Ann", "Bo", None]), numbers, st.integers(1, 400).map(float), numbers,
    st.sampled_from([None, 0.5, 0.9]), st.one_of(st.none(), words),
)  # fmt: skip


def simple_sheet(objectives: Sequence[tuple[str, Sequence[tuple[Cell, ...]]]]) -> RawWorkbook:
    rows: list[list[Cell]] = [
        ["OKRs"],
        ["Sales · 2026-Q3"],
        [],
        [ENGLISH.heading(table, table.column(field)).rstrip("*") for table, field, *_ in OKR_COLUMNS],
    ]
    for objective, results in objectives:
        for at, (words, owner, start, target, current, confidence, note) in enumerate(results):
            rows.append([None if at else objective, words, owner, start, target, current, None, confidence, note])
    return RawWorkbook("sales.xlsx", [Sheet("OKRs", rows)])


def figures(evaluation: Evaluation) -> tuple[list[object], list[object]]:
    """Figures by words: a check-in of today changes when a key result was last heard of, and nothing else."""
    results = [(each.progress, each.score, each.expected, each.status) for each in evaluation.key_results]
    objectives = [
        (each.objective.objective, each.own, each.score, each.expected, each.status, each.alignment, each.coverage)
        for each in evaluation.objectives
    ]
    return list(results), list(objectives)


@example([("xaaa", [*3 * [("xaaa", "Ann", None, 1.0, None, None, None)], ("xaaa", "Ann", None, 1.0, 0.0, 0.5, None)])])
@given(st.lists(st.tuples(words, st.lists(key_results, min_size=1, max_size=4)), min_size=1, max_size=3))
@settings(max_examples=20, deadline=None)
def test_a_grown_workbook_has_the_same_rows_and_figures(
    objectives: list[tuple[str, list[tuple[Cell, ...]]]],
) -> None:
    raw = simple_sheet([(f"{number} {words}", results) for number, (words, results) in enumerate(objectives)])
    found = extract(raw, HeadingIndex()).tables
    old = tables_of(found)
    remarks = remarks_of(raw.sheets, found, HeadingIndex())
    full = full_tables(found, remarks.remarks, {}, Whose("Sales", "", "sales"), TODAY)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "full.xlsx"
        write_okrs(path, full.tables, TODAY, ready=EXACT)
        new = read(path)
    for field in FIELDS:
        assert new["key results"].columns[field] == old["key results"].columns[field]
    typed = [row for _, results in objectives for row in results]
    noted = [(confidence, note) for *_, confidence, note in typed if confidence is not None or note is not None]
    assert list(zip(*(new["check-ins"].columns[field] for field in ("confidence", "note")))) == noted
    assert len(set(new["key results"].columns["id"])) == len(typed)
    assert figures(evaluate(new, TODAY)) == figures(evaluate(old, TODAY))


def test_a_matrix_grows_with_the_same_levels_and_gaps(tmp_path: Path) -> None:
    path = tmp_path / "crew.xlsx"
    write_skill_grid(path, TODAY, "Crew")
    skills = ("Rigging", "Navigation")
    people = [("Ann Lee", "Skipper", 3, 4), ("Bo Ray", "Mate", 2, 1), ("Cy Fox", "Mate", 1, 5)]
    book = openpyxl.load_workbook(path)
    for sheet in (MANAGER, SELF, REQUIRED):
        for column, skill in enumerate(skills, start=3):
            book[sheet].cell(FIRST - 1, column).value = skill
    book.save(path)
    filled(path, people, MANAGER)
    filled(path, [(row[0], None, 2, 3) for row in people], SELF)
    filled(path, [("Skipper", None, 4, 5), ("Mate", None, 2, 2)], REQUIRED)
    done = CliRunner().invoke(main, ["grow", str(path), "--yes", "--as-of", "2026-08-15"])
    assert done.exit_code == 0, done.output
    assert "everything that was typed is moved" in done.output
    old, new = read(path), read(tmp_path / "crew Skills.xlsx")
    for name, fields in (
        ("assessments", MATRIX),
        ("roles", ("role", "skill", "required_level")),
        ("people", ("name", "role")),
    ):
        rows = [sorted(zip(*(tables[name].columns[field] for field in fields))) for tables in (old, new)]
        assert rows[0] == rows[1] != []
    assert new["people"].columns["team"] == ["Crew"] * 3
    assert new["assessments"].columns["date"] == [TODAY] * 12
    levels = [
        [(skill.level, skill.gap) for person in evaluate(tables, TODAY).people for skill in person.skills]
        for tables in (old, new)
    ]
    assert levels[0] == levels[1] != []


def test_a_legend_of_ones_own_describes_the_levels(tmp_path: Path) -> None:
    path = tmp_path / "skills.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ("Skill matrix",),
        ("1 = learns, 2 = knows, 3 = teaches",),
        (),
        ("Name", "Role", "Rigging", "Navigation", "First aid"),
        ("Ann Lee", "Skipper", 3, 2, 1),
        ("Bo Ray", "Mate", 1, 2, 3),
        ("Cy Fox", "Mate", 2, 2, 1),
    ):
        book.active.append(row)
    book.save(path)
    done = CliRunner().invoke(main, ["grow", str(path), "--yes"])
    assert done.exit_code == 0, done.output
    skills = read(tmp_path / "skills Skills.xlsx")["skills"].columns
    assert [skills[f"level_{number}"] for number in (1, 2, 3, 4)] == [
        ["learns"] * 3, ["knows"] * 3, ["teaches"] * 3, [None] * 3,
    ]  # fmt: skip
    assert "A1: 'Skill matrix'" in done.output
    assert "learns" not in done.output


def test_units_beside_numbers_become_the_unit_of_the_key_result(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_simple_okrs(path, TODAY, "", "2026-Q3")
    rows: list[Sequence[Cell]] = [
        ("Calm", "Error rate", "Ann", 0.14, 0.05, 0.09),
        (None, "Hours", "Bo", "3 h", "10 h", 5),
    ]
    filled(path, [*rows, (None, "Calls", "Cy", 1, 3, 2)])
    book = openpyxl.load_workbook(path)
    for column in "DEF":
        book["OKRs"][f"{column}5"].number_format = "0%"
    book.save(path)
    assert CliRunner().invoke(main, ["grow", str(path), "--yes"]).exit_code == 0
    grown = read(tmp_path / "plan OKRs.xlsx")["key results"].columns
    assert [grown[field] for field in ("unit", "start", "target", "current")] == [
        ["%", "h", None], [0.14, 3, 1], [0.05, 10, 3], [0.09, 5, 2],
    ]  # fmt: skip


def test_a_german_workbook_grows_into_a_german_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_simple_okrs(path, TODAY, "Vertrieb", "2026-Q3", wording_in("de"))
    filled(path, [("Ruhe", "Lautstärke", "Ann", 60, 40, 50, None, 0.7, "neue Pumpen")])
    done = CliRunner().invoke(main, ["grow", str(path), "--yes", "--language", "de", "--as-of", "2026-08-15"])
    assert "everything that was typed is moved" in done.output, done.output
    assert "Schlüsselergebnisse" in openpyxl.load_workbook(tmp_path / "plan OKRs.xlsx").sheetnames
    grown = read(tmp_path / "plan OKRs.xlsx")
    assert grown["settings"].columns["team"] == ["Vertrieb"]
    assert grown["check-ins"].columns["note"] == ["neue Pumpen"]

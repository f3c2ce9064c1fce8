"""`okrsheets privacy`: everything that is held about a person, and nothing of it after an erasure."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_input import Rows, okrs, xlsx
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from okrsheets.cli import main
from okrsheets.sync.store.erasure import texts_in_bytes

TOM = ("Tom Whitcombe", "S04", "tom.whitcombe@pebbleandpine.example")
FIGURES = (
    "SELECT team, skill, count(*), count(level), round(avg(level), 9) AS level FROM skill_status GROUP BY ALL ORDER BY ALL",
    "SELECT id, round(score, 9), status FROM objective_status ORDER BY id",
    "SELECT objective_id, readiness, missing FROM goal_readiness ORDER BY ALL",
    "SELECT status, count(*) FROM certificate_status GROUP BY ALL ORDER BY ALL",
    "SELECT objective_id, score FROM standings ORDER BY ALL",
)


def run(*words: str | Path, typed: str | None = None) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company, synced and with its pages."""
    folder = tmp_path_factory.mktemp("privacy") / "demo"
    assert run("demo", "--out", folder).exit_code == 0
    assert run("report", folder, "--all", "--format", "html,md").exit_code == 0
    return folder


@pytest.fixture
def demo(synced: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(synced, tmp_path / "demo", copy_function=shutil.copy2))


def history(folder: Path) -> Path:
    return folder / "okrsheets-out" / "okrsheets.duckdb"


def figures(folder: Path) -> list[Any]:
    return [json.loads(run("sql", query, folder, "--json").stdout) for query in FIGURES]


def raw_bytes(folder: Path, names: tuple[str, ...], copy: Path) -> set[str]:
    """Which names stand in the bytes of the history, and of a copy of it whose texts are not compressed."""
    copy.unlink(missing_ok=True)
    with duckdb.connect() as client:
        client.execute(f"ATTACH '{history(folder)}' AS held (READ_ONLY)")
        client.execute(f"ATTACH '{copy}' AS raw (STORAGE_VERSION 'v1.4.0')")
        client.execute("SET force_compression = 'uncompressed'; COPY FROM DATABASE held TO raw; CHECKPOINT raw")
    return texts_in_bytes(copy, names) | texts_in_bytes(history(folder), [name for name in names if len(name) > 5])


def skill_matrix(folder: Path, name: str, people: Rows, ratings: Rows) -> Path:
    """A workbook of skills."""
    path = folder / name
    path.write_bytes(
        xlsx(
            {
                "People": [["Person ID", "Name", "Role", "Team", "Manager", "Email"], *people],
                "Assessments": [["Person ID", "Skill", "Rater type", "Level", "Date", "Evidence"], *ratings],
            }
        )
    )
    return path


def sync(folder: Path) -> Result:
    return run("sync", folder, "--as-of", "2026-02-15")


def rating(person: str, level: float = 3, evidence: str = "") -> tuple[Any, ...]:
    return person, "Cooking", "manager", level, "2026-02-01", evidence


# Export


def test_every_cell_of_an_export_is_the_cell_of_the_workbook(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "tom.json"
    result = run("privacy", "export", "tom whitcombe", demo, "--to", file)
    assert result.exit_code == 0, result.output
    held = json.loads(file.read_text("utf-8"))
    assert (held["person"]["names"], held["person"]["ids"], held["person"]["e-mail addresses"]) == tuple(
        [name] for name in TOM
    )
    tables = {row["table"] for row in held["rows"]}
    assert tables == {"people", "assessments", "certifications", "learning", "key results", "check-ins"}
    checked = 0
    for row in held["rows"]:
        sheet = CalamineWorkbook.from_path(str(demo / row["workbook"])).get_sheet_by_name(row["sheet"])
        values = sheet.to_python(skip_empty_area=False)[row["row"] - 1]
        for cell in row["cells"]:
            if isinstance(cell["value"], str) and cell["column"] in ("person id", "name", "owner", "by", "email"):
                assert values[ord(cell["cell"][0]) - 65] == cell["value"]
                checked += 1
    assert checked > len(held["rows"])
    assert "okrsheets-out" not in str(held["files"])
    assert any(name.endswith("people/tom-whitcombe/review.html") for name in held["files"])
    assert "with a part of the name" in result.stderr
    assert "Tom reads" not in str(held["messages and titles"])


def test_an_export_has_each_version_that_was_held(tmp_path: Path) -> None:
    skill_matrix(tmp_path, "a.xlsx", [("p1", "Ida Brandt", "Cook", "Kitchen", "", "")], [rating("p1", 2)])
    sync(tmp_path)
    skill_matrix(tmp_path, "a.xlsx", [("p1", "Ida Brandt", "Cook", "Kitchen", "", "")], [rating("p1", 4)])
    run("sync", tmp_path, "--as-of", "2026-02-20")
    assert run("privacy", "export", "p1", tmp_path, "--to", tmp_path / "out" / "ida.csv").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "out" / "ida.csv").read_text("utf-8-sig").splitlines()))
    levels = [(row["Value"], row["Held since"], row["Held until"]) for row in rows if row["Column"] == "level"]
    assert levels == [("2.0", "2026-02-15", "2026-02-20"), ("4.0", "2026-02-20", "")]


def test_an_export_says_of_others_only_where_they_name_the_person(demo: Path, tmp_path: Path) -> None:
    run("privacy", "export", "S03", demo, "--to", tmp_path / "renee.json")
    text = (tmp_path / "renee.json").read_text("utf-8")
    assert "Renée Fournier" in text
    assert "Tom Whitcombe" not in text
    assert TOM[2] not in text


@pytest.mark.slow
def test_a_workbook_of_an_export_is_no_source_of_the_next_sync(demo: Path) -> None:
    assert run("privacy", "export", "S04", demo, "--to", demo / "tom.xlsx").exit_code == 0
    sheets = CalamineWorkbook.from_path(str(demo / "tom.xlsx"))
    assert sheets.sheet_names == ["Person", "Cells"]
    assert any(TOM[2] in map(str, row) for row in sheets.get_sheet_by_name("Cells").to_python())
    assert run("sync", demo).exit_code == 0
    assert json.loads(run("sql", "SELECT count(*) AS n FROM current_people", demo, "--json").stdout) == [{"n": 12}]


@pytest.mark.parametrize("command", ["export", "erase"])
def test_who_is_not_held_is_said(demo: Path, tmp_path: Path, command: str) -> None:
    option = ["--to", str(tmp_path / "x.json")] if command == "export" else ["--yes"]
    for nobody in ("Nobody Atall", " ", "tom", "'; DROP TABLE people; --"):
        result = run("privacy", command, nobody, demo, *option)
        assert result.exit_code == 2
        assert "nobody is called" in result.stderr or "no person is named" in result.stderr
    assert not (tmp_path / "x.json").exists()


def test_a_file_of_another_kind_is_refused(demo: Path, tmp_path: Path) -> None:
    result = run("privacy", "export", "S04", demo, "--to", tmp_path / "tom.txt")
    assert result.exit_code == 2
    assert "name a .json, .xlsx or .csv file" in result.stderr


# Erasure


def test_nothing_of_an_erased_person_is_left_and_the_figures_of_groups_stay(demo: Path, tmp_path: Path) -> None:
    before = figures(demo)
    assert raw_bytes(demo, TOM, tmp_path / "raw.duckdb") == set(TOM)  # the search finds what is there
    result = run("privacy", "erase", "Tom Whitcombe", demo, "--yes")
    assert result.exit_code == 0, result.output
    assert "Skill matrix.xlsx › People!A8" in result.stderr
    assert "tom-whitcombe/review.html" in result.stderr
    assert "checked    its bytes have no Tom Whitcombe, tom.whitcombe@pebbleandpine.example" in result.stderr
    assert raw_bytes(demo, TOM, tmp_path / "raw.duckdb") == set()
    assert figures(demo) == before
    assert not list(history(demo).parent.glob(".okrsheets*"))


def test_an_erased_person_is_erased_from_past_days(tmp_path: Path) -> None:
    people = [("p1", "Ida Brandt", "Cook", "Kitchen", "", ""), ("p2", "Jon Vik", "Cook", "Kitchen", "p1", "")]
    skill_matrix(tmp_path, "a.xlsx", people, [rating("p1", 2, "Ida Brandt's own cakes"), rating("p2")])
    sync(tmp_path)
    skill_matrix(tmp_path, "a.xlsx", people, [rating("p1", 4), rating("p2")])
    run("sync", tmp_path, "--as-of", "2026-02-20")
    assert run("privacy", "erase", "Ida Brandt", tmp_path, "--yes").exit_code == 0
    assert raw_bytes(tmp_path, ("Ida Brandt", "Ida", "cakes"), tmp_path / "raw.db") == set()
    query = "SELECT name, level, skill FROM skill_status ORDER BY person_id"
    past = json.loads(run("sql", query, tmp_path, "--as-of", "2026-02-15", "--json").stdout)
    assert [row["level"] for row in past] == [2, 3]
    assert past[0]["name"].startswith("erased-")
    (jon,) = json.loads(
        run("sql", "SELECT manager FROM current_people WHERE name = 'Jon Vik'", tmp_path, "--json").stdout
    )
    assert jon["manager"] == past[0]["name"]


@pytest.mark.parametrize("beside", ["nothing", "a workbook that cannot be read"])
def test_a_check_does_not_name_an_erased_person(tmp_path: Path, beside: str) -> None:
    people = [("p1", "Ida Brandt", "Cook", "Kitchen", "", "")]
    skill_matrix(tmp_path, "a.xlsx", people, [("p1", "Cooking", "Ida Brandt", 3, "2026-02-01", "")])
    sync(tmp_path)
    assert run("privacy", "erase", "Ida Brandt", tmp_path, "--yes").exit_code == 0
    if beside != "nothing":
        (tmp_path / "b.xlsx").write_bytes(b"PK no workbook")
    said = run("check", tmp_path, "--as-of", "2026-02-15")
    assert "erased-" in said.output
    assert "Ida Brandt" not in said.output


def test_rows_go_too_where_that_is_asked_for(tmp_path: Path) -> None:
    people = [("p1", "Ida Brandt", "Cook", "Kitchen", "", ""), ("p2", "Jon Vik", "Cook", "Kitchen", "", "")]
    skill_matrix(tmp_path, "a.xlsx", people, [rating("p1"), rating("p2")])
    sync(tmp_path)
    assert run("privacy", "erase", "p1", tmp_path, "--yes", "--delete-rows").exit_code == 0
    rows = json.loads(run("sql", "SELECT person_id FROM assessments", tmp_path, "--json").stdout)
    assert rows == [{"person_id": "p2"}]


def test_a_dry_run_and_a_no_change_nothing(demo: Path) -> None:
    before = history(demo).read_bytes()
    assert run("privacy", "erase", "S04", demo, "--dry-run").exit_code == 0
    assert run("privacy", "erase", "S04", demo).exit_code == 2  # nobody can answer
    assert history(demo).read_bytes() == before


def test_a_history_that_cannot_be_written_stays_as_it_was(demo: Path) -> None:
    before = history(demo).read_bytes()
    (history(demo).parent / ".okrsheets.erasing.duckdb").mkdir()
    result = run("privacy", "erase", "S04", demo, "--yes")
    assert result.exit_code == 1
    assert history(demo).read_bytes() == before


@pytest.mark.slow
def test_an_erased_person_does_not_come_back_with_a_workbook(demo: Path, tmp_path: Path) -> None:
    run("privacy", "erase", "S04", demo, "--yes")
    for book in demo.glob("shop/*.xlsx"):
        os.utime(book, ns=(1, 1))
    count = "SELECT version FROM versions"
    before = len(json.loads(run("sql", count, demo, "--json").stdout))
    assert run("sync", demo).exit_code == 0
    matrix = demo / "shop" / "Skill matrix.xlsx"
    matrix.write_bytes(matrix.read_bytes() + b"\0")  # other bytes, so that it is read again
    assert run("sync", demo).exit_code == 0
    assert len(json.loads(run("sql", count, demo, "--json").stdout)) == before + 1
    assert raw_bytes(demo, TOM, tmp_path / "raw.duckdb") == set()
    people = json.loads(run("sql", "SELECT name FROM current_people", demo, "--json").stdout)
    assert len(people) == 11
    assert not any("erased" in row["name"] for row in people)
    problems = run("sql", "SELECT DISTINCT what FROM problems WHERE what LIKE '%erased%'", demo).stdout
    assert "about a person who was erased: not read" in problems
    assert run("report", demo, "--all", "--format", "md").exit_code == 0
    pages = history(demo).parent / "2026-q2" / "2026-06-30"
    assert not any(TOM[0] in page.read_text("utf-8") for page in pages.rglob("*.md"))
    assert len(list((pages / "people").iterdir())) == 11


@pytest.mark.slow
def test_an_erased_person_has_no_page(demo: Path) -> None:
    run("privacy", "erase", "S04", demo, "--yes")
    assert run("report", demo, "--all", "--format", "md").exit_code == 0
    pages = [path.name for path in (history(demo).parent / "2026-q2" / "2026-06-30").rglob("*")]
    assert "renee-fournier" in pages
    assert not [name for name in pages if "erased" in name]


def test_who_is_readmitted_is_read_again(tmp_path: Path) -> None:
    skill_matrix(tmp_path, "a.xlsx", [("p1", "Ida Brandt", "Cook", "Kitchen", "", "")], [rating("p1")])
    sync(tmp_path)
    run("privacy", "erase", "p1", tmp_path, "--yes", "--delete-rows")
    assert run("privacy", "readmit", "Jon Vik", tmp_path).exit_code == 2
    assert run("privacy", "readmit", "ida brandt", tmp_path).exit_code == 0
    sync(tmp_path)
    rows = json.loads(run("sql", "SELECT name, level FROM skill_status", tmp_path, "--json").stdout)
    assert rows == [{"name": "Ida Brandt", "level": 3.0}]


# Who is meant


def test_a_person_in_two_teams_is_one_person(tmp_path: Path) -> None:
    mail = "ida@x.example"
    skill_matrix(tmp_path, "a.xlsx", [("p1", "Ida Brandt", "Cook", "Kitchen", "", mail)], [rating("p1")])
    skill_matrix(tmp_path, "b.xlsx", [("b-77", "I. Brandt", "Cook", "Bar", "", mail.upper())], [rating("b-77")])
    sync(tmp_path)
    result = run("privacy", "erase", "p1", tmp_path, "--yes")
    assert "I. Brandt" in result.stderr
    assert raw_bytes(tmp_path, ("Brandt", "b-77", mail), tmp_path / "raw.db") == set()


def test_of_two_people_of_one_name_the_other_stays(tmp_path: Path) -> None:
    people = [
        ("p1", "Ida Brandt", "Cook", "Kitchen", "", "a@x.example"),
        ("p2", "Ida Brandt", "Cook", "Bar", "", "b@x.example"),
    ]
    skill_matrix(tmp_path, "a.xlsx", people, [rating("p1", 2), rating("p2", 5)])
    sync(tmp_path)
    result = run("privacy", "erase", "Ida Brandt", tmp_path, "--yes")
    assert result.exit_code == 2
    assert "2 people are called 'Ida Brandt'" in result.stderr
    assert "p1, p2" in result.stderr
    result = run("privacy", "erase", "a@x.example", tmp_path, "--yes")
    assert result.exit_code == 0
    assert "somebody else is also called Ida Brandt" in result.stderr
    rows = json.loads(run("sql", "SELECT name, level FROM skill_status ORDER BY level", tmp_path, "--json").stdout)
    assert rows[0]["name"].startswith("erased-")
    assert rows[1] == {"name": "Ida Brandt", "level": 5.0}
    book = tmp_path / "a.xlsx"
    book.write_bytes(book.read_bytes() + b"\0")
    sync(tmp_path)
    rows = json.loads(run("sql", "SELECT name, level FROM skill_status", tmp_path, "--json").stdout)
    assert rows == [{"name": "Ida Brandt", "level": 5.0}]


HOSTILE = [
    ("7", "Ann O'Brien"),
    ("=3+4", '=HYPERLINK("x")'),
    ("p%_", "Robert'); DROP TABLE people;--"),
    ("1", "山田太郎"),
    ("x", "أحمد علي"),
    ("y", "a\u202eb Çelik"),
    ("Ida Brandt", "Ida Brandt"),
    ("z", "Ida (Idchen) Brandt-Özgür, Dr."),
]


@pytest.mark.slow
@pytest.mark.parametrize(("id", "name"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_erased_and_all_else_stays(tmp_path: Path, id: str, name: str) -> None:
    people = [(id, name, "Cook", "Kitchen", "", ""), ("other-1", "Jon Vik", "Cook", "Kitchen", id, "")]
    ratings = [rating(id, 2, f"By {name}"), rating("other-1", 4, f"7 people saw {name} cook")]
    skill_matrix(tmp_path, "a.xlsx", people, ratings)
    (tmp_path / "b.xlsx").write_bytes(xlsx(okrs(objectives=[("O1", "Team", name, f"Help {name} and 7 others")])))
    sync(tmp_path)
    before = json.loads(
        run("sql", "SELECT name FROM current_people WHERE person_id <> 'other-1'", tmp_path, "--json").stdout
    )
    (held,) = (row["name"] for row in before)
    result = run("privacy", "erase", held, tmp_path, "--yes")
    assert result.exit_code == 0, result.output
    assert raw_bytes(tmp_path, (held,), tmp_path / "raw.db") == set()
    query = "SELECT evidence FROM current_assessments WHERE person_id = 'other-1'"
    (kept,) = json.loads(run("sql", query, tmp_path, "--json").stdout)
    assert kept["evidence"].startswith("7 people saw erased-")
    (goal,) = json.loads(run("sql", "SELECT owner, objective FROM objectives", tmp_path, "--json").stdout)
    assert goal["owner"].startswith("erased-")
    assert goal["objective"].endswith("and 7 others")


def test_somebody_whom_only_other_rows_name_is_erased(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(xlsx(okrs(objectives=[("O1", "Team", "Eve Adler", "Help Eve Adler")])))
    sync(tmp_path)
    assert run("privacy", "erase", "Eve Adler", tmp_path, "--yes").exit_code == 0
    assert raw_bytes(tmp_path, ("Eve Adler",), tmp_path / "raw.db") == set()


# The annex


def test_the_annex_says_what_the_settings_say_and_what_is_open(demo: Path) -> None:
    settings = demo / "okrsheets.toml"
    text = settings.read_text("utf-8")
    result = run("privacy", "annex", demo, "--format", "md")
    assert result.exit_code == 0
    assert "has no purpose, retention, readers" in result.stderr
    settings.write_text(
        text
        + '[privacy]\npurpose = "Plan training"\nretention = "24 months"\n[privacy.readers]\nteam = ["lead", "council"]\n'
    )
    result = run("privacy", "annex", demo, "--format", "md,html,docx", "--to", demo / "agreement")
    assert result.exit_code == 0
    assert "has no" not in result.stderr
    page = (demo / "agreement" / "privacy-annex.md").read_text("utf-8")
    for part in (
        "Plan training",
        "kept for 24 months",
        "lead and council",
        "ranks nobody and decides nothing",
        "Open:",
    ):
        assert part in page
    assert {path.suffix for path in (demo / "agreement").iterdir()} == {".md", ".html", ".docx"}
    run("privacy", "annex", demo, "--format", "md", "--language", "de", "--to", demo / "agreement")
    assert "reiht niemanden" in (demo / "agreement" / "privacy-annex.md").read_text("utf-8")


def test_every_page_of_a_pack_says_that_it_ranks_nobody(synced: Path) -> None:
    pages = list((synced / "okrsheets-out" / "2026-q2").rglob("*.md"))
    assert len(pages) > 10
    assert all("ranks nobody and decides nothing" in page.read_text("utf-8") for page in pages)

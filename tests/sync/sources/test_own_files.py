"""Our own files among the sources: templates are known by their mark, and what we made of them is skipped."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from bad_input import TODAY, okrs, sync_folders, with_parts, wrong, xlsx

from okrsheets.core.records import Tables
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.worked import write_case
from okrsheets.sync.sources.folder import parse
from okrsheets.sync.store.store import Store

CASES = Path(__file__).parents[2] / "cases"
NO_PROPERTIES = '<?xml version="1.0"?><Properties/>'


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("templates")
    made, _ = write_case("clinic", folder, TODAY)
    return {path.name: path.read_bytes() for path in made}


def test_a_template_is_known_by_its_mark(templates: dict[str, bytes]) -> None:
    for name, data in templates.items():
        raw = parse(name, data)
        assert (raw.made_by_us, raw.our_output) == (True, "")


def test_a_template_of_a_version_without_marks_is_known_by_its_sheets(templates: dict[str, bytes]) -> None:
    for name, data in templates.items():
        unmarked = with_parts(data, {"docProps/custom.xml": NO_PROPERTIES})
        nameless = with_parts(unmarked, {"docProps/core.xml": NO_PROPERTIES})
        assert parse(name, unmarked).made_by_us
        assert parse(name, nameless).made_by_us


@pytest.mark.parametrize("titles", [("Objectives", "Alignment"), ("Start", "Gaps"), ("Contents", "Objectives")])
def test_a_workbook_of_others_is_not_ours_whatever_its_sheets_are_called(titles: tuple[str, ...]) -> None:
    raw = parse("q1.xlsx", xlsx({**okrs(), **{title: [["Id", "x"], ["a", 1]] for title in titles}}))
    assert (raw.made_by_us, raw.our_output) == (False, "")


def test_a_workbook_that_was_begun_with_us_and_made_anew_is_read() -> None:
    core = '<?xml version="1.0"?><cp:coreProperties><dc:creator>okrsheets</dc:creator></cp:coreProperties>'
    raw = parse("plan.xlsx", with_parts(xlsx({"Plan": [["Id", "x"]]}), {"docProps/core.xml": core}))
    assert (raw.made_by_us, raw.our_output, len(raw.sheets)) == (False, "", 1)


def test_the_consolidated_workbook_of_the_case_is_skipped_with_a_note(tmp_path: Path) -> None:
    for path in (CASES / "65-own-output").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    raw = parse("Q3 overview.xlsx", (tmp_path / "Q3 overview.xlsx").read_bytes())
    assert (raw.our_output, [*raw.sheets]) == ("consolidated workbook", [])
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        rows = store.rows("SELECT what, note FROM problems")
    assert not outcome.faults
    assert [row for row in rows if not row[1]] == []
    assert any("a consolidated workbook that okrsheets wrote; skipped" in row[0] for row in rows)
    assert not wrong(outcome.skipped)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_libreoffice_keeps_what_tells_our_files(ending: str, templates: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "ours.xlsx").write_bytes(next(iter(templates.values())))
    (tmp_path / "all.xlsx").write_bytes((CASES / "65-own-output" / "Q3 overview.xlsx").read_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", ending, "--outdir", str(tmp_path / "saved")]
    try:
        subprocess.run([*command, str(tmp_path / "ours.xlsx"), str(tmp_path / "all.xlsx")], check=True, timeout=180)
    except FileNotFoundError:
        pytest.skip("LibreOffice is not installed")
    ours, all_of_them = (
        parse(f"{name}.{ending}", (tmp_path / "saved" / f"{name}.{ending}").read_bytes()) for name in ("ours", "all")
    )
    assert (ours.made_by_us, ours.our_output) == (True, "")
    assert (all_of_them.made_by_us, all_of_them.our_output) == (False, "consolidated workbook")
    assert not any(sheet.unsaved_formulas for sheet in ours.sheets)


def test_an_empty_template_carries_its_mark_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name, write in (("okrs", write_okrs), ("skills", write_skills)):
        paths = [tmp_path / f"{name}{number}.xlsx" for number in range(2)]
        for path in paths:
            write(path, Tables(), TODAY)
        with zipfile.ZipFile(paths[0]) as archive:
            assert f"template {name}".encode() in archive.read("docProps/custom.xml")
        assert parse("t.xlsx", paths[0].read_bytes()).made_by_us

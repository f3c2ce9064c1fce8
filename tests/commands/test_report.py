"""`okrsheets report` as a user types it: for whom, of which day, beside which cycle, and what goes wrong in words."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from report_cases import files_in

from okrsheets.cli import main
from okrsheets.reports.formats.whole_files import LIST

pytestmark = pytest.mark.slow

OBJECTIVES = (
    "id,level,owner,objective,parent id\nO1,Organisation,Ann Lee,Serve people well,\nO2,CEO,Bo Ray,Answer fast,O1\n"
)
KEY_RESULTS = "id,objective id,key result,start,target,current\nK1,O2,{name},30,{target},{current}\nK2,O1,Share of happy callers,40,80,70\n"
PEOPLE = "person id,name,role,team\nP1,Ann Lee,Agent,Support\nP2,Bo Ray,Agent,Support\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
QUARTERS = {"2026-Q1": ("2026-01-01", "2026-03-31"), "2026-Q2": ("2026-04-01", "2026-06-30"),
            "2026-Q3": ("2026-07-01", "2026-09-30")}  # fmt: skip

Write = Callable[..., Path]


@pytest.fixture
def sheets(tmp_path: Path) -> Write:
    """`sheets(target=20)` writes a team's tables as a folder of .csv, and returns the folder of all."""

    def write(cycle: str = "2026-Q2", current: float = 25, target: float = 20, name: str = "Hours to answer") -> Path:
        folder = tmp_path / "sheets"
        book = folder / "support"
        book.mkdir(parents=True, exist_ok=True)
        start, end = QUARTERS[cycle]
        (book / "settings.csv").write_text(f"team,cycle,cycle start,cycle end\nSupport,{cycle},{start},{end}\n")
        (book / "objectives.csv").write_text(OBJECTIVES)
        (book / "key-results.csv").write_text(KEY_RESULTS.format(current=current, target=target, name=name))
        (book / "people.csv").write_text(PEOPLE)
        return folder

    return write


def run(*words: str | Path) -> Result:
    """Run a command; anything but a clean exit is a failure of the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def of_day(folder: Path, day: str) -> Path:
    """Where the reports of a day are: in a folder of the quarter that the day is in."""
    year, month, _ = day.split("-")
    return folder / "okrsheets-out" / f"{year}-q{(int(month) + 2) // 3}" / day


def made(folder: Path, day: str) -> set[str]:
    return {name for name in files_in(of_day(folder, day)) if not name.endswith(LIST)}


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        ([], {"organisation.html", "organisation.md"}),
        (["--audience", "skills", "--format", "md"], {"skills.md"}),
        (["--audience", "programme", "--format", "md"], {"programme.md"}),
        (["--format", "consolidated,md"], {"organisation.md", "consolidated.xlsx"}),
        (["--format", "consolidated,md", "--anonymise"], {"anonymous/organisation.md"}),
        (["--audience", "team", "--format", "md"], {"teams/support.md"}),
        (["--team", "SUPPORT", "--format", "html"], {"teams/support.html"}),
        (["--audience", "person", "--format", "md"], {"people/ann-lee/review.md", "people/bo-ray/review.md"}),
        (["--person", "p2", "--format", "md"], {"people/bo-ray/review.md"}),
        (["--all", "--format", "md"], {"index.md", "organisation.md", "skills.md", "programme.md", "teams/support.md",
                                       "people/ann-lee/review.md", "people/bo-ray/review.md"}),
    ],
)  # fmt: skip
def test_a_report_is_written_for_whom_it_is_asked(sheets: Write, asked: list[str], files: set[str]) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    result = run("report", folder, "--as-of", "2026-05-15", *asked)
    assert result.exit_code == 0, result.output
    assert made(folder, "2026-05-15") == files


def test_any_past_day_gives_the_same_bytes_as_were_made_that_day(sheets: Write) -> None:
    folder = sheets(current=28)
    run("sync", folder, "--as-of", "2026-04-20")
    sheets(current=26)
    run("sync", folder, "--as-of", "2026-05-15")
    asked = ("report", folder, "--as-of", "2026-05-15", "--all", "--format", "html,md")
    run(*asked)
    out = of_day(folder, "2026-05-15")
    before = files_in(out)
    sheets(current=21, target=22)
    run("sync", folder, "--as-of", "2026-06-20")
    for path in out.rglob("*.*"):
        path.unlink()
    run(*asked)
    assert files_in(out) == before
    assert len(before) == 15


def test_what_changed_after_the_quarter_began_is_shown_before_and_after(sheets: Write) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-04-02")
    sheets(target=24, name="Hours to a first answer")
    run("sync", folder, "--as-of", "2026-05-15")
    sheets(target=24, name="Hours to a first answer", current=24)
    run("sync", folder, "--as-of", "2026-06-30")
    run("report", folder, "--as-of", "2026-06-30", "--format", "md")
    page = (of_day(folder, "2026-06-30") / "organisation.md").read_text("utf-8")
    assert "| K1 Hours to a first answer | wording | Hours to answer | Hours to a first answer | 15 May |" in page
    assert "| K1 Hours to a first answer | target | 20 | 24" in page
    run("report", folder, "--as-of", "2026-04-02", "--format", "md")
    assert "Changed after" not in (of_day(folder, "2026-04-02") / "organisation.md").read_text("utf-8")


def test_the_same_workbook_in_the_next_quarter_is_another_promise(sheets: Write) -> None:
    folder = sheets("2026-Q1")
    run("sync", folder, "--as-of", "2026-03-31")
    sheets("2026-Q2", target=15)
    run("sync", folder, "--as-of", "2026-04-10")
    sheets("2026-Q2", target=15, current=18)
    run("sync", folder, "--as-of", "2026-05-10")
    run("report", folder, "--as-of", "2026-05-10", "--format", "md")
    assert "Changed after" not in (of_day(folder, "2026-05-10") / "organisation.md").read_text("utf-8")


def test_three_quarters_in_which_everything_was_reached_raise_a_question(sheets: Write) -> None:
    for cycle, (_, end) in QUARTERS.items():
        folder = sheets(cycle, current=19)
        run("sync", folder, "--as-of", end)
    run("report", folder, "--as-of", "2026-09-30", "--format", "md")
    page = (of_day(folder, "2026-09-30") / "organisation.md").read_text("utf-8")
    always = "All aspirational key results achieved in 3 consecutive cycles"
    assert f"| Bo Ray | Q07 | {always}" in page
    assert f"| Ann Lee | Q07 | {always}" not in page  # 70 of 80
    run("report", folder, "--as-of", "2026-06-30", "--format", "md")
    assert "Q07" not in (of_day(folder, "2026-06-30") / "organisation.md").read_text("utf-8")


def test_another_cycle_can_be_compared_with(sheets: Write) -> None:
    folder = sheets("2026-Q1", current=25)
    run("sync", folder, "--as-of", "2026-03-31")
    sheets("2026-Q2", current=22)
    run("sync", folder, "--as-of", "2026-06-30")
    result = run("report", folder, "--as-of", "2026-06-30", "--compare", "2026-Q1", "--all", "--format", "md")
    assert result.exit_code == 0
    out = of_day(folder, "2026-06-30")
    page = (out / "organisation.md").read_text("utf-8")
    assert "## Compared with 2026-Q1" in page
    assert "| Figure | 2026-Q1 | 2026-Q2 |" in page
    assert "| Average score of key results | 63% | 78% |" in page
    assert "| O2 Answer fast | 50% | 80%" in page
    assert "up 30 points" in page
    assert "| Average score of key results | 50% | 80% |" in (out / "people" / "bo-ray" / "review.md").read_text(
        "utf-8"
    )
    unknown = run("report", folder, "--as-of", "2026-06-30", "--compare", "2031-Q1")
    assert (unknown.exit_code, "the cycles in the history are: 2026-Q1, 2026-Q2" in unknown.output) == (2, True)


def test_two_cycles_that_overlap_are_both_looked_at(sheets: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sheets("2026-Q2")
    other = folder / "board"
    other.mkdir()
    (other / "settings.csv").write_text("team,cycle,cycle start,cycle end\nBoard,2026,2026-01-01,2026-12-31\n")
    (other / "objectives.csv").write_text("id,level,owner,objective,parent id\nB1,Organisation,Cy,Grow,\n")
    run("sync", folder, "--as-of", "2026-05-15")
    for cycle in ("2026-Q2", "2026"):
        result = run("report", folder, "--as-of", "2026-05-15", "--cycle", cycle, "--format", "md")
        assert result.exit_code == 0
        page = (of_day(folder, "2026-05-15") / "organisation.md").read_text("utf-8")
        assert f"OKR review {cycle}" in page
        assert "Grow" in page
        assert "Answer fast" in page


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (["--as-of", "2026-01-01"], 1, "the first snapshot is of 2026-05-15"),
        (["--cycle", "2031-Q1"], 2, "the workbooks have: 2026-Q2"),
        (["--team", "Sales"], 2, "the teams are: Support"),
        (["--person", "Zed"], 2, "nobody is called 'Zed'"),
        (["--team", "Support", "--person", "P1"], 2, "choose one kind of report"),
        (["--team", "Support", "--all"], 2, "choose one kind of report"),
        (["--team", "Support", "--audience", "skills"], 2, "choose one kind of report"),
        (["--person", "P1", "--anonymise"], 2, "--anonymise does not go together with --team, --person or --manager"),
        (["--audience", "board"], 2, "board"),
        (["--format", "pdf2"], 2, "no format 'pdf2'"),
        (["--language", "tlh"], 2, "'tlh' isn't available"),
        (["--language", "tlh"], 2, "choose one of: en, de, es"),
        (["--template", "nowhere"], 2, "there is no folder 'nowhere'"),
    ],
)
def test_a_mistake_is_answered_in_words(sheets: Write, asked: list[str], code: int, said: str) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    result = run("report", folder, *(["--as-of", "2026-05-15"] if "--as-of" not in asked else []), *asked)
    assert (result.exit_code, said in result.output) == (code, True), result.output
    assert "hint: " in result.output or "Usage" in result.output


def test_a_folder_that_cannot_be_written_is_said(sheets: Write) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    of_day(folder, "2026-05-15").parent.mkdir()
    of_day(folder, "2026-05-15").write_text("a file where the folder should be")
    result = run("report", folder, "--as-of", "2026-05-15")
    assert result.exit_code == 1
    assert "2026-05-15" in result.output


def test_a_pack_replaces_the_one_before_whole_and_keeps_the_files_of_others(sheets: Write) -> None:
    folder = sheets()
    ask = ("report", folder, "--as-of", "2026-05-15")
    run("sync", folder, "--as-of", "2026-05-15")
    run(*ask, "--all", "--format", "md")
    run(*ask, "--all", "--format", "md", "--anonymise")
    run(*ask, "--team", "Support", "--format", "html")
    (of_day(folder, "2026-05-15") / "teams" / "minutes.txt").write_text("ours")
    assert {"index.md", "people/bo-ray/review.md", "teams/support.html", "anonymous/index.md"} <= made(
        folder, "2026-05-15"
    )
    (folder / "support" / "people.csv").write_text(PEOPLE.replace("P2,Bo Ray,Agent,Support\n", ""))
    run("sync", folder, "--as-of", "2026-05-15")
    run(*ask, "--all", "--format", "md")
    anonymous = {name for name in made(folder, "2026-05-15") if name.startswith("anonymous/")}
    assert {"anonymous/index.md", "anonymous/skills.md"} < anonymous
    assert made(folder, "2026-05-15") - anonymous == {
        "index.md", "organisation.md", "skills.md", "programme.md", "teams/support.md", "people/ann-lee/review.md", "teams/minutes.txt",
    }  # fmt: skip
    assert [path.name for path in of_day(folder, "2026-05-15").parent.iterdir()] == ["2026-05-15"]


@pytest.mark.parametrize("asked", [["--all"], ["--team", "Support"]])
def test_a_pack_whose_writing_was_killed_between_two_renames_comes_back_with_the_files_of_others(
    sheets: Write, asked: list[str]
) -> None:
    folder = sheets()
    ask = ("report", folder, "--as-of", "2026-05-15", "--format", "md")
    run("sync", folder, "--as-of", "2026-05-15")
    run(*ask, "--all")
    target = of_day(folder, "2026-05-15")
    (target / "minutes.txt").write_text("ours")
    target.rename(target.with_name(f".{target.name}.old"))
    run(*ask, *asked)
    run(*ask, "--all")
    assert {"minutes.txt", "index.md"} <= made(folder, "2026-05-15")
    assert [path.name for path in target.parent.iterdir()] == ["2026-05-15"]


@pytest.mark.parametrize("fails", ["a file that is open elsewhere", "a full disk"])
def test_a_pack_that_cannot_be_written_whole_leaves_the_old_one(
    sheets: Write, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    folder = sheets()
    ask = ("report", folder, "--as-of", "2026-05-15", "--all", "--format", "md")
    run("sync", folder, "--as-of", "2026-05-15")
    run(*ask)
    before = files_in(of_day(folder, "2026-05-15"))
    real_rename, real_replace = Path.rename, Path.replace

    def locked(own: Path, target: Any) -> Path:
        if own.name == "2026-05-15":
            raise PermissionError(13, "Permission denied", str(own))
        return real_rename(own, target)

    def full(own: Path, target: Any) -> Path:
        if Path(target).name == "skills.md":
            raise OSError(28, "No space left on device", str(target))
        return real_replace(own, target)

    if fails == "a full disk":
        monkeypatch.setattr(Path, "replace", full)
    else:
        monkeypatch.setattr(Path, "rename", locked)
    (folder / "support" / "people.csv").write_text(PEOPLE.replace("P2,Bo Ray,Agent,Support\n", ""))
    result = run(*ask)
    assert result.exit_code == 1
    assert ("the disk is full" if fails == "a full disk" else "is it open in another program") in result.output
    assert files_in(of_day(folder, "2026-05-15")) == before
    assert [path.name for path in of_day(folder, "2026-05-15").parent.iterdir()] == ["2026-05-15"]


def test_the_settings_bring_a_brand_a_language_and_templates(sheets: Write) -> None:
    folder = sheets()
    (folder / "logo.png").write_bytes(PNG)
    (folder / "own").mkdir()
    (folder / "own" / "notes.html.j2").write_text("<p>no notes here</p>")
    (folder / "okrsheets.toml").write_text(
        '[report]\nlanguage = "en-US"\ntemplate = "own"\n[report.brand]\nname = "Acme & Sons"\nlogo = "logo.png"\ncolour = "#0B3D91"\n'
    )
    run("sync", folder, "--as-of", "2026-05-15")
    result = run("report", folder, "--as-of", "2026-05-15")
    assert result.exit_code == 0, result.output
    page = (of_day(folder, "2026-05-15") / "organisation.html").read_text("utf-8")
    for part in ("Acme &amp; Sons", base64.b64encode(PNG).decode(), "#0b3d91", "May 15, 2026", "no notes here"):
        assert part in page


def test_the_language_is_an_option_or_a_setting_and_the_option_wins(sheets: Write) -> None:
    folder = sheets()
    (folder / "okrsheets.toml").write_text('[report]\nlanguage = "es"\n')
    run("sync", folder, "--as-of", "2026-05-15")
    assert "Situación a 15 de mayo de 2026" in (folder / "okrsheets-out" / "review.md").read_text("utf-8")
    page = of_day(folder, "2026-05-15") / "organisation.html"
    for asked, said, tag in (
        ([], "Situación a 15 de mayo de 2026", "es"),
        (["--language", "es-MX"], "Situación a 15 de mayo de 2026", "es-MX"),
        (["--language", "de"], "Stand: 15. Mai 2026", "de"),
        (["--language", "DE_at"], "Stand: 15. Mai 2026", "de-AT"),
        (["--language", "en"], "As of 15 May 2026", "en"),
    ):
        result = run("report", folder, "--as-of", "2026-05-15", *asked)
        assert result.exit_code == 0, result.output
        written = page.read_text("utf-8")
        assert (f'<html lang="{tag}">' in written, said in written) == (True, True), asked


def test_a_language_in_the_settings_that_is_not_available_is_refused(sheets: Write) -> None:
    folder = sheets()
    (folder / "okrsheets.toml").write_text('[report]\nlanguage = "klingon"\n')
    result = run("sync", folder, "--as-of", "2026-05-15")
    assert (result.exit_code, "choose one of: en, de, es" in result.output) == (2, True), result.output


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        ('colour = "#ffee00"', "too pale to be read on white (contrast 1.2"),
        ('accent = "red"', "accent: 'red' isn't a colour"),
        ('logo = "nowhere.png"', "cannot be read"),
        ('logo = "okrsheets.toml"', "isn't an image"),
        ('logo = "bomb.svg"', "isn't an image"),
        ('logo = "large.png"', "every page contains it"),
        ('colour = "#fff;} body{x"', "isn't a colour"),
        ('shade = "#000000"', "'shade' is not a known setting"),
    ],
)
def test_a_brand_that_cannot_be_used_is_said(sheets: Write, brand: str, said: str) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    (folder / "bomb.svg").write_text(
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    )
    (folder / "large.png").write_bytes(PNG + bytes(1_000_000))
    (folder / "okrsheets.toml").write_text(f"[report.brand]\n{brand}\n")
    result = run("report", folder, "--as-of", "2026-05-15")
    assert (result.exit_code, said in result.output) == (2, True), result.output


def test_open_opens_the_first_page(sheets: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    run("report", folder, "--as-of", "2026-05-15", "--all", "--open")
    assert opened == [str(of_day(folder, "2026-05-15") / "index.html")]


def test_a_figure_leads_to_its_workbook(sheets: Write) -> None:
    folder = sheets()
    run("sync", folder, "--as-of", "2026-05-15")
    run("report", folder, "--as-of", "2026-05-15", "--all")
    for name, way in (("organisation", "../../.."), ("teams/support", "../../../..")):
        page = (of_day(folder, "2026-05-15") / f"{name}.html").read_text("utf-8")
        assert f'<a href="{way}/support#%27key-results%27%21F2"' in page or f'<a href="{way}/support#' in page
    assert (of_day(folder, "2026-05-15") / "../../../support").is_dir()

"""The commands as a user types them: what they print, what they write, and the exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import okrsheets
from okrsheets.addin import catalogue
from okrsheets.cli import COMMANDS, MODULES, main
from okrsheets.commands.import_ import KINDS

SETTINGS = "team,cycle,cycle start,cycle end\nSupport,2026-Q2,2026-04-01,2026-06-30\n"
OBJECTIVES = "id,level,owner,objective,parent id\nO1,Organisation,Ann,Serve people well,\nO2,CEO,Bo,Answer fast,O1\n"
KEY_RESULTS = "id,objective id,key result,start,target,current\nK1,O2,Hours to answer,30,20,{current}\n"


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A team's tables as a folder of .csv."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "settings.csv").write_text(SETTINGS)
    (folder / "objectives.csv").write_text(OBJECTIVES)
    (folder / "key-results.csv").write_text(KEY_RESULTS.format(current=25))
    return folder


def run(*words: str | Path, typed: str | None = None) -> Result:
    """Run a command; anything but a clean exit is a failure of the test."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def subcommands(command: click.Command, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a command, with the names that it is called by."""
    if names:
        yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from subcommands(below, *names, name)


EVERY_COMMAND = dict(subcommands(main))


@pytest.mark.parametrize("names", EVERY_COMMAND, ids=" ".join)
def test_the_help_of_a_command_has_an_example_and_documents_every_option(names: tuple[str, ...]) -> None:
    assert f"Example: okrsheets {' '.join(names)}" in run(*names, "--help").output
    options = [each for each in EVERY_COMMAND[names].params if isinstance(each, click.Option)]
    assert not [option.name for option in options if not option.help]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_is_that_of_the_command(name: str) -> None:
    assert EVERY_COMMAND[name,].get_short_help_str(limit=200) == COMMANDS[name]
    assert COMMANDS[name] in " ".join(run("--help").output.split())


def test_every_module_of_commands_with_a_command_is_listed() -> None:
    folder = Path(str(files("okrsheets.commands")))
    decorated = {
        path.stem
        for path in folder.glob("*.py")
        if re.search(r"^@click\.(command|group)", path.read_text("utf-8"), re.M)
    }
    below_import = {f"import_{kind}" for kind in KINDS}
    assert decorated == {MODULES.get(name, name.replace("-", "_")) for name in COMMANDS} | below_import


def test_neither_the_help_nor_the_completion_imports_a_command() -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from okrsheets.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "environment = {'_OKRSHEETS_COMPLETE': 'bash_complete', 'COMP_WORDS': 'okrsheets s', 'COMP_CWORD': '1'}\n"
        "shown = CliRunner().invoke(main, [], prog_name='okrsheets', env=environment).output\n"
        "assert shown.split() == ['plain,sync', 'plain,status', 'plain,suggest', 'plain,sql', 'plain,store'], shown\n"
        "print([name for name in sys.modules if name.startswith('okrsheets.') and name.count('.') > 1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['okrsheets.core.version', 'okrsheets.core.errors', 'okrsheets.core.printable']"


def test_an_option_is_completed_too() -> None:
    environment = {"_OKRSHEETS_COMPLETE": "bash_complete", "COMP_WORDS": "okrsheets report --lang", "COMP_CWORD": "2"}
    result = CliRunner().invoke(main, [], prog_name="okrsheets", env=environment)
    assert result.output.split() == ["plain,--language"]


def test_the_version_is_the_one_of_the_package() -> None:
    assert run("--version").output == f"okrsheets, version {okrsheets.__version__}\n"
    done = subprocess.run([sys.executable, "-m", "okrsheets", "--version"], capture_output=True, text=True, check=True)
    assert okrsheets.__version__ in done.stdout


def test_a_function_can_be_called_with_plain_words() -> None:
    assert run("call", "OKR_PROGRESS", "20", "50", "35").output == "0.5\n"
    assert run("call", "okr_progress", "0", "10", "-5").output == "-0.5\n"
    assert run("call", "OKR_STATUS", "0.39", "0.5").output == "at risk\n"


def test_a_range_is_json() -> None:
    assert run("call", "OKR_ROLLUP", "[[0.5],[1]]", "[[3],[1]]").output == "0.625\n"


def test_a_call_says_what_is_wrong_and_what_is_near() -> None:
    wrong = run("call", "OKR_PROGRES", "1", "2", "3")
    assert wrong.exit_code == 2
    assert "did you mean OKR_PROGRESS?" in wrong.output
    bad = run("call", "OKR_PROGRESS", "1", "2", "ten")
    assert bad.exit_code == 1
    assert "not a number: 'ten'" in bad.output


def test_lines_of_json_are_answered_line_by_line() -> None:
    typed = '{"function": "OKR_SCORE", "args": [1.5]}\nnonsense\n{"function": "OKR_SCORE", "args": ["x"]}\n[]\n{"function": "NO"}\n'
    answers = [json.loads(line) for line in run("call", "--json-lines", typed=typed).output.splitlines()]
    assert answers[0] == {"value": 1.0}
    assert answers[1]["error"].startswith("not JSON")
    assert answers[2] == {"error": "not a number: 'x'"}
    assert "must be" in answers[3]["error"]
    assert "no function" in answers[4]["error"]


def test_the_catalogue_prints_as_text_and_as_json() -> None:
    listed = json.loads(run("functions", "--json").output)
    assert len(listed) == len(catalogue.functions())
    assert listed[0]["name"] == "OKR_PROGRESS"
    assert "OKR_EXPECTED(start_date, end_date, today)" in run("functions").output


def test_check_is_silent_about_sheets_that_are_fine(sheets: Path) -> None:
    result = run("check", sheets, "--as-of", "2026-06-30")
    assert result.exit_code == 0
    assert "0 problems" in result.output


def test_check_names_the_cell_and_exits_with_four(sheets: Path) -> None:
    (sheets / "key-results.csv").write_text(KEY_RESULTS.format(current="ten"))
    result = run("check", sheets)
    assert result.exit_code == 4
    assert "sheets › key-results!F2: current is text: 'ten'\n  hint: type a number, e.g. 10" in result.output
    listed = json.loads(run("check", sheets, "--json").stdout)
    assert [problem["cell"] for problem in listed["problems"]] == ["F2"]


def test_sync_writes_a_store_and_outputs_and_says_what_to_open(sheets: Path) -> None:
    result = run("sync", sheets, "--as-of", "2026-06-30")
    assert result.exit_code == 0
    out = sheets / "okrsheets-out"
    assert {path.name for path in out.iterdir()} == {
        "okrsheets.duckdb",
        "consolidated.xlsx",
        "review.html",
        "review.md",
    }
    assert f"open first {out / 'review.html'}" in result.output
    assert {line.split()[1] for line in result.output.splitlines() if line.startswith("wrote ")} == {
        str(out / name) for name in ("consolidated.xlsx", "review.html", "review.md")
    }
    assert "found      2 objectives, 1 key result\nstatus     1 off track" in result.output


def test_a_changed_value_shows_in_the_review(sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-06-30")
    before = (sheets / "okrsheets-out" / "review.md").read_text()
    (sheets / "key-results.csv").write_text(KEY_RESULTS.format(current=19))
    run("sync", sheets, "--as-of", "2026-06-30")
    after = (sheets / "okrsheets-out" / "review.md").read_text()
    assert "50%" in before
    assert "achieved" in after
    assert before != after


def test_the_same_sheets_twice_write_nothing(sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-06-30")
    times = {path: path.stat().st_mtime_ns for path in (sheets / "okrsheets-out").iterdir() if path.suffix != ".duckdb"}
    result = run("sync", sheets, "--as-of", "2026-06-30")
    assert "0 workbooks, 1 unchanged" in result.output
    assert "wrote" not in result.output
    assert f"unchanged  {sheets / 'okrsheets-out' / 'review.html'}" in result.output
    assert json.loads(run("sync", sheets, "--as-of", "2026-06-30", "--json").stdout)["written"] == []
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_status_shows_the_tree_and_its_json(sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-06-30")
    shown = run("status", sheets, "--as-of", "2026-06-30").output
    assert "Answer fast" in shown
    assert "off track" in shown
    listed = json.loads(run("status", sheets, "--as-of", "2026-06-30", "--json").stdout)
    assert [(each["id"], each["score"], each["status"]) for each in listed] == [
        ("O1", 0.5, "off track"),
        ("O2", 0.5, "off track"),
    ]


def test_a_past_day_can_be_reported(sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-05-01")
    (sheets / "key-results.csv").write_text(KEY_RESULTS.format(current=19))
    run("sync", sheets, "--as-of", "2026-06-30")
    result = run("report", sheets, "--as-of", "2026-05-01", "--format", "md")
    assert result.exit_code == 0
    assert "50%" in (sheets / "okrsheets-out" / "2026-q2" / "2026-05-01" / "organisation.md").read_text()


def test_a_day_before_the_first_snapshot_is_said(sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-05-01")
    result = run("status", sheets, "--as-of", "2026-04-01")
    assert result.exit_code == 1
    assert "the first snapshot is of 2026-05-01" in result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["status", "."], 1, "run `okrsheets sync` first"),
        (["status", "nowhere"], 2, "there is no folder 'nowhere'"),
        (["report", "nowhere"], 2, "there is no folder 'nowhere'"),
        (["sync", "nowhere"], 3, "there is no file or folder"),
        (["check", "nowhere"], 3, "there is no file or folder"),
        (["sync"], 2, "no workbooks or folders are named"),
        (["new", "okrs", "team.txt"], 2, "does not end in .xlsx"),
        (["check", ".", "--as-of", "31.3.2026"], 2, "isn't a recognised date. Use YYYY-MM-DD."),
        (["check", ".", "--as-of", "99999999"], 2, "isn't a recognised date. Use YYYY-MM-DD."),
        (["check", ".", "--as-of", "-5"], 2, "isn't a recognised date. Use YYYY-MM-DD."),
        (["demo", "bakery"], 2, "bakery"),
    ],
)
def test_a_mistake_is_answered_in_words(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["sync", "check"])
def test_a_source_that_was_never_there_is_refused_at_once_and_not_remembered(command: str, sheets: Path) -> None:
    run("sync", sheets, "--as-of", "2026-06-30")
    typo = sheets / "nofile.xlsx"
    result = run(command, sheets, typo, "--as-of", "2026-06-30")
    assert result.exit_code == 3
    assert f"there is no file or folder {str(typo)!r}" in result.output
    assert run("sync", sheets, "--as-of", "2026-06-30").exit_code == 0


def test_a_typo_creates_no_folder(tmp_path: Path) -> None:
    assert run("sync", tmp_path / "nofile.xlsx").exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_was_read_before_and_is_away_keeps_its_data(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("sync", sheets, "--out", out, "--as-of", "2026-06-30")
    sheets.rename(tmp_path / "elsewhere")
    (tmp_path / "okrsheets.toml").write_text('sources = ["sheets"]\nout = "out"\nas-of = 2026-06-30\n')
    result = run("sync", tmp_path)
    assert result.exit_code == 3
    assert "2 objectives, 1 key result" in result.output


def test_an_unknown_cycle_names_those_that_are_there(sheets: Path) -> None:
    result = run("check", sheets, "--cycle", "2031-Q1")
    assert result.exit_code == 2
    assert "the workbooks have: 2026-Q2" in result.output


@pytest.mark.parametrize("cycle", ["Q3", "2026-Q5", "spring"])
def test_a_new_workbook_for_a_cycle_that_is_no_quarter_is_refused(cycle: str, tmp_path: Path) -> None:
    result = run("new", "okrs", tmp_path / "book.xlsx", "--cycle", cycle)
    assert result.exit_code == 2
    assert (
        f"error: {cycle!r} isn't a quarter\n  hint: write the year and the quarter, e.g. --cycle 2026-Q1"
        in result.output
    )
    assert not list(tmp_path.iterdir())


def test_a_new_workbook_for_a_half_year_has_its_days(tmp_path: Path) -> None:
    assert run("new", "okrs", tmp_path / "half.xlsx", "--team", "A", "--cycle", "2026-H2").exit_code == 0
    (settings,) = okrsheets.read_frames(str(tmp_path / "half.xlsx"), today=date(2026, 8, 1))["settings"].itertuples()
    assert (str(settings.cycle), str(settings.cycle_start)[:10], str(settings.cycle_end)[:10]) == (
        "2026-H2", "2026-07-01", "2026-12-31",
    )  # fmt: skip


def test_a_new_workbook_has_plain_formulas_unless_it_is_asked_for_functions_or_carries_them(tmp_path: Path) -> None:
    for name, more in (("a.xlsx", []), ("b.xlsx", ["--functions"]), ("c.xlsm", []), ("d.xlsx", ["--native"])):
        result = run("new", "okrs", tmp_path / name, "--team", "Support", "--cycle", "2026-Q3", *more)
        assert result.exit_code == 0, result.output
        checked = run("check", tmp_path / name, "--as-of", "2026-08-01")
        assert (checked.exit_code, checked.output) == (0, "read no rows\n0 problems\n")
        with zipfile.ZipFile(tmp_path / name) as parts:
            text = b"".join(parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part)
        assert (b"OKR_STATUS(" in text) == (name in ("b.xlsx", "c.xlsm")), name
    refused = run("new", "okrs", tmp_path / "e.xlsx", "--functions", "--native")
    assert (refused.exit_code, "exclude each other" in refused.output) == (2, True)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    book.write_bytes(b"mine")
    result = run("new", "okrs", book)
    assert result.exit_code == 2
    assert "add --force" in result.output
    assert book.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("host", "made"), [("libreoffice", "okrsheets.oxt"), ("excel", "okrsheets.xlam"), ("lite", "okrsheets-lite")]
)
def test_an_add_in_is_built_where_it_is_asked_for(host: str, made: str, tmp_path: Path) -> None:
    result = run("addin", "build", host, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert (tmp_path / made).exists()
    assert made in result.output


def test_an_unknown_format_is_refused(sheets: Path) -> None:
    run("sync", sheets)
    result = run("report", sheets, "--format", "pdf2")
    assert result.exit_code == 2
    assert "no format 'pdf2'" in result.output

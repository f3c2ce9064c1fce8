"""The three worked cases from files that a stranger could have exported, by the commands only.

A course completed or a certificate earned in another system → the skill's key result → the team's objective → the CEO's figure
on the organisation's report. Each link is checked against arithmetic that stands here, and no file is changed but those that
a user fills in.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from okrsheets.cli import main

CASES = Path(__file__).parents[2] / "sheets_templates" / "cases"
DAY = "2026-06-30"
CERTIFIED = 3  # the level that a certificate shows, by the settings of this test

Rows = list[dict[str, str]]


def run(*arguments: Any) -> Result:
    result = CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code in (0, 4), result.output
    return result


@dataclass(frozen=True)
class Story:
    """A worked case: who exports what, which key results count it, and the arithmetic from their values to the CEO's figure.

    `courses` is the skill whose courses, `certificate` the one whose certificates come from outside; `counted` has the key
    results with what they count, in which skill and whom; `links` gives, for the values of these key results, the score of
    each objective on the way up; `early` is the day of a first export, with the values then, `late` are those of the last.
    """

    case: str
    report: Callable[[Path, Rows, Mapping[str, Mapping[str, str]]], Path]
    courses: str
    certificate: str
    counted: Mapping[str, tuple[str, str, str]]
    early: tuple[str, Mapping[str, float]]
    late: Mapping[str, float]
    links: Callable[[Mapping[str, float], Mapping[str, float]], Mapping[str, float]]
    ceo: str


def mean(*weighted: tuple[float, float]) -> float:
    """The weighted mean of scores, each before its weight; a score is clamped to 0..1."""
    return sum(min(1.0, max(0.0, score)) * weight for score, weight in weighted) / sum(weight for _, weight in weighted)


def shop(counted: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    certified, trained = counted["SHOP-SUP-S1.1"] / 5, counted["SHOP-SUP1.1"] / 6
    skills = mean((certified, 2), ((6.4 - 4.7) / (6.4 - 4.8), 1))  # SHOP-SUP-S1.2: response time
    own = mean((trained, 2), ((66.5 - 58) / (68 - 58), 1))  # SHOP-SUP1.2: settled in the first reply
    team = mean((own, 1), (skills, 1))
    ceo_own = mean(((85.4 - 70) / (84 - 70), 3), (6 / 6, 1), ((40 - 28.4) / (40 - 28), 2))
    ceo = mean((ceo_own, 1), (team, 2), (other["SHOP-SUP2"], 1))
    top = mean(((33.2 - 31) / (34 - 31), 1), (ceo, 2), (other["SHOP-C2"], 1))
    return {"SHOP-SUP-S1": skills, "SHOP-SUP1": team, "SHOP-C1": ceo, "SHOP-O1": top}


def clinic(counted: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    passed, trained = counted["CLIN-ADM-S1.1"] / 6, counted["CLIN-ADM1.1"] / 6
    skills = mean((passed, 2), ((4.5 - 3.5) / (4.5 - 3.6), 1))
    own = mean((trained, 2), (1, 1), ((31 - 13) / (31 - 10), 1))  # board in place; double bookings
    team = mean((own, 1), (skills, 1))
    ceo_own = mean(((17.6 - 14.608) / (17.6 - 14.96), 3), (5 / 5, 2), ((98.5 - 82) / (100 - 82), 1))
    ceo = mean((ceo_own, 1), (team, 2), (other["CLIN-NUR1"], 1))
    top = mean(((85.4 - 78) / (86 - 78), 1), (ceo, 2), (other["CLIN-C2"], 1))
    return {"CLIN-ADM-S1": skills, "CLIN-ADM1": team, "CLIN-C1": ceo, "CLIN-O1": top}


def startup(counted: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    courses, certified = counted["START-PLT-S1.1"] / 2, counted["START-PLT1.1"] / 5
    skills = mean((courses, 1), ((26 - 22.4) / (26 - 22.1), 1))
    own = mean((certified, 2), (6 / 6, 1), ((93.2 - 72) / (95 - 72), 1))  # sprint reviews; builds that pass
    team = mean((own, 1), (skills, 0.5))
    ceo_own = mean((2 / 3, 1), (2 / 2, 1), ((20 - 14.4) / (20 - 15), 2))
    ceo = mean((ceo_own, 1), (team, 1), (other["START-PRD1"], 2))
    top = mean(((64 - 54) / (65 - 54), 1), (ceo, 2), (other["START-C2"], 1))
    return {"START-PLT-S1": skills, "START-PLT1": team, "START-C1": ceo, "START-O1": top}


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def udemy(path: Path, rows: Rows, people: Mapping[str, Mapping[str, str]]) -> Path:
    """What Udemy Business exports as its report on user course activity."""
    return write(path, [
        {
            "user_id": number, "user_email": people[row["person id"]]["email"].upper(), "user_role": "student", "course_id": 7,
            "course_title": row["course"], "course_duration": 300, "completion_ratio": 100, "num_video_consumed_minutes": 290,
            "course_enroll_date": "2026-04-01T08:00:00Z", "course_completion_date": f"{row['completed on']}T15:30:00Z",
            "user_is_deactivated": "false",
        }
        for number, row in enumerate(rows)
    ])  # fmt: skip


def coursera(path: Path, rows: Rows, people: Mapping[str, Mapping[str, str]]) -> Path:
    """What Coursera for Business exports as its usage report."""
    return write(path, [
        {
            "Name": people[row["person id"]]["name"], "Email": people[row["person id"]]["email"], "Course": row["course"],
            "Course ID": row["course"], "Enrollment Time": "2026-04-01", "Overall Progress": 100, "Completed": "Yes",
            "Completion Time": row["completed on"], "Learning Hours Spent": row["hours"], "Skills Learned": "Management; Data",
        }
        for row in rows
    ])  # fmt: skip


def pluralsight(path: Path, rows: Rows, people: Mapping[str, Mapping[str, str]]) -> Path:
    """What Pluralsight exports as its report on course completion."""
    return write(path, [
        {
            "User ID": row["person id"], "First name": "", "Last name": "", "Email": people[row["person id"]]["email"],
            "Team name": "", "Course ID": row["course"], "Course name": row["course"], "First view date": "2026-04-01",
            "Completion date": row["completed on"], "Completion status": "Completed",
        }
        for row in rows
    ])  # fmt: skip


def badges(path: Path, rows: Rows, people: Mapping[str, Mapping[str, str]]) -> Path:
    """Open Badges as an issuer hands them out, in one file."""
    documents = [
        {
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": f"https://badges.example/{number}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": "https://issuer.example", "name": "Issuer"},
            "validFrom": f"{row['issued']}T00:00:00Z",
            "validUntil": f"{row['expires']}T00:00:00Z",
            "credentialSubject": {
                "id": f"mailto:{people[row['person id']]['email']}", "achievement": {"name": row["certification"]},
            },
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip
    path.write_text(json.dumps(documents), "utf-8")
    return path


SHOP = Story(
    "shop", udemy, "Customer conflict resolution", "Customer conflict resolution",
    {
        "SHOP-SUP-S1.1": ("people certified", "Customer conflict resolution", "Support representative"),
        "SHOP-SUP1.1": ("People trained", "customer conflict resolution", "Support"),
    },
    ("2026-05-10", {"SHOP-SUP-S1.1": 2, "SHOP-SUP1.1": 4}),  # S05, S08; S03, S04, S05, S07
    {"SHOP-SUP-S1.1": 4, "SHOP-SUP1.1": 6},
    shop, "SHOP-C1",
)  # fmt: skip
CLINIC = Story(
    "clinic", coursera, "Scheduling software", "Scheduling software",
    {
        "CLIN-ADM-S1.1": ("people certified", "Scheduling software", "Administration"),
        "CLIN-ADM1.1": ("people trained", "Scheduling software", "Administration"),
    },
    ("2026-05-10", {"CLIN-ADM-S1.1": 1, "CLIN-ADM1.1": 4}),  # C05; C03, C04, C05, C06
    {"CLIN-ADM-S1.1": 5, "CLIN-ADM1.1": 6},
    clinic, "CLIN-C1",
)  # fmt: skip
STARTUP = Story(
    "startup", pluralsight, "Agile development", "Agile development",
    {
        "START-PLT-S1.1": ("courses per person", "Agile development", "Platform"),
        "START-PLT1.1": ("people certified", "Agile development", "Platform"),
    },
    ("2026-05-13", {"START-PLT-S1.1": 2 / 5, "START-PLT1.1": 1}),  # D03 and D04 of five people; D03
    {"START-PLT-S1.1": 6 / 5, "START-PLT1.1": 4},  # D03, D04, D05 twice, D06, D07; D03, D04, D05, D06
    startup, "START-C1",
)  # fmt: skip


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without(path: Path, gone: Callable[[dict[str, str]], bool]) -> Rows:
    """Take rows out of a table, and return them."""
    rows = read(path)
    write(path, [row for row in rows if not gone(row)])
    return [row for row in rows if gone(row)]


def prepared(folder: Path, story: Story) -> tuple[Rows, Rows]:
    """The workbooks as a team has them before: the courses and certificates are in other systems, the counts are blank."""
    shutil.copytree(CASES / story.case, folder)
    for path in folder.glob("*/key-results.csv"):
        write(path, [{**row, "current": "" if row["id"] in story.counted else row["current"]} for row in read(path)])
    for path in folder.glob("*/check-ins.csv"):
        without(path, lambda row: row["key result id"] in story.counted)
    skills = folder / "skills"
    certificates = without(
        skills / "certifications.csv",
        lambda row: row["skill"] == story.certificate and row["issued"] >= "2026-04-01" and row["expires"] != "",
    )
    people = {row["person id"] for row in certificates}
    without(skills / "assessments.csv", lambda row: row["skill"] == story.certificate and row["person id"] in people)
    (folder / "okrsheets.toml").write_text(f'sources = ["."]\n[skills]\ncertificate-level = {CERTIFIED}\n', "utf-8")
    return without(
        skills / "learning.csv", lambda row: row["skill"] == story.courses and row["completed on"] != ""
    ), certificates


def fill_in(folder: Path, story: Story, certificates: Rows) -> None:
    """What the user types into the table of matches: the skill of each course and badge, and what the key results count."""
    book = load_workbook(folder / "import-matches.xlsx")
    for row in book["Course Skills"].iter_rows(min_row=2):
        is_badge = row[0].value in {certificate["certification"] for certificate in certificates}
        row[1].value = story.certificate if is_badge else story.courses
    sheet = book["Key Results"]
    listed = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    for id, values in story.counted.items():
        at = listed[id][0].row if id in listed else sheet.max_row + 1
        for column, value in enumerate((id, *values), start=1):
            sheet.cell(at, column).value = value
    book.save(folder / "import-matches.xlsx")


def imported(folder: Path, story: Story, courses: Rows, certificates: Rows, day: str) -> Result:
    """Import what the other systems had on a day."""
    people = {row["person id"]: row for row in read(folder / "skills" / "people.csv")}
    exports = folder.parent / "exports"
    exports.mkdir(exist_ok=True)
    done = [row for row in courses if row["completed on"] <= day]
    issued = [row for row in certificates if row["issued"] <= day]
    files = story.report(exports / "courses.csv", done, people), badges(exports / "badges.json", issued, people)
    return run("import", "learning", *files, "--folder", folder, "--as-of", DAY, "--yes")


def scores(folder: Path) -> dict[str, float]:
    run("sync", folder, "--as-of", DAY)
    data = json.loads(run("status", folder, "--as-of", DAY, "--json").stdout)
    return {each["id"]: each["score"] for each in data}


def levels(folder: Path, skill: str, people: Sequence[str]) -> dict[str, float]:
    """The levels of some people in a skill, in which nobody has rated them."""
    query = "SELECT person_id, skill, level FROM skill_status WHERE level IS NOT NULL"
    rows = json.loads(run("sql", query, folder, "--json").stdout)
    return {row["person_id"]: row["level"] for row in rows if row["skill"] == skill and row["person_id"] in people}


@pytest.mark.slow
@pytest.mark.parametrize("story", [SHOP, CLINIC, STARTUP], ids=lambda story: story.case)
def test_a_completed_course_reaches_the_ceos_figure(story: Story, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    courses, certificates = prepared(folder, story)
    day, values = story.early
    for until, expected in ((day, values), (DAY, story.late)):
        imported(folder, story, courses, certificates, until)
        fill_in(folder, story, certificates)
        imported(folder, story, courses, certificates, until)
        found = scores(folder)
        issued = {row["person id"]: CERTIFIED for row in certificates if row["issued"] <= until}
        assert levels(folder, story.certificate, [row["person id"] for row in certificates]) == issued
        query = "SELECT key_result_id, arg_max(value, date) AS value FROM check_ins GROUP BY ALL"
        last = {row["key_result_id"]: row["value"] for row in json.loads(run("sql", query, folder, "--json").stdout)}
        assert {id: last[id] for id in story.counted} == pytest.approx(expected)
        links = story.links(expected, found)
        assert {id: found[id] for id in links} == pytest.approx(links)
        run("report", folder, "--as-of", DAY, "--format", "md")
        (page,) = folder.glob("okrsheets-out/2026-q2/*/organisation.md")
        assert re.search(rf"^\| {story.ceo} .*\b{round(100 * links[story.ceo])}%", page.read_text("utf-8"), re.M)
    again = imported(folder, story, courses, certificates, DAY)
    assert "nothing has changed" in again.stderr

"""The pack: a page for everybody, nothing of anybody in somebody else's file, and names that do no harm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from report_cases import WORDS, figures, inside, pages, report_data_of, rows_of, worked, worked_tables

from okrsheets.core.errors import UsageError
from okrsheets.core.model import Assessment, Certification, Learning, Person
from okrsheets.core.names import fold_name
from okrsheets.core.records import Tables
from okrsheets.reports.data.anonymise import anonymous
from okrsheets.reports.formats.files import FORMATS, write_report
from okrsheets.reports.formats.html import render_html, render_markdown
from okrsheets.reports.model.report import Brand, Report, TableBlock, Text
from okrsheets.reports.pack import PackPage, full_pack, partial_pack

pytestmark = pytest.mark.slow

PERSONAL = {"people", "assessments", "certifications", "learning"}
MakeTables = Callable[..., Tables]


@pytest.fixture(scope="module")
def pack() -> list[PackPage]:
    return list(pages(worked()))


def people_pages(pack: list[PackPage]) -> list[tuple[Person, Report]]:
    people = [each.person for each in worked().snapshot.evaluation.people]
    made = [page.report for page in pack if page.report.audience == "person"]
    assert len(made) == len(people) > 30
    return list(zip(people, made))


def test_everybody_has_a_page_in_a_folder_of_its_own(pack: list[PackPage]) -> None:
    stems = [page.stem for page in pack]
    assert len(set(stems)) == len(stems)
    assert {str(stem) for stem in stems if len(stem.parts) == 1} == {"index", "organisation", "skills", "programme"}
    assert PurePosixPath("teams/support") in stems
    assert PurePosixPath("people/daniel-osei-s02/review") in stems
    assert all(stem.name == "review" for stem in stems if stem.parts[0] == "people")


def parts_of_others(own: Person, people: list[Person]) -> set[str]:
    """First names and surnames that the person does not bear."""
    parts = {part for each in people for part in re.findall(r"[^\W\d_]+", each.name or "") if len(part) > 2}
    return parts - set(re.findall(r"[^\W\d_]+", own.name or ""))


def test_nothing_of_a_person_is_in_another_persons_file(pack: list[PackPage]) -> None:
    people = [each.person for each in worked().snapshot.evaluation.people]
    for own, report in people_pages(pack):
        text = render_html(report) + render_markdown(report)
        words = re.sub(r"![A-Z]+\d+[A-Z0-9:, ]*", "!", text)  # without cells: D10 is one, and an id
        assert (own.name or "-") in text
        seen = set(re.findall(r"[^\W\d_]+", render_markdown(report)))
        assert not seen & parts_of_others(own, people), "no key result of the worked cases names somebody"
        for other in people:
            if other.person_id == own.person_id:
                continue
            if other.name != own.name:
                assert (other.name or "-") not in text, f"{other.name} in the page of {own.name}"
            assert (other.email or "@@") not in text
            assert not re.search(rf"\b{other.person_id}\b", words), f"{other.person_id} in the page of {own.name}"


def test_every_personal_cell_that_a_page_names_is_the_persons_own(pack: list[PackPage]) -> None:
    holders: dict[tuple[str, str], dict[int, str | None]] = defaultdict(dict)
    nouns: list[Any] = [each for kind, noun in (("people", Person), ("assessments", Assessment), ("certifications", Certification),
             ("learning", Learning)) for each in worked_tables()[kind].nouns(noun)]  # fmt: skip
    for each in nouns:
        holders[each.origin.source.workbook, each.origin.source.sheet][each.origin.row] = each.person_id
    seen = 0
    for own, report in people_pages(pack):
        for place in {place for figure in figures(report) for place in figure.cells}:
            if place.sheet in PERSONAL:
                found = {holders[place.workbook, place.sheet][row] for row in rows_of(place)}
                assert found == {own.person_id}
                seen += 1
    assert seen > 300


def test_nobodys_level_is_in_a_page_for_many(pack: list[PackPage], tables_of: MakeTables) -> None:
    """A level with decimals that only one rating can come to would stand out."""
    ids = [f"P{number}" for number in range(3)]
    levels = dict(zip(ids, (3.37, 1.61, 4.89)))
    data = report_data_of(
        tables_of(
            people=[{"person_id": id, "name": f"Name {id}", "role": "R", "team": "Web"} for id in ids],
            roles=[{"role": "R", "skill": "CSS", "required_level": 4}],
            objectives=[{"id": "O", "level": "Team", "team": "Web", "owner": "Jo", "objective": "Shine"}],
            goal_skills=[{"objective_id": "O", "skill": "CSS", "level": 4, "headcount": 3}],
            assessments=[{"person_id": id, "skill": "CSS", "rater_type": "manager", "level": level, "date": "2026-05-10"}
                         for id, level in levels.items()],
        )
    )  # fmt: skip
    for page in pages(data):
        if page.report.audience in ("organisation", "team", "skills"):
            text = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>", "", render_html(page.report))
            for secret in ("3.4", "1.6", "4.9", "0.6", "2.4", "Name P", *ids):
                assert secret not in text, (page.stem, secret)


def test_who_is_closest_is_told_by_role_only_where_many_have_it(tables_of: MakeTables) -> None:
    def closest(agents: int) -> str:
        ids = [f"P{number}" for number in range(agents)]
        data = report_data_of(
            tables_of(
                people=[{"person_id": id, "name": id, "role": "Agent", "team": "Web"} for id in ids],
                objectives=[{"id": "O", "level": "Team", "team": "Web", "owner": "Jo", "objective": "Shine"}],
                goal_skills=[{"objective_id": "O", "skill": "CSS", "level": 4, "headcount": 2}],
                assessments=[{"person_id": id, "skill": "CSS", "rater_type": "peer", "level": 2, "date": "2026-05-10"}
                             for id in ids],
            )
        )  # fmt: skip
        (page,) = partial_pack(data, WORDS, Brand(), "skills").pages()
        table = page.report.table("risks")
        assert table is not None
        (cell,) = table.column("closest")
        assert isinstance(cell, Text)
        return cell.short

    assert (closest(5), closest(4)) == ("2 × Agent", "hidden")


def test_a_note_that_names_somebody_else_stays_out_of_a_persons_page(tables_of: MakeTables) -> None:
    def note_of(note: str) -> str:
        data = report_data_of(
            tables_of(
                people=[{"person_id": "P1", "name": "Jo Lind", "role": "R"}, {"person_id": "P2", "name": "Ana Ruiz", "role": "R"}],
                objectives=[{"id": "O", "level": "Team", "owner": "Jo Lind", "objective": "Shine"}],
                key_results=[{"id": "K", "objective_id": "O", "key_result": "Calls", "start": 0, "target": 9}],
                check_ins=[{"date": "2026-06-01", "key_result_id": "K", "value": 3, "note": note, "by": "Ana Ruiz"}],
            )
        )  # fmt: skip
        (page,) = partial_pack(data, WORDS, Brand(), "person", person="jo lind").pages()
        return render_markdown(page.report)

    assert "We were slow" in note_of("We were slow.")
    assert "Ana" not in note_of("Ana's child was ill.")
    assert "was ill" not in note_of("Ana was ill.")


def test_an_owner_is_told_by_id_address_or_name_and_by_team_where_two_have_one_name(tables_of: MakeTables) -> None:
    owners = ["P1", "ana@x.example", " ana  RUIZ ", "Sam Bo", "Sam Bo", "Nobody"]
    teams = ["Web", "Web", "Web", "Web", "Mail", "Web"]
    data = report_data_of(
        tables_of(
            people=[
                {"person_id": "P1", "name": "Ana Ruiz", "role": "R", "team": "Web", "email": "ana@x.example"},
                {"person_id": "P2", "name": "Sam Bo", "role": "R", "team": "Web"},
                {"person_id": "P3", "name": "Sam Bo", "role": "R", "team": "Sales"},
            ],
            objectives=[{"id": f"O{at}", "level": "Team", "team": team, "owner": "Z", "objective": f"Goal {at}"}
                        for at, team in enumerate(teams)],
            key_results=[{"id": f"K{at}", "objective_id": f"O{at}", "key_result": "x", "owner": owner}
                         for at, owner in enumerate(owners)],
        )
    )  # fmt: skip
    owned = {name: [each.key_result.id for each in parts] for name, parts in data.owners.key_results.items()}
    assert owned == {"P1": ["K0", "K1", "K2"], "P2": ["K3"]}


def test_the_index_leads_to_every_page(pack: list[PackPage]) -> None:
    links = set(re.findall(r'href="([^"#]+)"', render_html(pack[0].report)))
    assert pack[0].report.audience == "index"
    assert links == {f"{page.stem}.html" for page in pack[1:]}


def test_every_page_but_a_persons_and_a_managers_leads_back_to_the_index(pack: list[PackPage]) -> None:
    for page in pack[1:]:
        back = "" if page.report.audience in ("person", "manager") else "../" * (len(page.stem.parts) - 1) + "index"
        assert page.report.home == back
        if not back:
            assert not re.findall(r'href="(?!#)', render_html(page.report))


def test_an_organisation_with_five_hundred_teams_has_an_index_that_can_be_searched(tables_of: MakeTables) -> None:
    teams = [
        {"id": f"O{at}", "level": "Team", "team": f"Team {at}", "owner": "A", "objective": "x"} for at in range(500)
    ]
    made = list(pages(report_data_of(tables_of(objectives=teams))))
    page = render_html(made[0].report)
    assert page.count("<tr data-team=") == 501  # the teams and their owner
    assert 'role="search"' in page
    assert len(made) == 505


NAMES = [
    "../../etc/passwd",
    "CON",
    "a/b\\c:d",
    "",
    "  ",
    "名前",
    "😀",
    "<b>x</b>",
    "A" * 5000,
    ".",
    "..",
    "nul.txt",
    "a\x00b",
]


def test_a_hostile_name_never_leaves_the_folder(tables_of: MakeTables, tmp_path: Path) -> None:
    people = [{"person_id": f"P{at}", "name": name, "role": "R", "team": name} for at, name in enumerate(NAMES)]
    target = tmp_path / "out" / "pack"
    written = [path for page in pages(report_data_of(tables_of(people=people)))
               for path in write_report(target.joinpath(*page.stem.parts), {"md": FORMATS["md"]}, page.report)]  # fmt: skip
    assert set(written) == {path for path in tmp_path.rglob("*") if path.is_file()}
    assert all(
        re.fullmatch(r"[a-z0-9-]{1,60}(\.md)?", part) for path in written for part in path.relative_to(target).parts
    )
    assert len([path for path in written if "people" in path.parts]) == len(NAMES)


@pytest.mark.parametrize(
    ("named", "said"),
    [({"team": "Nobody"}, "no team is called 'Nobody'"), ({"person": "Nobody"}, "nobody is called 'Nobody'"),
     ({"person": "Daniel Osei"}, "2 people are called 'Daniel Osei'")],
)  # fmt: skip
def test_who_is_not_known_is_said_with_who_is(named: dict[str, str], said: str) -> None:
    audience = "team" if "team" in named else "person"
    with pytest.raises(UsageError) as wrong:
        partial_pack(worked(), WORDS, Brand(), audience, **named)  # type: ignore[arg-type]
    assert said in wrong.value.what
    assert wrong.value.hint


def test_a_public_copy_tells_no_name_no_note_and_no_id() -> None:
    data = worked()
    given = [each.person for each in data.snapshot.evaluation.people]
    secret = {name for person in given for name in (person.name, person.email) if name}
    secret |= {part for person in given for part in (person.name or "").split() if len(part) > 2}
    secret |= {each.objective.id for each in data.snapshot.evaluation.objectives} | {
        each.key_result.id for each in data.snapshot.evaluation.key_results
    }
    secret |= {book.name for book in data.snapshot.workbooks} | set(data.teams.values())
    secret |= {look.note for each in data.snapshot.evaluation.key_results for look in each.check_ins if look.note}
    secret -= {"Support", "Product"}  # teams whose names are words of skills and roles, too, which keep theirs
    told = re.compile(rf"\b({'|'.join(map(re.escape, sorted(secret)))})\b")
    assert told.findall(f"by {given[0].name}")
    copy = anonymous(data, WORDS)
    assert not copy.snapshot.tables.records  # every rating, under every name
    assert not copy.snapshot.paths
    assert not copy.links
    for page in pages(copy):
        text = render_html(page.report)
        text = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", text)
        assert not told.findall(text), page.stem


def test_a_public_copy_has_the_same_figures() -> None:
    def shares(report: Report) -> list[Any]:
        return [figure.value for figure in figures(report) if figure.unit == "share"]

    data = worked()
    (mine,) = partial_pack(data, WORDS, Brand(), "organisation").pages()
    (masked,) = partial_pack(anonymous(data, WORDS), WORDS, Brand(), "organisation").pages()
    assert shares(mine.report) == shares(masked.report)
    assert len(shares(mine.report)) > 100


@pytest.mark.parametrize("rows", [{}, {"people": [{"person_id": "P", "name": "Only One", "role": "R"}]},
                                  {"objectives": [{"id": "O", "objective": "Alone"}]}], ids=["nothing", "one person", "one goal"])  # fmt: skip
def test_with_almost_nothing_every_page_still_says_what_there_is(tables_of: MakeTables, rows: dict[str, Any]) -> None:
    for page in full_pack(report_data_of(tables_of(**rows), cycle=""), WORDS, Brand()).pages():
        assert "<h1" in render_html(page.report)
        assert render_markdown(page.report).startswith("# ")


def test_a_thousand_check_ins_and_huge_numbers_stay_within_bounds(tables_of: MakeTables) -> None:
    days = [{"date": 46113 + at % 90, "key_result_id": "K", "value": at, "confidence": 0.5} for at in range(1000)]
    wild = [{"id": f"W{at}", "objective_id": "O", "key_result": "w", "start": 0, "target": target, "current": current}
            for at, (target, current) in enumerate([(1, -1e300), (-5, 1e9), (1e-300, 1e300), (1, 1e15)])]  # fmt: skip
    result = {"id": "K", "objective_id": "O", "key_result": "Calls", "start": 0, "target": 500, "owner": "Jo"}
    data = report_data_of(
        tables_of(
            people=[{"person_id": "P", "name": "Jo", "role": "R", "team": "T"}],
            objectives=[{"id": "O", "level": "Team", "team": "T", "owner": "Jo", "objective": "Shine"}],
            key_results=[result, *wild],
            check_ins=days,
        )
    )
    for page in pages(data):
        assert len(render_html(page.report)) < 400_000
        points = [each for each in inside(page.report) if hasattr(each, "points")]
        assert all(len(each.points) <= 120 for each in points)
        for figure in figures(page.report):
            assert "nan" not in figure.text
            assert len(figure.text) < 400


def test_teams_are_told_apart_without_regard_to_case_and_spaces() -> None:
    assert list(worked().teams) == sorted({fold_name(name) for name in worked().teams.values()})


def test_a_table_gives_its_columns_by_name(pack: list[PackPage]) -> None:
    table = next(page.report for page in pack if page.stem.name == "organisation").table("stale")
    assert table is None or isinstance(table, TableBlock)
    skills = next(page.report for page in pack if page.stem.name == "skills").table("gaps")
    assert skills is not None
    assert all(isinstance(cell, Text) for cell in skills.column("team"))

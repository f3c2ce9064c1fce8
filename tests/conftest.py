"""What every test may use: rows made into tables, golden files, and a guard that keeps the suite off the network."""

from __future__ import annotations

import difflib
import ipaddress
import os
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from okrsheets.core import schema
from okrsheets.core.cells import Cell
from okrsheets.core.errors import Problem, column_letter
from okrsheets.core.model import TableSource
from okrsheets.core.records import Records, Tables
from okrsheets.core.values import typed_values

if TYPE_CHECKING:
    from tests.google_emulator import Emulator

GOLDEN = Path(__file__).parent / "golden"
LIVE = os.environ.get("OKRSHEETS_GOOGLE_SMOKE") == "1"  # asked for by a person with an account
FIRST_ROW = 5  # where the first record of every table made here stands

Row = Mapping[str, Cell]
Read = tuple[Records, list[Problem]]

hypothesis.settings.register_profile("okrsheets", deadline=None)
hypothesis.settings.load_profile("okrsheets")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs an account of somebody's, unless it is asked for; all else is tested without one."""
    left_out = [item for item in items if (mark := item.get_closest_marker("live")) and not _is_asked_for(mark.args)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _is_asked_for(variables: Sequence[str]) -> bool:
    """Whether live Google is asked for, and the variables that a test names say with what."""
    return LIVE and all(os.environ.get(name) for name in variables)


# Rows and tables


def _read_rows(name: str, rows: Sequence[Row], workbook: str = "Q1.xlsx") -> Read:
    """Read rows of fields as a sheet would hold them: the columns in the order of the schema, from A5 down."""
    table = schema.table(name)
    given = {field for row in rows for field in row}
    for field in given:
        table.column(field)  # a field that the table does not have is a mistake in the test
    fields = [column.field for column in table.inputs]
    cells = {field: column_letter(index) for index, field in enumerate(fields)}
    positions = {field: index for index, field in enumerate(fields) if field in given}
    raw = [[row.get(field) for field in fields] for row in rows]
    return typed_values.read(table, TableSource(workbook, table.sheet, cells), positions, raw, FIRST_ROW)


def _tables_of(workbook: str = "Q1.xlsx", **rows: Sequence[Row]) -> Tables:
    """Make tables from lists of rows, by the table's field name; cells left out are blank, bad ones fail the test."""
    records = {}
    for field, given in rows.items():
        table = schema.table(field)
        records[table.name], problems = _read_rows(table.name, given, workbook)
        faults = [str(problem) for problem in problems if not problem.what.endswith(" is empty")]
        assert not faults, faults
    return Tables(records)


@pytest.fixture(scope="session")
def read_rows() -> Callable[..., Read]:
    """`read_rows("key results", [{"id": "K1", "target": "ten"}])` gives the records and the problems."""
    return _read_rows


@pytest.fixture(scope="session")
def tables_of() -> Callable[..., Tables]:
    """`tables_of(objectives=[{"id": "O1"}], key_results=[…])` gives `Tables`."""
    return _tables_of


# Golden files


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("summary.html", text)` compares text with tests/golden/summary.html; `--update-golden` writes it."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        if not path.exists():
            pytest.fail(f"there is no tests/golden/{name}: look at the text, then run with --update-golden")
        before = path.read_bytes().decode()
        if text != before:
            lines = difflib.unified_diff(before.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="")
            pytest.fail("\n".join(lines) or f"golden/{name} differs in its line ends", pytrace=False)

    return compare


# Google


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator of Google that the product reaches in Google's place, here and in the processes it starts."""
    from tests.google_emulator import Emulator

    with Emulator(seed=1) as emulator:
        monkeypatch.setenv("OKRSHEETS_GOOGLE_ENDPOINT", emulator.url)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(emulator.credentials_path))
        monkeypatch.setenv("NO_GCE_CHECK", "true")
        yield emulator


# Disks


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mount something at a new folder; the test is skipped where that is not permitted."""
    places: list[Path] = []

    def mount(*words: str) -> Path:
        place = tmp_path / f"mounted {len(places)}"
        place.mkdir()
        try:
            done = subprocess.run(["mount", *words, str(place)], capture_output=True)
        except OSError:
            pytest.skip("there is no program `mount`")
        if done.returncode:
            pytest.skip("mounting is not permitted")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", str(place)], check=True)


# The network


class NetworkUsed(BaseException):
    """A test reached for the network; no `except Exception` of the product may hide it."""


def _is_near(host: object) -> bool:
    if LIVE or host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def network_attempts() -> Iterator[list[str]]:
    """The addresses beyond this machine that a test reached for; each attempt is stopped."""
    attempts: list[str] = []

    def stop(host: object) -> None:
        if not _is_near(host):
            attempts.append(str(host))
            raise NetworkUsed(f"a test reached for {host}; tests touch no network but loopback")

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(own: socket.socket, *args: Any) -> Any:
            if own.family in (socket.AF_INET, socket.AF_INET6):
                stop(args[-1][0])
            return real(own, *args)

        return connect

    real_lookup = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **named: Any) -> Any:
        stop(host.decode() if isinstance(host, bytes) else host)
        return real_lookup(host, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", lookup)
        yield attempts


@pytest.fixture(autouse=True)
def no_network(network_attempts: list[str]) -> Iterator[None]:
    """Fail the test that reached beyond this machine, even where the attempt was caught."""
    yield
    reached = ", ".join(network_attempts)
    network_attempts.clear()
    if reached:
        pytest.fail(f"the test reached for {reached}")

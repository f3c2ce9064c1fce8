"""The house: who may import whom, which door each library has, and what the wheel carries."""

from __future__ import annotations

import ast
import graphlib
import os
import re
import socket
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
PIECES = [Path(piece) for piece in WHEEL["only-include"]]

# Which pieces of ours a piece may import; the commands, `cli` and what starts it may import everything, and nothing imports them.
MAY_IMPORT = {
    "core": {"core"},
    "addin": {"addin", "core"},
    "sync": {"sync", "core"},
    "sheets_templates": {
        "sheets_templates",
        "core",
        "addin.catalogue",
        "addin.declaration",
        "addin.formula_words",
        "addin.plain_formulas",
        "addin.table_formulas",
        "reports.i18n.language",
    },
    "reports": {"reports", "core", "sheets_templates"},
    "__init__": {"core", "addin", "sync", "sheets_templates", "reports"},
    "commands": {"core", "addin", "sync", "sheets_templates", "reports", "commands"},
    "cli": {"core", "addin", "sync", "sheets_templates", "reports", "commands", "cli"},
    "__main__": {"cli"},
}

# The same between the folders of a piece (and its files beside them): data flows one way, and no two wait for each other.
ROOMS_MAY_IMPORT = {
    "reports": {
        "i18n": set(),
        "model": {"i18n"},
        "data": {"model", "i18n"},
        "charts": {"model", "i18n"},
        "sections": {"data", "model", "i18n"},
        "formats": {"charts", "data", "model", "i18n"},
        "brand": {"model"},
        "slugs": set(),
        "build": {"sections", "data", "model", "i18n"},
        "index": {"build", "data", "model", "i18n"},
        "annex": {"data", "model", "i18n"},
        "pack": {"index", "build", "slugs", "data", "model", "i18n"},
        "reminder_texts": {"sections", "data", "model", "i18n"},
        "template_context": {"build", "formats", "model"},
    },
    "sync": {
        "sources": set(),
        "push": set(),
        "xlsx": {"sources"},
        "reading": {"sources"},
        "store": {"reading", "sources"},
        "google": {"push", "sources"},
        "readers": {"reading", "sources"},
        "exchange": {"reading", "sources"},
        "settings": set(),
        "config": {"google", "reading", "readers", "settings", "sources"},
        "sync": {"store", "readers", "sources"},
        "summary": set(),
        "explain": {"reading", "sources"},
        "planning": {"sources"},
        "growing": {"explain", "reading", "sources"},
        "frames": {"sync", "store", "readers", "sources", "config"},
    },
}

# The one door of each third-party library: a file, or a folder where several files of one piece share it.
DOORS = {
    "click": ("cli.py", "commands/"),
    "rich": ("commands/shell.py", "reports/formats/terminal.py"),
    "duckdb": ("sync/store/store.py", "sync/exchange/database.py"),  # the history; rows that are only matched
    "rapidfuzz": ("sync/exchange/similar.py",),
    "httpx": ("sync/exchange/pulls.py",),
    "python_calamine": ("sync/sources/folder.py",),
    "xlrd": ("sync/sources/folder.py",),
    **dict.fromkeys(
        ("gspread", "google", "google_auth_oauthlib", "oauthlib", "requests", "urllib3"), ("sync/google/",)
    ),
    "numpy": ("sync/",),
    "pandas": ("sync/frames.py",),
    "xlsxwriter": ("sheets_templates/build.py",),
    "babel": ("reports/i18n/language.py", "reports/i18n/catalogue.py"),
    "jinja2": ("reports/",),
    "markupsafe": ("reports/",),
    "scipy": ("sync/planning/",),
    "markdown_it": ("reports/data/commentary.py",),
    "typst": ("reports/formats/typesetting.py",),
    "docx": ("reports/formats/docx/",),
    "pptx": ("reports/formats/pptx/",),
    "xlwings": ("addin/hosts/excel/udfs.py",),
    "pyopenvba": ("addin/hosts/excel/addin.py",),
    **dict.fromkeys(("unohelper", "com", "org", "okrsheets_in_sheet"), ("addin/hosts/libreoffice/files/",)),
}
SINCE_3_11 = {"tomllib"}  # the Pythons that spreadsheet programs bundle may be of 3.10


def modules() -> list[Path]:
    """Every Python file of the package, relative to the root."""
    found = [path for piece in PIECES for path in ([ROOT / piece] if piece.suffix else (ROOT / piece).rglob("*.py"))]
    return sorted(path.relative_to(ROOT) for path in found if path.suffix == ".py" and path.exists())


def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), str(path), feature_version=(3, 10))


def imports(path: Path) -> Iterator[str]:
    """Every name that a file imports, anywhere in it; our own ones begin with okrsheets."""
    package = ["okrsheets", *path.parent.parts]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def checkout() -> list[str]:
    """Every file that git tracks or would track, as it stands on the disk."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


MODULES = modules()


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_of_ours_point_inwards(path: Path) -> None:
    piece = path.parts[0].removesuffix(".py")
    allowed = {f"okrsheets.{each}" for each in MAY_IMPORT[piece]}
    own = {name for name in imports(path) if name.split(".")[0] == "okrsheets"}
    assert not {name for name in own if not any(f"{name}.".startswith(f"{each}.") for each in allowed)}


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[0] in ROOMS_MAY_IMPORT], ids=str)
def test_imports_between_the_rooms_of_a_piece_follow_the_data(path: Path) -> None:
    piece, room = path.parts[0], path.parts[1].removesuffix(".py")
    if room == "__init__":
        assert not list(imports(path))
        return
    allowed = {f"okrsheets.{piece}.{other}" for other in {room, *ROOMS_MAY_IMPORT[piece][room]}}
    own = {name for name in imports(path) if name.startswith(f"okrsheets.{piece}.")}
    assert not {name for name in own if not any(f"{name}.".startswith(f"{each}.") for each in allowed)}


@pytest.mark.parametrize("piece", ROOMS_MAY_IMPORT)
def test_the_rooms_of_a_piece_have_an_order_without_a_circle(piece: str) -> None:
    graphlib.TopologicalSorter(ROOMS_MAY_IMPORT[piece]).prepare()


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_library_comes_in_through_its_own_door(path: Path) -> None:
    outside = {name for name in imports(path) if name.split(".")[0] not in {"okrsheets", *sys.stdlib_module_names}}
    elsewhere = {name for name in outside if not path.as_posix().startswith(DOORS.get(name.split(".")[0], ()))}
    assert not elsewhere, "give a new library one door, and write it into DOORS"
    assert not {name for name in outside if name.startswith("xlwings.pro")}, "the PRO parts are not free"


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[0] == "core"], ids=str)
def test_the_core_needs_the_standard_library_and_nothing_else(path: Path) -> None:
    named = {name.split(".")[0] for name in imports(path)} - {"okrsheets"}
    assert named <= set(sys.stdlib_module_names) - SINCE_3_11


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_file_says_what_it_is_and_imports_its_neighbours_by_dots(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree) or (path.name == "__init__.py" and not tree.body)
    absolute = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    assert not [name.name for node in absolute for name in node.names if name.name.startswith("okrsheets")]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "okrsheets"]


LONGEST_FILE, LONGEST_FUNCTION = 400, 50  # lines


def imported_modules() -> dict[str, set[str]]:
    """Every module of ours with those of ours that it imports, inside functions too; a package's own file is not counted."""
    names = {".".join(["okrsheets", *path.with_suffix("").parts]).removesuffix(".__init__"): path for path in MODULES}
    graph = {}
    for module, path in names.items():
        within = {name: name.rpartition(".")[0] for name in imports(path)}
        targets = {name if name in names else above for name, above in within.items()}
        graph[module] = {name for name in targets if name in names and name not in (module, "okrsheets")}
    return graph


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = imported_modules()
    assert "okrsheets.core.cells" in graph["okrsheets.addin.functions"]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_a_name_of_a_class_means_one_thing() -> None:
    places = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_files_and_functions_are_short_enough_to_be_read(path: Path) -> None:
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= LONGEST_FILE


# A rule that was written several times, and the one file that holds it now; a copy would look like this.
HOMES = {
    "an archive of the same bytes": (r"ZipInfo\(", "core/archive.py"),
    "a sheet's name in quotes": (r"""replace\("'", "''"\)""", "core/addresses.py"),
    "cells gathered into rectangles": (r"def (?:rectangles|_runs_by_row)\(", "core/rectangles.py"),
    "text that XML can hold": (r"\\ue000", "core/xml_text.py"),
    "the colours of the macros": (r"0xDDF0E8", "addin/macros/colours.py"),
    "the version": (r'"0\.\d+\.\d+"', "core/version.py"),
}


@pytest.mark.parametrize(("pattern", "home"), HOMES.values(), ids=HOMES)
def test_a_rule_stands_in_one_file(pattern: str, home: str) -> None:
    assert [str(path) for path in MODULES if re.search(pattern, (ROOT / path).read_text("utf-8"))] == [home]


def test_the_links_for_editable_installs_point_to_every_piece() -> None:
    links = ROOT / "src" / "okrsheets"
    assert {path.name for path in links.iterdir() if path.is_symlink()} == {str(piece) for piece in PIECES}
    assert all(os.readlink(links / piece) == f"../../{piece}" for piece in PIECES)


def test_every_piece_at_the_root_goes_into_the_wheel() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    files = {path.name for path in ROOT.glob("*.py")} | {"py.typed"}
    assert packages | files <= {str(piece) for piece in PIECES}
    assert packages <= set(MAY_IMPORT)


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    for needed in ("README.md", "LICENSE"):
        if not (ROOT / needed).exists():
            pytest.skip(f"{needed} is not written yet, and pyproject.toml names it")
    hatchling = pytest.importorskip("hatchling.builders.wheel")
    (built,) = hatchling.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        carried = {name for name in wheel.namelist() if ".dist-info/" not in name}
    pieces = {str(piece) for piece in PIECES}
    assert carried == {f"okrsheets/{name}" for name in checkout() if name.split("/")[0] in pieces}


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    forbidden = re.compile(
        r"/roo[t]/|/wor[k]/(?:main|shared)|/tm[p]/w/|https?://[^\s\"')>]*/simpl[e]/?|extra-index-ur[l]"
    )
    found = []
    for name in checkout():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match.group()}" for match in forbidden.finditer(text)]
    assert not found


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("spreadsheets.example", 443)])
def test_a_test_that_reaches_for_the_network_is_stopped(address: tuple[str, int], network_attempts: list[str]) -> None:
    with pytest.raises(BaseException, match="a test reached for"):
        socket.create_connection(address, timeout=1)
    assert network_attempts == [address[0]]
    network_attempts.clear()


def test_a_test_may_talk_to_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]) as client:
        assert client.getpeername() == server.getsockname()

"""The functions in the Python of xlwings Lite: Pyodide itself, with the files that a person pastes and installs."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyodide_node
import pytest
from shared_vectors import VECTORS, same

from okrsheets.addin import catalogue
from okrsheets.addin.hosts.lite import build as lite
from okrsheets.addin.hosts.lite import wheel
from okrsheets.core.version import VERSION

Answers = dict[str, Any]
ALONE = """
import sys
sys.path = [entry for entry in sys.path if "packages" not in entry] + [sys.argv[1]]
from okrsheets.addin.catalogue import call, functions
assert sys.argv[1] in sys.modules["okrsheets"].__file__, sys.modules["okrsheets"].__file__
print(len(functions()), call("OKR_PROGRESS", [20, 50, 35]), call("SKILL_GAPS", [[[1, None]], [[2, 3]]]))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lite.build(tmp_path_factory.mktemp("lite"))


@pytest.fixture(scope="module")
def wheel_of(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def in_pyodide(built: Path, wheel_of: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    if missing := pyodide_node.missing_programs():
        pytest.skip(f"Pyodide runs in Node: install {' and '.join(missing)}")
    asked = tmp_path_factory.mktemp("asked") / "vectors.json"
    asked.write_text(json.dumps(list(VECTORS.values())), "utf-8")
    script = Path(__file__).parents[3].joinpath("support", "pyodide_vectors.py")
    answers: Answers = json.loads(pyodide_node.run(script, built / "main.py", wheel_of, asked))
    return answers


def wrong(answers: list[Answers], blank: object) -> list[str]:
    """The vectors that were answered otherwise; `blank` is how this way in says that there is no data."""
    found = []
    for (name, vector), answer in zip(VECTORS.items(), answers, strict=True):
        if "error" in vector:
            right = answer == {"error": vector["error"]}
        else:
            right = "value" in answer and same(answer["value"], _blanks(vector["want"], blank))
        if not right:
            found.append(f"{name}: {answer}")
    return found


def _blanks(want: Any, blank: object) -> Any:
    if isinstance(want, list):
        return [_blanks(cell, blank) for cell in want]
    return blank if want is None else want


def test_the_folder_holds_what_the_steps_name(built: Path, wheel_of: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == sorted(
        ["README.md", "main.py", "requirements.txt", wheel_of.name]
    )
    steps = (built / "README.md").read_text("utf-8")
    assert all(name in steps for name in ("main.py", "requirements.txt", wheel_of.name, VERSION))
    assert "$" not in steps


def test_a_build_depends_on_the_sources_alone(built: Path, wheel_of: Path, tmp_path: Path) -> None:
    again = lite.build(tmp_path / "again")
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in built.iterdir()
    }
    with zipfile.ZipFile(wheel_of) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_record_tells_the_digest_and_size_of_every_file(wheel_of: Path) -> None:
    with zipfile.ZipFile(wheel_of) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    (record,) = (name for name in contents if name.endswith(".dist-info/RECORD"))
    rows = {name: (digest, size) for name, digest, size in csv.reader(contents[record].decode().splitlines())}
    assert rows.pop(record) == ("", "")
    del contents[record]
    assert rows == {
        name: (
            f"sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip('=')}",
            str(len(content)),
        )
        for name, content in contents.items()
    }


def test_the_wheel_holds_the_core_and_the_functions_and_nothing_heavy(wheel_of: Path) -> None:
    with zipfile.ZipFile(wheel_of) as opened:
        pieces = {name.split("/")[1] for name in opened.namelist() if name.startswith("okrsheets/")}
        assert not [name for name in opened.namelist() if "/hosts/" in name]
    assert pieces == {"__init__.py", "core", "addin"}


def test_pip_installs_the_wheel(wheel_of: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--target", str(tmp_path)]
    subprocess.run([*asked, str(wheel_of)], check=True, capture_output=True)
    assert (tmp_path / "okrsheets" / "addin" / "functions.py").is_file()
    assert (tmp_path / f"{wheel.NAME}-{VERSION}.dist-info" / "INSTALLER").is_file()


def test_the_wheel_alone_computes_without_any_installed_package(wheel_of: Path) -> None:
    ended = subprocess.run([sys.executable, "-I", "-S", "-c", ALONE, wheel_of], capture_output=True, text=True)
    assert ended.stderr == ""
    assert ended.stdout.split(maxsplit=2) == [str(len(catalogue.functions())), "0.5", "[[1.0, 3.0]]\n"]


@pytest.mark.slow
def test_every_vector_comes_out_in_pyodide_through_the_installed_wheel(in_pyodide: Answers) -> None:
    assert in_pyodide["platform"] == "emscripten"
    assert "/site-packages/" in in_pyodide["from_wheel"]
    assert wrong(in_pyodide["wheel"], blank=None) == []


@pytest.mark.slow
def test_every_vector_comes_out_in_pyodide_through_the_pasted_main(in_pyodide: Answers) -> None:
    assert ".whl/" in in_pyodide["from_main"], "main.py carries the package"
    assert wrong(in_pyodide["main"], blank="") == []


@pytest.mark.slow
def test_main_declares_every_function_with_its_arguments_as_ranges(in_pyodide: Answers) -> None:
    assert in_pyodide["declared"] == {
        function.name: {argument.name: {"ndim": 2, "doc": argument.help} for argument in function.arguments}
        for function in catalogue.functions()
    }

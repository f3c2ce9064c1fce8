"""More than one copy of the add-in in the real LibreOffice: which one is replaced, refused, and asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import libreoffice
import pytest
from xlsxwriter import Workbook

from okrsheets.addin.hosts.libreoffice import addin as host
from okrsheets.addin.hosts.libreoffice import install as installer
from okrsheets.addin.hosts.libreoffice import manifest_xml
from okrsheets.core.errors import OkrError

MISSING = libreoffice.missing()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING or "nothing is missing")]

# A user without rights, where the tests run as root, who may only install for all users.
USER: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if installer._is_root() else {}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can work in, with a workbook and the settings of a LibreOffice."""
    made = Path(tempfile.mkdtemp(prefix="okrsheets-"))
    settings = made / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(libreoffice.ALWAYS_RECALCULATE.format(locale="en-US"), "utf-8")
    with Workbook(str(made / "book.xlsx")) as book:
        book.add_worksheet().write_formula("A1", "=OKR_PROGRESS(20,50,35)")
    yield made
    shutil.rmtree(made)


def add_in(folder: Path, version: str, answers: float, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An add-in of a version, by whose answer it is told from another."""
    files = {**host._files(), "description.xml": manifest_xml.description(version)}
    work = "answer(function, given, self.comma)"
    assert work in files["component.py"]
    files["component.py"] = files["component.py"].replace(f"given: {work}", f"given: {answers}")
    with monkeypatch.context() as patch:
        patch.setattr(host, "_files", lambda: files)
        return host.build(folder / version)


def run(folder: Path, command: Sequence[str], **as_user: Any) -> Any:
    subprocess.run(["chmod", "-R", "a+rwX", str(folder)], check=True)
    home = {**os.environ, "HOME": str(folder / "profile")}
    return subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/", env=home, **as_user
    )


@pytest.fixture
def as_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the product starts is started by the user."""
    with monkeypatch.context() as patch:
        patch.setattr(installer, "_is_root", lambda: False)
        patch.setattr(
            installer,
            "subprocess",
            SimpleNamespace(run=lambda asked, **_: run(folder, asked, **USER), DEVNULL=subprocess.DEVNULL),
        )
        yield


def install_for_all(folder: Path, oxt: Path) -> None:
    asked = ["unopkg", "add", "--shared", "--suppress-license", "-f", str(oxt), *installer.profile_options(folder)]
    assert run(folder, asked).returncode == 0


def shown(folder: Path) -> str:
    """What the workbook's cell comes to."""
    out = folder / "profile" / "out"
    asked = [
        "soffice",
        "--headless",
        "--norestore",
        "--convert-to",
        "csv",
        "--outdir",
        str(out),
        str(folder / "book.xlsx"),
    ]
    assert run(folder, [*asked, *installer.profile_options(folder)], **USER).returncode == 0
    return (out / "book.csv").read_text().strip()


@pytest.mark.usefixtures("as_user")
def test_a_new_version_replaces_the_users_old_one_and_stays_before_a_copy_for_all_users(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (
        add_in(folder, version, answers, monkeypatch) for version, answers in (("0.1", 1.0), ("0.2", 2.0), ("0.3", 3.0))
    )
    installer.install(first, folder)
    before = installer.copies(folder)
    assert (before, shown(folder)) == ({"for you alone": "0.1"}, "1")
    installer.install(second, folder)
    report, _ = installer.installed(before, installer.copies(folder))
    assert report.startswith("installed version 0.2 in place of 0.1 for you alone, in ")
    assert shown(folder) == "2"
    install_for_all(folder, third)
    assert installer.copies(folder) == {"for you alone": "0.2", "for all users": "0.3"}
    assert shown(folder) == "2"


@pytest.mark.usefixtures("as_user")
def test_a_second_copy_beside_one_for_all_users_is_refused_and_that_one_goes_on_answering(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_for_all(folder, add_in(folder, "0.3", 3.0, monkeypatch))
    assert shown(folder) == "3"
    with pytest.raises(
        OkrError, match=r"^version 0\.3 of the add-in is installed for all users, and this LibreOffice takes no"
    ):
        installer.install(add_in(folder, "0.4", 4.0, monkeypatch), folder)
    assert shown(folder) == "3"


@pytest.mark.usefixtures("as_user")
def test_the_add_in_is_taken_out_of_the_users_profile_and_a_second_time_nothing_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_for_all(folder, add_in(folder, "0.3", 3.0, monkeypatch))
    assert installer.uninstall(folder) == ""
    assert installer.copies(folder) == {"for all users": "0.3"}, "what is there for all users stays"


@pytest.mark.usefixtures("as_user")
def test_what_was_installed_for_one_user_is_gone_after_it_was_uninstalled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer.install(add_in(folder, "0.1", 1.0, monkeypatch), folder)
    assert shown(folder) == "1"
    assert [installer.uninstall(folder), installer.uninstall(folder)] == ["0.1", ""]
    assert (installer.copies(folder), shown(folder)) == ({}, "#NAME?")

"""`okrsheets addin uninstall`: it undoes what `install` did, says what it removed, and is safe to run twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from okrsheets.addin.hosts.excel import install as excel_install
from okrsheets.addin.hosts.libreoffice import install as libreoffice_install
from okrsheets.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["addin", *arguments], catch_exceptions=False)


def test_uninstalling_from_excel_names_every_file_and_the_second_time_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "ana"))
    library = tmp_path / "xlwings64-0.37.8.dll"
    library.write_bytes(b"library")
    monkeypatch.setattr(excel_install, "libraries", lambda: (library,))
    installed = run("install", "excel").output.splitlines()
    written = sorted(line.removeprefix("wrote ").partition("  (")[0] for line in installed)
    assert len(written) == 3
    assert all(Path(path).is_file() for path in written)
    removed = run("uninstall", "excel")
    assert sorted(removed.output.splitlines()) == [f"removed {path}" for path in written]
    assert not any(Path(path).exists() for path in written)
    again = run("uninstall", "excel")
    assert (again.exit_code, again.output) == (0, "nothing to remove: the add-in is not installed\n")


@pytest.mark.parametrize(("options", "all_users"), [((), False), (("--all-users",), True)])
def test_uninstalling_from_libreoffice_is_for_the_user_unless_asked(
    options: tuple[str, ...], all_users: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = ["1.2", ""]
    asked = []

    def uninstall(profile: Path | None = None, all_users: bool = False) -> str:
        asked.append(all_users)
        return versions.pop(0)

    monkeypatch.setattr(libreoffice_install, "uninstall", uninstall)
    first, second = (run("uninstall", "libreoffice", *options) for _ in versions[:])
    whose = "for all users" if all_users else "for you alone"
    assert first.output.startswith(f"removed version 1.2, which was installed {whose}, from ")
    assert second.output == f"nothing to remove: the add-in is not installed {whose}\n"
    assert asked == [all_users, all_users]

"""Files and folders that appear whole or not at all: written beside the old ones and put in their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LIST = ".okrsheets-files"  # in a folder of reports: what okrsheets wrote there; all else is the reader's own


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file and put it in place, so that nobody opens half of it.

    What an interrupted run left beside it is written over by the next one.
    """
    replace_all([(path, write)])


def replace_all(writes: Sequence[tuple[Path, Callable[[Path], object]]]) -> None:
    """Write some files beside the old ones, and put them in place when all of them are written."""
    beside = [path.with_name(f".{path.stem}.writing{path.suffix}") for path, _ in writes]
    try:
        for new, (_, write) in zip(beside, writes):
            write(new)
        for new, (path, _) in zip(beside, writes):
            new.replace(path)
    finally:
        for new in beside:
            new.unlink(missing_ok=True)


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to write into, and put it in place of `target` when all of it is written.

    Files in `target` that okrsheets did not write are kept; what it wrote there earlier is gone. When writing fails,
    `target` stays as it was.
    """
    new, old = _beside(target, "writing"), _beside(target, "old")
    recover_folder(target)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        add_to_list(new, [path for path in new.rglob("*") if path.is_file()])
        _keep_own_files(target, new)
        if target.exists():
            target.rename(old)
        new.rename(target)
    except BaseException:
        recover_folder(target)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def add_to_list(folder: Path, files: Iterable[Path]) -> None:
    """Note files in a folder as written by okrsheets, so that a later run takes them away when it makes them no more."""
    names = {file.relative_to(folder).as_posix() for file in files} | _listed(folder)
    replace_whole(folder / LIST, lambda beside: beside.write_text("\n".join(sorted(names)) + "\n", "utf-8"))


def recover_folder(target: Path) -> None:
    """Put a folder back that a run left beside its place when it was killed between two renames."""
    old = _beside(target, "old")
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _beside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.{word}")


def _keep_own_files(target: Path, new: Path) -> None:
    not_own = _listed(target) | {LIST}
    for file in target.rglob("*"):
        name = file.relative_to(target)
        kept = new / name
        if file.is_file() and name.as_posix() not in not_own and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, kept)


def _listed(folder: Path) -> set[str]:
    try:
        return set((folder / LIST).read_text("utf-8").split("\n")) - {""}
    except FileNotFoundError:
        return set()

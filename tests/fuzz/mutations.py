"""How a content is changed at random: its bytes, a part within its archive, or the cells of its rows."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence

from bad_input import zipped

VALUES: Sequence[object] = (
    "", None, 0, -1, 1e308, 0.5, True, "x", "ten", "=1+1", "#REF!", "1.234,5", "12/13/14", "2026-Q2", "O1", "O1.1", "\x00\x1b[2J", "\u202e", "%",
    "100%", "ID", "Objective", "Key result", "Current", "Level", "Skill", "Person", "Total", "y" * 5_000, "a\nb", "１２", "½", "-", "5 of 3", "🟢",
)  # fmt: skip


def with_bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """Some bytes replaced by others."""
    changed = bytearray(content or b"\0")
    for _ in range(chance.choice([1, 2, 8, 50])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_pieces_changed(content: bytes, chance: random.Random) -> bytes:
    """Some pieces taken out, written twice or replaced."""
    text = bytearray(content)
    for _ in range(chance.choice([1, 3, 10])):
        at = chance.randrange(len(text) + 1)
        piece = chance.choice(
            [b"", b"<", bytes(text[max(0, at - 30) : at]), b"9" * 9, b'"', b"\n", b"[[table]]", b"\xff"]
        )
        text[at : at + chance.randrange(30)] = piece
    return bytes(text)


def with_a_part_changed(book: bytes, chance: random.Random) -> bytes:
    """Within an intact archive: pieces of a part changed; an archive that is none is changed itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        parts = {}
    if not parts:
        return with_pieces_changed(book, chance)
    name = chance.choice(sorted(parts))
    return zipped({**parts, name: with_pieces_changed(parts[name], chance)})


def cut(content: bytes, chance: random.Random) -> bytes:
    """The beginning only."""
    return content[: chance.randrange(len(content) + 1)]


def with_cells_changed(content: bytes, chance: random.Random) -> bytes:
    """Rows of cells as JSON with some of the cells replaced, and rows taken out, moved or written twice."""
    try:
        sheets = json.loads(content)
    except ValueError:
        return content
    for rows in sheets.values():
        for _ in range(chance.choice([1, 2, 6])):
            if not rows:
                break
            row = chance.choice(rows)
            kind = chance.randrange(5)
            if kind == 0:
                rows.insert(chance.randrange(len(rows) + 1), list(row))
            elif kind == 1:
                rows.remove(row)
            elif row:
                row[chance.randrange(len(row))] = chance.choice(VALUES)
    return json.dumps(sheets).encode()


Mutation = Callable[[bytes, random.Random], bytes]


def mutations_of(target: str) -> Sequence[Mutation]:
    """Return the mutations that make sense for a target."""
    if target == "reading":
        return (with_cells_changed,)
    if target in ("xlsx", "xlsb", "ods"):
        return (with_bytes_changed, with_a_part_changed, with_a_part_changed, cut)
    return (with_bytes_changed, with_pieces_changed, cut)

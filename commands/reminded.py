"""Who was reminded when: a small file beside the reminders, so that nobody is reminded twice in a week."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.cells import Day, date_of, day
from ..core.errors import CellError, OkrError
from ..reports.formats.whole_files import replace_whole

FILE = "reminded.json"


@dataclass(frozen=True)
class Reminded:
    """The day of the last draft and of the last message to each owner, by the owner's key."""

    drafted: Mapping[str, Day] = field(default_factory=dict)
    sent: Mapping[str, Day] = field(default_factory=dict)

    def before(self, today: Day, sending: bool) -> dict[str, Day]:
        """Return the days that keep an owner from being reminded today.

        A message that was sent always does. A draft does when drafts are made, unless it is of the same day: then it is made anew.
        """
        drafts = {} if sending else {key: on for key, on in self.drafted.items() if on < today}
        latest = dict(drafts)
        for key, on in self.sent.items():
            latest[key] = max(on, latest.get(key, on))
        return latest

    def with_drafts(self, keys: Iterable[str], today: Day) -> Reminded:
        """Return the same with drafts of today."""
        return Reminded({**self.drafted, **dict.fromkeys(keys, today)}, self.sent)

    def with_sent(self, key: str, today: Day) -> Reminded:
        """Return the same with a message that was sent today."""
        return Reminded(self.drafted, {**self.sent, key: today})


def load_reminded(folder: Path) -> Reminded:
    """Return who was reminded when; `OkrError` when the file is not as it was written."""
    path = folder / FILE
    try:
        kept = json.loads(path.read_text("utf-8"))
        return Reminded(*({str(key): _day(on) for key, on in kept[name].items()} for name in ("drafted", "sent")))
    except FileNotFoundError:
        return Reminded()
    except (ValueError, KeyError, TypeError, AttributeError, CellError):
        hint = "delete it to start over; owners may then be reminded twice in a week"
        raise OkrError(f"{path} can't be read", hint) from None


def keep_reminded(folder: Path, reminded: Reminded) -> None:
    """Write who was reminded when."""
    kept = {
        name: {key: date_of(on).isoformat() for key, on in sorted(days.items())}
        for name, days in (("drafted", reminded.drafted), ("sent", reminded.sent))
    }
    text = json.dumps(kept, indent=1, ensure_ascii=True) + "\n"
    replace_whole(folder / FILE, lambda beside: beside.write_text(text, "utf-8"))


def _day(text: object) -> Day:
    known = day(text) if isinstance(text, str) else None
    if known is None:
        raise ValueError(text)
    return known

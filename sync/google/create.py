"""Creates a spreadsheet from a template: a new file in a folder, or sheets in a spreadsheet of the user's.

Sheets are marked until the last of their requests is done, so that an attempt that was interrupted begins anew and
leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import PushError, UsageError
from . import address, drive
from .request_error import TRANSIENT, GoogleRequestError

if TYPE_CHECKING:
    from .session import Session

Json = dict[str, Any]

TRIES = 4
IDS = 1_000  # more than the sheets of a template

_FIELDS = (
    "properties(title,locale),sheets(properties(sheetId,title),developerMetadata(metadataKey)),"
    "namedRanges(namedRangeId,name,range(sheetId))"
)


@dataclass(frozen=True)
class Destination:
    """What the user asks for: an existing spreadsheet, by its id; or a new one with a title, in a folder."""

    id: str = ""
    title: str = ""
    folder: str = ""


def destination(named: str, folder: str = "", fill: bool = False) -> Destination:
    """Return what is asked for; `UsageError` says what is missing.

    >>> destination("google:Support Q3", folder="1AbcDefGhiJkl")
    Destination(id='', title='Support Q3', folder='1AbcDefGhiJkl')
    >>> destination("google:1MnoPqrStuVwx", fill=True).id
    '1MnoPqrStuVwx'
    """
    there = fill or "://" in named
    if there and folder:
        raise UsageError(
            "--folder is only for new spreadsheets", "leave --folder out: an existing spreadsheet stays in its folder"
        )
    if there:
        target = address.parse(named)
        if target.folder:
            raise UsageError(f"{named!r} is a folder", "name a spreadsheet to fill, or a title and --folder")
        return Destination(target.id)
    if not folder:
        hint = "add --folder ID to create a spreadsheet of that name in a Drive folder, or --fill to fill the spreadsheet with that ID"
        raise UsageError(f"choose a destination for {named!r}", hint)
    parent = address.parse(folder if address.is_google(folder) else f"{address.PREFIX}{address.FOLDER}{folder}")
    return Destination("", named[len(address.PREFIX) :].strip() or "OKRs", parent.id)


@dataclass(frozen=True)
class Target:
    """A spreadsheet before it is filled: its sheets by id; those of an interrupted attempt, and its named ranges."""

    title: str
    locale: str
    sheets: dict[int, str]
    unfinished: Sequence[int]
    stale_names: Sequence[str] = ()

    @property
    def free_id(self) -> int:
        """The first of a thousand ids that no sheet has."""
        return next(
            start for start in range(IDS, 2**31, IDS) if not any(start <= id < start + IDS for id in self.sheets)
        )


@dataclass(frozen=True)
class Template:
    """What is to be made: the titles of the sheets, the names of ranges, and the requests for a target in batches.

    `mark` is the key of the metadata that unfinished sheets carry; `requests` is also given a sheet to drop.
    """

    sheets: Sequence[str]
    names: Collection[str]
    mark: str
    requests: Callable[[Target, int | None], Sequence[Sequence[Json]]]


def create(session: Session, title: str, folder: str) -> str:
    """Create an empty spreadsheet in a folder and return its id; raise `GoogleRequestError` when Google refuses."""
    file = {"name": title, "mimeType": drive.SPREADSHEET, "parents": [folder]}
    answer = session.request("post", drive.FILES, params={"supportsAllDrives": "true", "fields": "id"}, json=file)
    return str(answer.json()["id"])


def fill(session: Session, id: str, template: Template, is_new: bool = False) -> str:
    """Put the sheets of a template before the others of a spreadsheet and return its title.

    The one sheet that Google gives a new spreadsheet goes. `UsageError` when sheets of these names are there.
    """
    drop: int | None = None
    for attempt in range(TRIES):
        target = read_target(session, id, template)
        if is_new and attempt == 0:
            (drop,) = target.sheets
        if attempt and not target.unfinished and set(template.sheets) <= set(target.sheets.values()):
            return target.title  # it was done; only the answer was lost
        _refuse_taken(target, template)
        try:
            for batch in template.requests(target, drop):
                session.batch_update(id, {"requests": list(batch)})
            return target.title
        except GoogleRequestError as error:
            if attempt == TRIES - 1 or error.status not in {0, *TRANSIENT}:
                hint = f"{error.hint}; then run the command for google:{id} with --fill: it starts again"
                raise PushError(f"{target.title} cannot be written: {error.what}", hint) from None
    raise AssertionError("the last try returns or raises")


def read_target(session: Session, id: str, template: Template) -> Target:
    """Return what a spreadsheet holds."""
    metadata = session.fetch_sheet_metadata(id, {"fields": _FIELDS})
    sheets = {sheet["properties"].get("sheetId", 0): sheet["properties"]["title"] for sheet in metadata["sheets"]}
    unfinished = [
        sheet["properties"].get("sheetId", 0)
        for sheet in metadata["sheets"]
        if template.mark in [mark["metadataKey"] for mark in sheet.get("developerMetadata", ())]
    ]
    stale = [
        named["namedRangeId"]
        for named in metadata.get("namedRanges", ())
        if named["name"] in template.names and _of_no_sheet(named, sheets.keys() - set(unfinished))
    ]
    properties = metadata.get("properties", {})
    return Target(properties.get("title", id), properties.get("locale", "en_US"), sheets, unfinished, stale)


def _of_no_sheet(named: Json, finished: Collection[int]) -> bool:
    """Whether a named range leads to no sheet that stays: a sheet that was deleted leaves its names behind."""
    return named.get("range", {}).get("sheetId", 0) not in finished


def _refuse_taken(target: Target, template: Template) -> None:
    titles = {name.lower() for name in template.sheets}
    taken = [name for id, name in target.sheets.items() if id not in target.unfinished and name.lower() in titles]
    if taken:
        what = f"{target.title} already has a sheet {taken[0]!r}"
        raise UsageError(what, "rename that sheet, or use an empty spreadsheet; nothing was written")

"""The data of a printed report: the values of `reports/model` as plain dictionaries, ready for JSON.

Every field keeps its name. What is added or changed stands in `ADDED`, from which docs/report-context.md is made.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args
from urllib.parse import urlsplit

from ...core.xml_text import xml_text
from ..charts import palette, pieces, text_width
from ..charts.scale import fraction
from ..i18n.language import isolated, load_language
from ..model.charts import Bar, HeatChart, Picture
from ..model.executive_summary import SUMMARY
from ..model.figure import Figure
from ..model.footnotes import Footnotes
from ..model.prose import Run
from ..model.report import Heat, Item, Measure, Report, Section, TableBlock
from .column_shares import column_shares, heat_first, heat_name_limit, heat_word_limit, word_limits
from .typesetting import in_own_font, size_of

LONGEST_WORD = 36  # usual letters of a word outside of tables that stand on one line
PIECE = 6  # letters of a longer one that stay together
SCHEMES = ("http", "https", "mailto")  # of addresses that a PDF links to
WORDS = ("Contents", "Sources")

ADDED = {
    "report.language": "`lang` and `region`, as Typst's `text` takes them; `region` is none or two letters",
    "report.brand.logo": "the bytes of the image, none without a logo",
    "report.notes": "the sources: `number`, `places` (each with `text` and `address`, which may be empty) and `more`",
    "report.books": "the same by workbook: `workbook`, `address` and `entries`, each with `number`, `mark` (the letters), `text`, `address`, `more`, and `first` where the note begins",
    "report.words": "messages in the reader's language by their English text, such as `report.words.Contents`",
    "report.fonts": "the fonts to look for a character in, in this order; empty for our own and then any",
    "report.palette": "our colours: `ink`, `soft`, `line`, `tint`, `edge`, `status` by word, `heat` and `heat_ink` by step",
    "Figure": "`note` is the number of its note in `report.notes`, 0 for none; `number` says that it is a number; `value`, `unit` and `cells` are left out",
    "Bar": "`score` and `expected` are 0..1 or none",
    "HeatChart": "`first` is the width of the first column, where each of the others has 1",
    "TableBlock": "`shares` are the widths of the columns, in letters",
    "pictures": "`drawings`, each with `svg`, `width` and `height`, and the bytes of an `image` where it has to be drawn as pixels; a long picture has several. Their own values are left out",
}
_PICTURES = get_args(Picture)
_LONG = re.compile(r"\S+")
_REGION = re.compile(r"[A-Z]{2}")


def print_data(report: Report) -> dict[str, Any]:
    """Return everything that the template of a printed report needs."""
    writer = _Writer(report)
    data: dict[str, Any] = {
        field.name: writer.value(getattr(report, field.name))
        for field in fields(report)
        if field.name not in ("links", "home", "language", "brand")
    }
    lang, _, region = report.language.partition("-")
    data["language"] = {"lang": lang, "region": region if _REGION.fullmatch(region) else None}
    brand, logo = report.brand, base64.b64decode(report.brand.logo.partition(",")[2])
    data["brand"] = {"name": typed(brand.name), "colour": brand.colour, "accent": brand.accent, "logo": list(logo)}
    data["notes"] = writer.notes()
    data["books"] = writer.books()
    data["words"] = {word: writer.language.say(word) for word in WORDS}
    data["palette"] = _palette()
    data["fonts"] = []
    return data


def typed(text: str, longest: int = LONGEST_WORD) -> str:
    """Return a text as it can be printed: its direction stays its own, and a word wider than `longest` usual letters may be broken.

    >>> typed("Calls"), typed("abcdefghijkl", 8).replace("\\u200b", "|")
    ('Calls', 'abcdef|ghijkl')
    """
    room = longest * text_width.letter_width("a")
    if len(text) * text_width.letter_width("W") > room:
        text = _LONG.sub(lambda word: _breakable(word[0]) if text_width.width(word[0], 1) > room else word[0], text)
    return isolated(xml_text(text))


def _breakable(word: str) -> str:
    """A word with places to break it, but not before a sign that belongs to the letter before it."""
    parts, at = [], 0
    while at < len(word):
        end = text_width.whole(word, min(at + PIECE, len(word)))
        end = end if end > at else at + PIECE
        parts.append(word[at:end])
        at = end
    return "\u200b".join(parts)


def _palette() -> Mapping[str, Any]:
    return {
        "ink": palette.INK, "soft": palette.SOFT, "line": palette.LINE, "tint": palette.TINT, "edge": palette.EDGE,
        "status": palette.STATUS, "heat": palette.HEAT, "heat_ink": palette.HEAT_INK,
    }  # fmt: skip


class _Writer:
    """Turns values into dictionaries, in the order of a page: the notes are numbered as in the other formats."""

    def __init__(self, report: Report) -> None:
        self.language = load_language(report.language)
        self._notes = Footnotes(self.language, report.links)
        self._without_notes = False

    def value(self, value: Any, longest: int = LONGEST_WORD) -> Any:
        """Return a value of any kind; `longest` is how many letters of a word stand on one line."""
        match value:
            case str():
                return typed(value, longest)
            case tuple():
                return [self.value(each, longest) for each in value]
            case Figure():
                note = 0 if self._without_notes else self._notes.number(value)
                return {
                    "kind": value.kind, "text": typed(value.text, longest), "note": note,
                    "number": value.unit in ("share", "number"),
                }  # fmt: skip
            case Section() if value.id == SUMMARY and not self._without_notes:  # a page to read: details have the notes
                self._without_notes = True
                data = self._fields(value)
                self._without_notes = False
                return data
            case Bar():
                return self._bar(value)
            case Measure():  # what is expected by now stands in words in `plan`
                return {
                    "kind": value.kind, "bar": self._bar(value.bar), "score": self.value(value.score, longest),
                    "plan": typed(value.plan, longest),
                }  # fmt: skip
            case TableBlock():
                return self._table(value)
            case Run():
                return {
                    "text": typed(value.text), "bold": value.bold, "italic": value.italic, "address": _web(value.address),
                }  # fmt: skip
            case Heat():
                return self._fields(value) | {"chart": self._heat_chart(value.chart)}
            case Item():
                return {"sentence": self.value(value.sentence)} | self._fields(value, but=("sentence",))
            case _ if isinstance(value, _PICTURES):
                return self._picture(value)
            case _ if is_dataclass(value):
                return self._fields(value, longest)
        return value

    def _fields(self, value: Any, longest: int = LONGEST_WORD, but: tuple[str, ...] = ()) -> dict[str, Any]:
        kind = {"kind": value.kind} if hasattr(value, "kind") else {}
        named = {
            field.name: self.value(getattr(value, field.name), longest)
            for field in fields(value)
            if field.name not in but
        }
        return kind | named

    def _heat_chart(self, chart: HeatChart) -> dict[str, Any]:
        columns = len(chart.columns)
        drawn = self._fields(chart, heat_word_limit(columns))
        for line, named in zip(chart.lines, drawn["lines"]):
            named["name"] = self.value(line.name, max(heat_word_limit(columns), heat_name_limit(columns)))
        return drawn | {"first": heat_first(columns)}

    @staticmethod
    def _bar(bar: Bar) -> dict[str, Any]:
        ends = {
            name: None if share is None else fraction(share)
            for name, share in (("score", bar.score), ("expected", bar.expected))
        }
        return {**ends, "status": bar.status, "description": typed(bar.description)}

    def _table(self, block: TableBlock) -> dict[str, Any]:
        shares = column_shares(block) if block.columns else []
        limits = word_limits(shares)
        columns = [
            {"key": column.key, "heading": typed(column.heading, limit)} for column, limit in zip(block.columns, limits)
        ]
        rows = [
            {
                "cells": [self.value(cell, limit) for cell, limit in zip(row.cells, limits)],
                "team": typed(row.team), "status": row.status, "depth": row.depth,
            }
            for row in block.rows.rows
        ]  # fmt: skip
        return {
            "kind": block.kind, "name": block.name, "title": typed(block.title), "lead": typed(block.lead),
            "columns": columns, "shares": shares, "rows": {"rows": rows, "more": typed(block.rows.more)},
        }  # fmt: skip

    def _picture(self, picture: Picture) -> dict[str, Any]:
        drawings = []
        for drawn in pieces(picture, self.language):
            svg = in_own_font(str(drawn))
            width, height = size_of(svg)
            drawings.append({"svg": svg, "image": [], "width": width, "height": height})
        title = typed(getattr(picture, "title", ""))
        return {"kind": picture.kind, "title": title, "description": typed(picture.description), "drawings": drawings}

    def notes(self) -> list[dict[str, Any]]:
        """Return the sources of every figure so far."""
        return [
            {
                "number": number,
                "places": [{"text": typed(str(place)), "address": _web(self._notes.address(place))} for place in cells],
                "more": self._notes.more(more),
            }
            for number, cells, more in self._notes.all
        ]

    def books(self) -> list[dict[str, Any]]:
        """Return the same sources by workbook."""
        return [
            {
                "workbook": typed(book.workbook), "address": _web(book.address),
                "entries": [
                    {
                        "number": entry.number, "mark": entry.mark, "text": typed(entry.text),
                        "address": _web(entry.address), "more": entry.more, "first": entry.first,
                    }
                    for entry in book.entries
                ],
            }
            for book in self._notes.books
        ]  # fmt: skip


def _web(address: str) -> str:
    """An address that a PDF may lead to, else nothing."""
    try:
        return address if urlsplit(address).scheme in SCHEMES else ""
    except ValueError:
        return ""

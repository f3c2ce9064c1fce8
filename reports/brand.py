"""How an organisation's own reports look: name, logo and two colours from okrsheets.toml, checked before they are used."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from ..core.errors import SettingsError
from .model.report import Brand

LARGEST = 1_000_000  # bytes of a logo, which stands in every page
READABLE = 4.5  # contrast of text against its ground (WCAG 2.2, success criterion 1.4.3)
WHITE = "#ffffff"

_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def brand(settings: Mapping[str, str], base: Path) -> Brand:
    """Return the brand of `[report.brand]`; `SettingsError` says what cannot be used. `base` is the settings' folder.

    >>> brand({"name": "Acme", "colour": "#0B3D91"}, Path()).colour
    '#0b3d91'
    """
    default = Brand()
    colour = _colour("colour", settings.get("colour", default.colour))
    return Brand(
        name=settings.get("name", ""),
        logo=logo(base / settings["logo"]) if settings.get("logo") else "",
        colour=colour,
        accent=_colour("accent", settings.get("accent", colour if settings.get("colour") else default.accent)),
    )


def _colour(key: str, text: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise SettingsError(f"report.brand: {key}: {text!r} isn't a colour", f'write {key} = "#14505c"')
    ratio = contrast(text, WHITE)
    if ratio < READABLE:
        what = (
            f"report.brand: {key} {text} is too pale to be read on white (contrast {ratio:.1f}, {READABLE} is needed)"
        )
        raise SettingsError(what, "choose a darker shade of it")
    return text.lower()


def contrast(colour: str, background: str) -> float:
    """Return how far two colours stand apart, 1 (the same) to 21 (black and white): (L1 + 0.05) / (L2 + 0.05) of WCAG.

    >>> round(contrast("#000000", "#ffffff"), 1), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def logo(path: Path) -> str:
    """Return an image as a data address, so that a page needs nothing beside it; `SettingsError` for anything else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"report.brand: the logo {str(path)!r} cannot be read: {error.strerror}", _LOGO) from None
    if len(data) > LARGEST:
        what = f"report.brand: the logo {str(path)!r} has {len(data):,} bytes, and every page contains it"
        raise SettingsError(what, f"make it smaller than {LARGEST:,} bytes")
    kind = _kind(data)
    if kind is None:
        raise SettingsError(f"report.brand: the logo {str(path)!r} isn't an image", _LOGO)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


_LOGO = "give a PNG, JPEG, GIF, WebP or SVG file, seen from okrsheets.toml"


def _kind(data: bytes) -> str | None:
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if _is_svg(data) else None


def _is_svg(data: bytes) -> bool:
    """An SVG drawing; as an image it runs no script. One with entities of its own is refused unread."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return False
    try:
        return ElementTree.fromstring(data).tag in ("svg", "{http://www.w3.org/2000/svg}svg")
    except (ElementTree.ParseError, ValueError, LookupError):
        return False

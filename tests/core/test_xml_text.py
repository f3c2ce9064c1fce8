"""Texts that go into XML hold nothing that makes a program refuse the file."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.xml_text import xml_text

ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs", "Cc"]))


@given(ANY_TEXT)
def test_every_text_can_be_read_from_xml_again(text: str) -> None:
    clean = xml_text(text)
    assert len(clean) == len(text)
    root = ElementTree.fromstring(f"<a>{escape(clean)}</a>".encode())
    assert (root.text or "") == clean.replace("\r\n", "\n").replace("\r", "\n")

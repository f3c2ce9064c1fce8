"""A browser for tests: opens Google's page for signing in at the stand-in, as the person who agrees or does not.

python google_browser.py URL      with OKRSHEETS_TEST_AGREES set, goes straight back with those answers in place of a page
"""

from __future__ import annotations

import os
import sys
from urllib.parse import parse_qs, urlsplit, urlunsplit
from urllib.request import urlopen


def main(url: str) -> None:
    """Go where the page leads; the last stop is the program that waits for the answer."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    agreed = os.environ.get("OKRSHEETS_TEST_AGREES")
    if agreed:
        url = f"{asked['redirect_uri'][0]}?state={asked['state'][0]}&{agreed}"
    else:
        there = urlsplit(os.environ["OKRSHEETS_GOOGLE_ENDPOINT"])
        url = urlunsplit((there.scheme, there.netloc, parts.path, parts.query, ""))
    with urlopen(url, timeout=20) as answer:
        answer.read()


if __name__ == "__main__":
    main(sys.argv[1])

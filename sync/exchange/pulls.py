"""Learning records asked from the services themselves, page by page. The one door to httpx.

The requests follow public descriptions and open clients of the services; no live service was tried.
"""

from __future__ import annotations

import email.utils
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import SourceError, UsageError
from .files import Document, ReportTable, from_json_value

if TYPE_CHECKING:
    import httpx

TRIES = 5
TIMEOUT = 60.0  # seconds without an answer
LONGEST_WAIT = 300.0  # seconds before one request is tried again
FIRST_PAUSE = 1.0  # seconds; it doubles with each try
MOST_PAGES = 100_000
PAGE = 100  # rows
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

OnPage = Callable[[int], None]


@dataclass(frozen=True)
class Service:
    """A service: its name, the variables of the environment that it needs, and those that it may have."""

    name: str
    needed: tuple[str, ...]
    defaults: Mapping[str, str]
    pages: Callable[[Client, Mapping[str, str]], Iterator[Any]]


@dataclass
class Client:
    """Sends requests; a failure that may pass is tried again, as late as `Retry-After` says or with growing pauses."""

    http: httpx.Client
    service: str
    sleep: Callable[[float], object] = time.sleep

    def json(self, method: str, url: str, **options: Any) -> Any:
        """Return the JSON of an answer; `SourceError` when the service refuses, or fails to the last try."""
        import httpx

        what = ""
        for attempt in range(TRIES):
            try:
                response = self.http.request(method, url, **options)
            except httpx.HTTPError as error:
                what, wait = f"{self.service} cannot be reached ({type(error).__name__})", 0.0
            else:
                if response.is_success:
                    return self._content(response)
                what = f"{self.service} answered {response.status_code} {response.reason_phrase}"
                if response.status_code not in PASSING:
                    raise SourceError(what, _hint(response.status_code))
                wait = retry_after(response.headers.get("Retry-After", ""), time.time())
            if wait > LONGEST_WAIT:
                raise SourceError(f"{what}, and asks to wait {wait:.0f} seconds", "try again later")
            if attempt < TRIES - 1:
                self.sleep(wait or FIRST_PAUSE * 2**attempt * random.uniform(0.8, 1.2))
        raise SourceError(f"{what}, {TRIES} times", "try again later, or export a file and import that")

    def _content(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            hint = "is the address right, and does a proxy ask you to sign in?"
            raise SourceError(f"{self.service} answered with something else than JSON", hint) from None


def retry_after(header: str, now: float) -> float:
    """Return the seconds that a header `Retry-After` asks to wait, 0 where it says nothing usable.

    >>> retry_after("7", 0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0), retry_after("soon", 0)
    (7.0, 60.0, 0.0)
    """
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - now)
    except (ValueError, TypeError):
        return 0.0


def _hint(status: int) -> str:
    if status in (401, 403):
        return "check the credentials in the environment, and whether they may read reports"
    return "check the address and the account in the environment; docs/exchange.md lists the variables"


def pull(
    service: str, on_page: OnPage | None = None, sleep: Callable[[float], object] = time.sleep
) -> list[ReportTable | Document]:
    """Return the learning records of a service; `on_page` is called with the number of each page.

    `UsageError` when a variable of the environment or httpx is missing, `SourceError` when a page cannot be had: then there
    is no result at all.
    """
    described = SERVICES[service]
    values = {**described.defaults, **{name: os.environ[name] for name in _names(described) if os.environ.get(name)}}
    missing = [name for name in described.needed if not values.get(name)]
    if missing:
        raise UsageError(f"{described.name} needs {', '.join(missing)} in the environment", "see docs/exchange.md")
    try:
        import httpx
    except ImportError:
        hint = 'install it: pip install "okrsheets[learning]"'
        raise UsageError("httpx is needed to ask a service", hint) from None
    pages = []
    with httpx.Client(timeout=TIMEOUT) as http:
        for number, page in enumerate(described.pages(Client(http, described.name, sleep), values)):
            pages.append(page)
            if on_page:
                on_page(number)
            if number >= MOST_PAGES:
                raise SourceError(f"{described.name} has more than {MOST_PAGES} pages", "export a file instead")
    return from_json_value(described.name, pages) if any(map(_has_rows, pages)) else []


def _names(service: Service) -> tuple[str, ...]:
    return (*service.needed, *service.defaults)


def _has_rows(page: Any) -> bool:
    return isinstance(page, dict) and any(page.get(key) for key in ("results", "elements"))


def _udemy(client: Client, values: Mapping[str, str]) -> Iterator[Any]:
    """The pages of the user course activity, each of which names the next one."""
    base = values["UDEMY_URL"].rstrip("/")
    url = f"{base}/api-2.0/organizations/{values['UDEMY_ACCOUNT_ID']}/analytics/user-course-activity/?page_size={PAGE}"
    auth = (values["UDEMY_CLIENT_ID"], values["UDEMY_CLIENT_SECRET"])
    seen: set[str] = set()
    while url:
        if url in seen or not url.startswith(base + "/"):  # the credentials go to the named address only
            raise SourceError(f"Udemy Business names {url!r} as the next page", "export a file instead")
        seen.add(url)
        page = client.json("GET", url, auth=auth)
        if not isinstance(page, dict) or not isinstance(page.get("results"), list):
            raise SourceError("the answer of Udemy Business has no results", "export a file instead")
        yield page
        url = page.get("next") or ""


def _coursera(client: Client, values: Mapping[str, str]) -> Iterator[Any]:
    """The pages of the enrolment reports, from the start that the page before names."""
    base = values["COURSERA_URL"].rstrip("/")
    token = client.json(
        "POST",
        f"{base}/oauth2/client_credentials/token",
        data={"grant_type": "client_credentials"},
        auth=(values["COURSERA_CLIENT_ID"], values["COURSERA_CLIENT_SECRET"]),
    )
    if not isinstance(token, dict) or not token.get("access_token"):
        raise SourceError("Coursera gave no access token", "check the credentials in the environment")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    url = f"{base}/ent/api/businesses.v1/{values['COURSERA_ORG_ID']}/enrollmentReports"
    start = 0
    while True:
        page = client.json("GET", url, params={"start": start, "limit": PAGE}, headers=headers)
        if not isinstance(page, dict) or not isinstance(page.get("elements"), list):
            raise SourceError("the answer of Coursera has no elements", "export a file instead")
        yield page
        following = (page.get("paging") or {}).get("next")
        if not following:
            return
        if not str(following).isdigit() or int(following) <= start:
            raise SourceError(f"Coursera names {following!r} as the next page", "export a file instead")
        start = int(following)


SERVICES = {
    "udemy": Service(
        "Udemy Business", ("UDEMY_URL", "UDEMY_ACCOUNT_ID", "UDEMY_CLIENT_ID", "UDEMY_CLIENT_SECRET"), {}, _udemy
    ),
    "coursera": Service(
        "Coursera",
        ("COURSERA_ORG_ID", "COURSERA_CLIENT_ID", "COURSERA_CLIENT_SECRET"),
        {"COURSERA_URL": "https://api.coursera.com"},
        _coursera,
    ),
}

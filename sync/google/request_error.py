"""The error of a request to Google, and the account that its message is for; imports none of Google's libraries."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.errors import SourceError
from .scopes import work_of

TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})  # statuses that may be others a little later


class GoogleRequestError(SourceError):
    """Raised when a request to Google fails for good; `status` is 0 without an answer, `reason` is Google's own word."""

    def __init__(self, what: str, hint: str, status: int = 0, reason: str = "") -> None:
        super().__init__(what, hint)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Account:
    """For whom messages are: the address to share with, the kind of credentials, and what they were asked for."""

    address: str = ""
    kind: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The address to share with, or words for it."""
        return self.address or "the account that you use (`okrsheets google whoami`)"

    @property
    def permit(self) -> str:
        """How to give okrsheets the permissions that it was refused."""
        if self.kind == "application default":
            scopes = ",".join(("https://www.googleapis.com/auth/cloud-platform", *self.scopes))
            return f"run `gcloud auth application-default login --scopes={scopes}`"
        if self.kind == "user":
            return f"run `okrsheets google login --for {work_of(self.scopes)}` and leave every box ticked"
        return f"allow these scopes for the account: {' '.join(self.scopes)}"

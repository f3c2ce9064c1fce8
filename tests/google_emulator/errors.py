"""What the emulator answers when it cannot do what was asked, in Google's own words and shapes."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class GoogleError(Exception):
    """An answer with a status of 400 or more; `body` is its JSON, `headers` what is sent beside it."""

    def __init__(self, code: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{code} {body}")
        self.code = code
        self.body = body
        self.headers = headers or {}


def sheets_error(code: int, message: str, details: list[Json] | None = None) -> GoogleError:
    """The shape of the Sheets and Apps Script APIs.

    >>> sheets_error(404, "Requested entity was not found.").body["error"]["status"]
    'NOT_FOUND'
    """
    error: Json = {"code": code, "message": message, "status": STATUS[code]}
    if details:
        error["details"] = details
    return GoogleError(code, {"error": error})


def drive_error(code: int, message: str, reason: str, domain: str = "global", location: str = "") -> GoogleError:
    """The shape of the Drive API, with its list of errors.

    >>> drive_error(404, "File not found: x.", "notFound").body["error"]["errors"][0]["reason"]
    'notFound'
    """
    one: Json = {"message": message, "domain": domain, "reason": reason}
    if location:
        one |= {"location": location, "locationType": "parameter"}
    return GoogleError(code, {"error": {"code": code, "message": message, "errors": [one]}})


def invalid(message: str) -> GoogleError:
    """A request that the Sheets API understands and will not do."""
    return sheets_error(400, message)


def not_found() -> GoogleError:
    return sheets_error(404, "Requested entity was not found.")


def not_supported() -> GoogleError:
    """A file that is no Google spreadsheet, such as a workbook kept in Drive."""
    error = sheets_error(400, "This operation is not supported for this document")
    error.body["error"]["status"] = "FAILED_PRECONDITION"
    return error


def forbidden() -> GoogleError:
    return sheets_error(403, "The caller does not have permission")


def file_not_found(file_id: str) -> GoogleError:
    return drive_error(404, f"File not found: {file_id}.", "notFound", location="fileId")


def token_error(error: str, description: str, code: int = 400) -> GoogleError:
    """The shape of the token endpoint."""
    return GoogleError(code, {"error": error, "error_description": description})

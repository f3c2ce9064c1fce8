"""The body of an answer, with a limit on its time and its size: requests limits the time between two pieces only."""

from __future__ import annotations

import time

import requests
from urllib3.exceptions import HTTPError

from .request_error import GoogleRequestError

MOST_BYTES = 512 * 1024 * 1024  # ten million cells, the most that a spreadsheet may have, in JSON


def read_body(answer: requests.Response, seconds: float, most: int = MOST_BYTES) -> requests.Response:
    """Read the body of an answer that was asked for with `stream`, and return the answer.

    `requests.Timeout` when it takes longer than `seconds`, `requests.exceptions.ChunkedEncodingError` when it breaks off,
    `GoogleRequestError` when it has more than `most` bytes.
    """
    end, pieces, size = time.monotonic() + seconds, [], 0
    try:
        while piece := answer.raw.read1(1 << 16, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                hint = "split the spreadsheet, or share a smaller one"
                raise GoogleRequestError(f"Google's answer is larger than {most >> 20} MB", hint)
            if time.monotonic() > end:
                raise requests.Timeout("the answer trickles")
    except HTTPError as error:
        answer.close()
        raise requests.exceptions.ChunkedEncodingError(str(error)) from error
    except BaseException:
        answer.close()
        raise
    answer._content, answer._content_consumed = b"".join(pieces), True
    return answer

"""Keeps requests within Google's quota per minute: they wait here instead of being refused there."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

MINUTE = 61.0  # a little over a minute, since requests may arrive closer to each other than they left


class Limiter:
    """Allows at most `most` requests in any minute; safe to use from several threads.

    It is not a token bucket: that allows twice the quota in its first minute.
    """

    def __init__(self, most: int, now: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._most, self._now, self._sleep = most, now, sleep
        self._sent: deque[float] = deque()
        self._paused_until = 0.0
        self._lock = threading.Lock()

    def pause(self, seconds: float) -> None:
        """Block all requests for `seconds`: Google said that there were too many."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._now() + seconds)

    def wait(self, on_wait: Callable[[float], None]) -> None:
        """Return when the next request may be sent; `on_wait` is called with the seconds of each wait before."""
        while (seconds := self._take()) > 0:
            on_wait(seconds)
            self._sleep(seconds)

    def _take(self) -> float:
        """Count a request as sent and return 0; or return the seconds until one may be sent."""
        with self._lock:
            now = self._now()
            while self._sent and self._sent[0] <= now - MINUTE:
                self._sent.popleft()
            free = self._sent[0] + MINUTE if len(self._sent) >= self._most else now
            ready = max(free, self._paused_until)
            if ready <= now:
                self._sent.append(now)
                return 0.0
            return ready - now

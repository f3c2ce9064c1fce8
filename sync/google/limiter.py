"""Keeps within Google's quota of requests a minute: below it nobody waits, above it nobody is told off."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

MINUTE = 61.0  # a little over a minute, since requests may arrive closer to each other than they left


class Limiter:
    """Lets at most so many requests go in any minute; safe to ask from several threads.

    Not a bucket that fills while it is not used: that lets twice the quota through in its first minute.
    """

    def __init__(self, most: int, now: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._most, self._now, self._sleep = most, now, sleep
        self._sent: deque[float] = deque()
        self._paused_until = 0.0
        self._lock = threading.Lock()

    def pause(self, seconds: float) -> None:
        """Let nobody go for some time: Google said that it is too much."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._now() + seconds)

    def wait(self, told: Callable[[float], None]) -> None:
        """Return when the next request may go; `told` hears for how many seconds it has to wait."""
        while (seconds := self._take()) > 0:
            told(seconds)
            self._sleep(seconds)

    def _take(self) -> float:
        """Take a place among those of the last minute and return 0, or the seconds until one is free."""
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

"""A tuple that is fetched when it is looked at, so that what nobody looks at takes no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, Union, overload

Item = TypeVar("Item")


class LazyTuple(Sequence[Item]):
    """The items that `fetch` returns, which is called at each look: whoever fetches decides what is kept for the next one.

    >>> LazyTuple(lambda: (1, 2)) == (1, 2), len(LazyTuple(lambda: ()))
    (True, 0)
    """

    __slots__ = ("_fetch",)

    def __init__(self, fetch: Callable[[], tuple[Item, ...]]) -> None:
        self._fetch = fetch

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, at: Union[int, slice]) -> Union[Item, tuple[Item, ...]]:
        return self._fetch()[at]

    def __len__(self) -> int:
        return len(self._fetch())

    def __iter__(self) -> Iterator[Item]:
        return iter(self._fetch())

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, (tuple, LazyTuple)) and self._fetch() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._fetch())

    def __repr__(self) -> str:
        return repr(self._fetch())

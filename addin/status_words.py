"""The grade of a score in words, as a formula: what a status becomes after the last day."""

from __future__ import annotations

from ..core.pacing import GRADE_WORDS
from ..core.progress import GRADES


def grade_words(score: str, commitment: str) -> str:
    """Return the formula of the grade in words; `score` and `commitment` are the cells that it reads.

    >>> grade_words("A1", "B1")
    'IF(A1>=IF(B1="committed",1,0.7),"achieved",IF(A1>=IF(B1="committed",0.7,0.3),"partly","missed"))'
    """
    (yellow, green), (committed_yellow, committed_green) = GRADES["aspirational"], GRADES["committed"]
    committed = f'{commitment}="committed"'
    return (
        f'IF({score}>=IF({committed},{committed_green:g},{green:g}),"{GRADE_WORDS["green"]}",'
        f'IF({score}>=IF({committed},{committed_yellow:g},{yellow:g}),"{GRADE_WORDS["yellow"]}","{GRADE_WORDS["red"]}"))'
    )

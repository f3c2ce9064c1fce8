"""The rules of the quality coach: what each asks, why, how to improve, and who says so. They prove nothing.

The coach finds what matches a rule in `quality_checks`; docs/quality.md lists the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from .errors import SettingsError

DOERR = "J. Doerr, Measure What Matters (2018)"
PLAYBOOK = "Google's OKR playbook, in J. Doerr, Measure What Matters (2018)"
WODTKE = "C. Wodtke, Radical Focus (2016)"
REWORK = "Google re:Work, Set goals with OKRs"
NIVEN = "P. Niven and B. Lamorte, Objectives and Key Results (2016)"
OWN = "okrsheets"  # a rule of thumb of our own

Severity = Literal["advice", "question"]
ADVICE: Severity = "advice"
QUESTION: Severity = "question"

MOST_KEY_RESULTS = 5  # of one objective
MOST_OBJECTIVES = 5  # of one team in one cycle
DECIDES = 0.6  # share of an objective's score from which one key result decides alone
RUNNING = 3  # cycles in a row after which reaching everything is no accident
UNMOVED = 3  # check-ins with the same confidence after which it is said never to move
ALIKE = 0.9  # how alike two wordings are, as difflib measures it, when one is copied


@dataclass(frozen=True)
class Rule:
    """A rule of thumb: `finding` says what matched, with named places for its values.

    The severity is `advice` where we would change the wording or the table, and `question` where only the owner knows.
    """

    code: str
    title: str
    finding: str
    why: str
    improve: str
    source: str
    severity: Severity


RULES = (
    Rule("Q01", "Number in the objective", "the objective contains “{text}”", "An objective says in words what will be different; its key results say how much.", "Move the number to a key result.", f"{DOERR}; {WODTKE}", ADVICE),
    Rule("Q02", "No baseline or target", "{text}", "Without both values, nobody can say how far it has come.", "Enter the value of the first day as start and the value to be reached as target.", f"{DOERR}; {NIVEN}", ADVICE),
    Rule("Q03", "Activity without an outcome", "“{text}” sounds like a task", "All tasks can be done without anything being better for anyone.", "Ask what will be different afterwards, and measure that.", f"{PLAYBOOK}; {REWORK}", ADVICE),
    Rule("Q04", "More than five key results", "{count} key results", "With many key results, none of them is in focus.", "Keep the three to five that would prove the objective.", f"{DOERR}; {REWORK}", ADVICE),
    Rule("Q05", "One key result decides alone", "one key result makes up {share} of the score", "An objective with one measure is easily met in number and missed in spirit.", "Add a key result for quality, or balance the weights.", f"{DOERR}; {NIVEN}", QUESTION),
    Rule("Q06", "Target equals the start", "start and target are both {value}", "Nothing has to change to reach it.", "Set a higher target; to keep a value, choose the kind “at most”, “at least” or “between”.", OWN, ADVICE),
    Rule("Q07", "Always achieved", "all aspirational key results achieved in {count} consecutive cycles", "For aspirational goals, 60 to 70% is a good result; who always reaches everything aims too low.", "Ask which target would be a stretch.", REWORK, QUESTION),
    Rule("Q08", "Changed after the start", "changed on {day}, after the cycle began", "A target that moves can always be reached.", "Agree on the change and note the reason, or close this one and begin another.", OWN, QUESTION),
    Rule("Q09", "Copied from the parent", "worded like its parent objective", "A copied objective says nothing about this team's own contribution.", "Say what this team contributes, in its own words.", f"{WODTKE}; {REWORK}", ADVICE),
    Rule("Q10", "Several owners", "several owners: “{text}”", "When several are accountable, each can wait for the others.", "Name one owner; others may own key results.", NIVEN, ADVICE),
    Rule("Q11", "Due outside the cycle", "due on {day}, outside the cycle", "The review at the end of the cycle can't settle it.", "Choose what can be reached within the cycle, or move it to the next one.", OWN, ADVICE),
    Rule("Q12", "Confidence never moved", "the same confidence in all {count} check-ins", "Confidence that never moves is a default, not a judgement.", "Ask at each check-in what has been learnt since the last one.", WODTKE, QUESTION),
    Rule("Q13", "No owner", "no owner", "What nobody is accountable for is not done.", "Name one owner.", NIVEN, ADVICE),
    Rule("Q14", "Done or not done", "measured only as done or not done", "It says that something was delivered, not what that changed.", "Measure the effect, or keep it as one step on the way.", PLAYBOOK, QUESTION),
    Rule("Q15", "Vague words without a measure", "“{text}” without a number", "Everyone can read it differently, and nobody can tell when it is reached.", "Name the number that would show it.", f"{DOERR}; {NIVEN}", ADVICE),
    Rule("Q16", "More than five objectives", "{team} has {count} objectives", "Who does everything at once has no priorities.", "Keep three to five per team and cycle.", f"{DOERR}; {REWORK}", ADVICE),
    Rule("Q17", "No parent objective", "no parent objective", "Nobody sees which goal of the organisation it supports.", "Enter the parent, or say in the review why it has none.", REWORK, QUESTION),
    Rule("Q18", "No key results", "no key results", "Whether it was achieved can't be measured.", "Add two to five key results.", DOERR, ADVICE),
    Rule("Q19", "Only activities", "all key results are activities or deliverables, not outcomes", "All of them can be done while the objective fails.", "Add at least one key result that measures the effect.", PLAYBOOK, ADVICE),
)  # fmt: skip

BY_CODE = {rule.code: rule for rule in RULES}

# What Q02 says, by which value is missing.
MISSING = {"target": "no target", "start": "no baseline", "both": "no baseline and no target"}


def checked_codes(codes: Iterable[str], where: str) -> tuple[str, ...]:
    """Return the codes of rules that are switched off; `SettingsError` with the list of all for one that there is not.

    >>> checked_codes(["q03"], "okrsheets.toml")
    ('Q03',)
    """
    chosen = tuple(code.strip().upper() for code in codes)
    unknown = [code for code in chosen if code not in BY_CODE]
    if unknown:
        known = ", ".join(f"{rule.code} {rule.title}" for rule in RULES)
        raise SettingsError(f"{where}: there is no quality rule {unknown[0]!r}", f"the rules are: {known}")
    return chosen


def rules_without(off: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules that are switched on.

    >>> len(rules_without(["Q01"])) == len(RULES) - 1
    True
    """
    return tuple(rule for rule in RULES if rule.code not in off)

"""What the sync is measured against: reading alone, and the same figures by pandas + openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook


def calamine_alone(paths: Sequence[Path]) -> int:
    """Read every cell of every sheet with calamine on two threads; return the number of rows."""

    def read(path: Path) -> int:
        book = CalamineWorkbook.from_path(str(path))
        return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names)

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(read, paths))


def pandas_openpyxl(paths: Sequence[Path]) -> pd.DataFrame:
    """The scores of all objectives and the levels of all people, as people write it: read_excel, concat, groupby."""
    warnings.filterwarnings("ignore", module="openpyxl")  # it tells at length what it does not read
    tables: dict[str, list[pd.DataFrame]] = {}
    for path in paths:
        sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl", header=None)
        for title in ("Objectives", "Key results", "Check-ins", "People", "Assessments"):
            if title in sheets:
                tables.setdefault(title, []).append(_under_headings(sheets[title]))
    key_results, objectives = pd.concat(tables["Key results"]), pd.concat(tables["Objectives"])
    check_ins, ratings = pd.concat(tables["Check-ins"]), pd.concat(tables["Assessments"])
    last = check_ins.sort_values("date").groupby("key result id")["value"].last()
    current = pd.to_numeric(key_results["current"]).fillna(key_results["id"].map(last))
    start, target = pd.to_numeric(key_results["start"]), pd.to_numeric(key_results["target"])
    share = ((current - start) / (target - start)).clip(0, 1)
    weight = pd.to_numeric(key_results["weight"]).fillna(1)
    sums = (
        pd.DataFrame({"id": key_results["objective id"], "part": share * weight, "weight": weight}).groupby("id").sum()
    )
    own = objectives["id"].map(sums["part"] / sums["weight"])
    family = objectives["parent id"].fillna(objectives["id"])
    scores = (
        pd.DataFrame({"id": objectives["id"], "score": own.to_numpy(), "family": family})
        .groupby("family")["score"]
        .mean()
    )
    levels = ratings.assign(level=pd.to_numeric(ratings["level"])).groupby(["person id", "skill"])["level"].mean()
    assert len(levels)
    return scores.reset_index()


def _under_headings(sheet: pd.DataFrame) -> pd.DataFrame:
    """The rows below the first row that has at least four texts."""
    texts = sheet.map(lambda cell: isinstance(cell, str)).sum(axis=1)
    at = int((texts >= 4).to_numpy().argmax())
    below = sheet.iloc[at + 1 :].copy()
    below.columns = [str(cell).rstrip("*").lower() for cell in sheet.iloc[at]]
    return below.dropna(subset=[below.columns[0]])

"""Requests about what hangs on a spreadsheet: names, protection, conditional formats, banding, filters, tables, …"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from .celldata import with_twins
from .conditions import check_condition
from .edit import Edit, Refused, fields
from .masks import update
from .ranges import area_of, grid_range, parse_cells
from .sheet import Sheet

Json = dict[str, Any]
Request = Callable[[Edit, Json], Json]


# Named ranges


def add_named_range(edit: Edit, given: Json) -> Json:
    named = copy.deepcopy(given.get("namedRange", {}))
    _check_name(edit, named.get("name", ""), None)
    edit.place(named.get("range"))
    named = {"namedRangeId": named.get("namedRangeId") or str(edit.book.fresh_id()), **named}
    if any(other["namedRangeId"] == named["namedRangeId"] for other in edit.book.names):
        raise Refused(f"A named range with ID {named['namedRangeId']} already exists.")
    edit.book.names.append(named)
    return {"addNamedRange": {"namedRange": copy.deepcopy(named)}}


def _check_name(edit: Edit, name: str, but: Json | None) -> None:
    readable = (
        re.fullmatch(r"[^\W\d]\w{0,249}", name) and not parse_cells(name) and name.lower() not in ("true", "false")
    )
    if not readable:
        raise Refused(f"Invalid name: {name}" if name else "The name cannot be empty.")
    found = edit.book.name(name)
    if found and found is not but:
        raise Refused(f'A named range with the name "{name}" already exists.')


def update_named_range(edit: Edit, given: Json) -> Json:
    named, mask = given.get("namedRange", {}), fields(given, "NamedRange")
    found = next((each for each in edit.book.names if each["namedRangeId"] == named.get("namedRangeId")), None)
    if found is None:
        raise Refused(f"No named range with id: {named.get('namedRangeId', '')}")
    if "name" in mask:
        _check_name(edit, named.get("name", ""), found)
    if "range" in mask:
        edit.place(named.get("range"))
    changed = update(mask, found, copy.deepcopy(named))
    found.clear()
    found |= {"namedRangeId": named["namedRangeId"], **changed}
    return {}


def delete_named_range(edit: Edit, given: Json) -> Json:
    before = len(edit.book.names)
    edit.book.names = [each for each in edit.book.names if each["namedRangeId"] != given.get("namedRangeId")]
    if len(edit.book.names) == before:
        raise Refused(f"No named range with id: {given.get('namedRangeId', '')}")
    return {}


# Protected ranges


def add_protected_range(edit: Edit, given: Json) -> Json:
    protected = copy.deepcopy(given.get("protectedRange", {}))
    sheet = _home(edit, protected)
    _drop_open_ends(protected)
    protected["protectedRangeId"] = protected.get("protectedRangeId") or edit.book.fresh_id()
    protected["requestingUserCanEdit"] = True
    protected["editors"] = {name: value for name, value in (protected.get("editors") or {}).items() if value}
    # Who protects may edit, but Google says so only to those who ask later.
    users = protected["editors"].get("users", [])
    kept = {**protected["editors"], "users": [*users, *({edit.by} - set(users))]}
    sheet.lists["protectedRanges"].append({**copy.deepcopy(protected), "editors": kept})
    return {"addProtectedRange": {"protectedRange": protected}}


def _home(edit: Edit, entry: Json) -> Sheet:
    """The sheet that something hangs on: by its range, a named range's number, or its place."""
    if "namedRangeId" in entry and "range" not in entry:
        named = next((each for each in edit.book.names if each["namedRangeId"] == entry["namedRangeId"]), None)
        if named is None:
            raise Refused(f"No named range with id: {entry['namedRangeId']}")
        entry["range"] = copy.deepcopy(named["range"])
    if "position" in entry:  # a chart or a slicer floats over a cell
        return edit.sheet(entry["position"].get("overlayPosition", {}).get("anchorCell", {}).get("sheetId"))
    return edit.place(entry.get("range"))[0]


def _drop_open_ends(entry: Json) -> None:
    entry["range"] = {name: value for name, value in entry["range"].items() if value is not None}


# What is kept in a list under a number


def numbered(name: str, entry_name: str, key: str, verb: str = "", text_id: bool = False) -> dict[str, Request]:
    """The requests that add, update and delete entries of a sheet's list, each under a number of its own."""
    thing = verb or entry_name[0].upper() + entry_name[1:]
    schema = "FilterView" if entry_name == "filter" else entry_name[0].upper() + entry_name[1:]

    def add(edit: Edit, given: Json) -> Json:
        entry = with_twins(copy.deepcopy(given.get(entry_name, {})))
        sheet = _home(edit, entry)
        number = entry.get(key) or edit.book.fresh_id()
        entry[key] = str(number) if text_id else number
        if any(entry[key] == other[key] for each in edit.book.sheets for other in each.lists[name]):
            raise Refused(f"An entry with the {key} {entry[key]} already exists.")
        sheet.lists[name].append(entry)
        return {f"add{thing}": {entry_name: copy.deepcopy(entry)}}

    def change(edit: Edit, given: Json) -> Json:
        wanted, mask = with_twins(given.get(entry_name, {})), fields(given, schema)
        found = _find(edit, name, key, wanted.get(key))
        changed = update(mask, found, copy.deepcopy(wanted))
        found.clear()
        found |= {**changed, key: wanted[key]}
        return {}

    def delete(edit: Edit, given: Json) -> Json:
        wanted = given.get(key, given.get("filterId"))
        found = _find(edit, name, key, wanted)
        for sheet in edit.book.sheets:
            sheet.lists[name] = [entry for entry in sheet.lists[name] if entry is not found]
        return {}

    return {f"add{thing}": add, f"update{thing}": change, f"delete{thing}": delete}


NOUNS = {
    "protectedRanges": "protected range",
    "bandedRanges": "banded range",
    "filterViews": "filter view",
    "tables": "table",
}


def _find(edit: Edit, name: str, key: str, wanted: Any) -> Json:
    for sheet in edit.book.sheets:
        for entry in sheet.lists[name]:
            if str(entry[key]) == str(wanted):
                return entry
    raise Refused(f"No {NOUNS.get(name, name)} with id: {wanted}")


# Conditional formats: a list without numbers, their order matters


def add_conditional_format_rule(edit: Edit, given: Json) -> Json:
    rule = with_twins(copy.deepcopy(given.get("rule", {})))
    sheet = _rule_home(edit, rule)
    rules = sheet.lists["conditionalFormats"]
    index = given.get("index", 0)
    if not 0 <= index <= len(rules):
        raise Refused(f"index[{index}] must be no greater than the number of rules ({len(rules)}).")
    rules.insert(index, rule)
    return {}


def _rule_home(edit: Edit, rule: Json) -> Sheet:
    if not rule.get("ranges"):
        raise Refused("A conditional format rule must have at least one range.")
    if not rule.get("booleanRule") and not rule.get("gradientRule"):
        raise Refused("A conditional format rule must have a rule type.")
    if rule.get("booleanRule"):
        check_condition(rule["booleanRule"].get("condition", {}))
    return next(edit.place(each)[0] for each in rule["ranges"])


def update_conditional_format_rule(edit: Edit, given: Json) -> Json:
    rule = with_twins(copy.deepcopy(given.get("rule", {})))
    sheet = _rule_home(edit, rule) if rule else edit.sheet(given.get("sheetId"))
    rules, index = sheet.lists["conditionalFormats"], given.get("index", 0)
    _check_index(rules, index, sheet)
    old = rules.pop(index)
    new_index = index if rule else given.get("newIndex", 0)
    rules.insert(new_index, rule or old)
    reply = {"oldRule": old, "newRule": rule or old, "newIndex": new_index}
    return {"updateConditionalFormatRule": reply if rule else {**reply, "oldIndex": index}}


def _check_index(rules: list[Json], index: int, sheet: Sheet) -> None:
    if not 0 <= index < len(rules):
        raise Refused(f"No conditional format on sheet: {sheet.id} at index: {index}")


def delete_conditional_format_rule(edit: Edit, given: Json) -> Json:
    sheet = edit.sheet(given.get("sheetId"))
    rules, index = sheet.lists["conditionalFormats"], given.get("index", 0)
    _check_index(rules, index, sheet)
    return {"deleteConditionalFormatRule": {"rule": rules.pop(index)}}


# Tables


def add_table(edit: Edit, given: Json) -> Json:
    table = given.get("table", {})
    sheet, box = edit.place(table.get("range"))
    if not table.get("name"):
        table["name"] = f"Table{1 + len([each for sheet in edit.book.sheets for each in sheet.lists['tables']])}"
    if edit.book.table(table["name"]) or edit.book.name(table["name"]):
        raise Refused(f'A table with the name "{table["name"]}" already exists.')
    for other in sheet.lists["tables"]:
        if sheet.box(area_of(other["range"])).meets(box):
            raise Refused("You cannot create a table that overlaps with another table.")
    table["range"] = grid_range(sheet.id, box)
    columns = {each.get("columnIndex", 0): each for each in table.get("columnProperties", [])}
    for offset, column in enumerate(box.columns):
        heading = sheet.peek(box.top, column).typed
        columns.setdefault(offset, {"columnIndex": offset})
        columns[offset].setdefault("columnName", str(heading) if heading is not None else f"Column {offset + 1}")
        sheet.cell(box.top, column).typed = columns[offset]["columnName"]
    table["columnProperties"] = [columns[offset] for offset in sorted(columns)]
    return TABLES["addTable"](edit, {"table": table})


TABLES = numbered("tables", "table", "tableId", text_id=True)


# Charts, kept as they come


def update_chart_spec(edit: Edit, given: Json) -> Json:
    _find(edit, "charts", "chartId", given.get("chartId"))["spec"] = copy.deepcopy(given.get("spec", {}))
    return {}


def delete_embedded_object(edit: Edit, given: Json) -> Json:
    for sheet in edit.book.sheets:
        for name, key in (("charts", "chartId"), ("slicers", "slicerId")):
            kept = [entry for entry in sheet.lists[name] if entry[key] != given.get("objectId")]
            if len(kept) < len(sheet.lists[name]):
                sheet.lists[name] = kept
                return {}
    raise Refused(f"No embedded object with id: {given.get('objectId')}")


def update_slicer_spec(edit: Edit, given: Json) -> Json:
    slicer = _find(edit, "slicers", "slicerId", given.get("slicerId"))
    slicer["spec"] = update(fields(given, "SlicerSpec"), slicer.get("spec", {}), copy.deepcopy(given.get("spec", {})))
    return {}


def duplicate_filter_view(edit: Edit, given: Json) -> Json:
    twin = copy.deepcopy(_find(edit, "filterViews", "filterViewId", given.get("filterId")))
    twin |= {"filterViewId": edit.book.fresh_id(), "title": f"Copy of {twin.get('title', 'Filter')}"}
    edit.sheet(twin.get("range", {}).get("sheetId")).lists["filterViews"].append(twin)
    return {"duplicateFilterView": {"filter": copy.deepcopy(twin)}}


# Developer metadata, on the spreadsheet or one of its sheets


def create_developer_metadata(edit: Edit, given: Json) -> Json:
    entry = copy.deepcopy(given.get("developerMetadata", {}))
    entry["metadataId"] = entry.get("metadataId") or edit.book.fresh_id()
    place = entry.setdefault("location", {"spreadsheet": True})
    kind = "SHEET" if "sheetId" in place else "SPREADSHEET" if "spreadsheet" in place else "ROW"
    place.setdefault("locationType", kind)
    edit.book.metadata.append(entry)
    return {"createDeveloperMetadata": {"developerMetadata": copy.deepcopy(entry)}}


def delete_developer_metadata(edit: Edit, given: Json) -> Json:
    wanted = given.get("dataFilter", {}).get("developerMetadataLookup", {})
    gone = [entry for entry in edit.book.metadata if meets(entry, wanted)]
    edit.book.metadata = [entry for entry in edit.book.metadata if entry not in gone]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone}}


def meets(entry: Json, wanted: Json) -> bool:
    """Whether developer metadata is what a lookup asks for."""
    names = ("metadataId", "metadataKey", "metadataValue", "visibility")
    return all(entry.get(name) == wanted[name] for name in names if name in wanted)


REQUESTS: dict[str, Request] = {
    **numbered("protectedRanges", "protectedRange", "protectedRangeId"),
    **numbered("bandedRanges", "bandedRange", "bandedRangeId", "Banding"),
    **numbered("filterViews", "filter", "filterViewId", "FilterView"),
    **numbered("charts", "chart", "chartId"),
    **numbered("slicers", "slicer", "slicerId"),
    **TABLES,
    "addConditionalFormatRule": add_conditional_format_rule,
    "addNamedRange": add_named_range,
    "addProtectedRange": add_protected_range,
    "addTable": add_table,
    "createDeveloperMetadata": create_developer_metadata,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "deleteDeveloperMetadata": delete_developer_metadata,
    "deleteEmbeddedObject": delete_embedded_object,
    "deleteNamedRange": delete_named_range,
    "duplicateFilterView": duplicate_filter_view,
    "updateSlicerSpec": update_slicer_spec,
    "updateChartSpec": update_chart_spec,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "updateNamedRange": update_named_range,
}
# Charts and slicers go by `deleteEmbeddedObject`, and change by their spec.
for _name in ("updateChart", "deleteChart", "updateSlicer", "deleteSlicer"):
    del REQUESTS[_name]

"""Which function answers which method of the APIs, and what a token must allow for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import batch, drive_methods, permissions, scripts, spreadsheets_methods, values_methods
from .world import Call

Json = dict[str, Any]
Answer = Any  # JSON, Content, or None for an empty answer

HANDLERS: dict[str, Callable[[Call], Answer]] = {
    "sheets.spreadsheets.batchUpdate": batch.batch_update,
    "sheets.spreadsheets.create": spreadsheets_methods.create,
    "sheets.spreadsheets.developerMetadata.get": spreadsheets_methods.get_metadata,
    "sheets.spreadsheets.developerMetadata.search": spreadsheets_methods.search_metadata,
    "sheets.spreadsheets.get": spreadsheets_methods.get,
    "sheets.spreadsheets.getByDataFilter": spreadsheets_methods.get_by_data_filter,
    "sheets.spreadsheets.sheets.copyTo": spreadsheets_methods.copy_to,
    "sheets.spreadsheets.values.append": values_methods.append_values,
    "sheets.spreadsheets.values.batchClear": values_methods.batch_clear,
    "sheets.spreadsheets.values.batchGet": values_methods.batch_get,
    "sheets.spreadsheets.values.batchUpdate": values_methods.batch_update,
    "sheets.spreadsheets.values.batchClearByDataFilter": values_methods.batch_clear_by_data_filter,
    "sheets.spreadsheets.values.batchGetByDataFilter": values_methods.batch_get_by_data_filter,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": values_methods.batch_update_by_data_filter,
    "sheets.spreadsheets.values.clear": values_methods.clear_values,
    "sheets.spreadsheets.values.get": values_methods.get,
    "sheets.spreadsheets.values.update": values_methods.update,
    "drive.about.get": drive_methods.about,
    "drive.comments.create": permissions.create_comment,
    "drive.comments.list": permissions.list_comments,
    "drive.drives.get": drive_methods.get_drive,
    "drive.drives.list": drive_methods.list_drives,
    "drive.files.copy": drive_methods.copy_file,
    "drive.files.create": drive_methods.create_file,
    "drive.files.delete": drive_methods.delete_file,
    "drive.files.export": drive_methods.export_file,
    "drive.files.generateIds": drive_methods.generate_ids,
    "drive.files.get": drive_methods.get_file,
    "drive.files.list": drive_methods.list_files,
    "drive.files.update": drive_methods.update_file,
    "drive.permissions.create": permissions.create_permission,
    "drive.permissions.delete": permissions.delete_permission,
    "drive.permissions.get": permissions.get_permission,
    "drive.permissions.list": permissions.list_permissions,
    "drive.permissions.update": permissions.update_permission,
    "script.projects.create": scripts.create,
    "script.projects.get": scripts.get,
    "script.projects.getContent": scripts.get_content,
    "script.projects.updateContent": scripts.update_content,
}

# What Drive answers when nobody says which fields are wanted.
USUAL_FIELDS = {
    "drive.comments.create": "",
    "drive.files.copy": drive_methods.USUAL,
    "drive.files.create": drive_methods.USUAL,
    "drive.files.get": drive_methods.USUAL,
    "drive.files.update": drive_methods.USUAL,
    "drive.files.list": f"kind,nextPageToken,incompleteSearch,files({drive_methods.USUAL})",
    "drive.permissions.create": permissions.USUAL,
    "drive.permissions.get": permissions.USUAL,
    "drive.permissions.update": permissions.USUAL,
    "drive.permissions.list": "kind,nextPageToken,permissions(id,type,kind,role)",
}

_DRIVE = "https://www.googleapis.com/auth/drive"
_SHEETS = "https://www.googleapis.com/auth/spreadsheets"
READING = {
    "sheets": (_SHEETS, _SHEETS + ".readonly", _DRIVE, _DRIVE + ".readonly", _DRIVE + ".file"),
    "drive": (_DRIVE, _DRIVE + ".readonly", _DRIVE + ".file", _DRIVE + ".metadata.readonly", _DRIVE + ".metadata"),
    "script": (
        "https://www.googleapis.com/auth/script.projects",
        "https://www.googleapis.com/auth/script.projects.readonly",
    ),
}
WRITING = {
    "sheets": (_SHEETS, _DRIVE, _DRIVE + ".file"),
    "drive": (_DRIVE, _DRIVE + ".file"),
    "script": ("https://www.googleapis.com/auth/script.projects",),
}


def is_writing(method_id: str, verb: str) -> bool:
    """Whether a method changes anything, as quotas count."""
    reading = method_id.rpartition(".")[2] in ("getByDataFilter", "search", "batchGetByDataFilter")
    return verb != "GET" and not reading


def scopes_for(method_id: str, verb: str) -> tuple[str, ...]:
    """The scopes of which a token must have one."""
    return (WRITING if is_writing(method_id, verb) else READING)[method_id.partition(".")[0]]

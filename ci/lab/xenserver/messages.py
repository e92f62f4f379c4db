"""The messages that every class has: get_all, get_record, get_by_uuid, and those of its fields."""

from __future__ import annotations

import re
from typing import Any, Callable

from . import where
from .records import CLASSES
from .values import Failure, Record, Ref

FIELD_MESSAGE = re.compile("(get|set|add_to|remove_from|add|remove)_(.+)")
# number of arguments, and the type of field that has the message
FIELD_MESSAGES = {
    "get": (1, object),
    "set": (2, object),
    "add_to": (3, dict),
    "remove_from": (2, dict),
    "add": (2, list),
    "remove": (2, list),
}
CLASS_MESSAGES = {
    "get_all": 0,
    "get_all_records": 0,
    "get_all_records_where": 1,
    "get_record": 1,
    "get_by_uuid": 1,
    "get_by_name_label": 1,
}


def check_type(cls: str, field: str, value: Any) -> None:
    default = CLASSES[cls].defaults[field]
    good = type(value) is type(default) or (isinstance(default, float) and type(value) is int)
    members = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    if not good or not all(isinstance(member, str) for member in members):
        raise Failure("FIELD_TYPE_ERROR", field)


def constructor(cls: str, record: Any) -> Record:
    """The fields of a record that a client can set at creation, after checking their types."""
    if not isinstance(record, dict):
        raise Failure("FIELD_TYPE_ERROR", "record")
    accepted = {**CLASSES[cls].writable, **CLASSES[cls].given}
    record = {field: value for field, value in record.items() if field in accepted}
    for field, value in record.items():
        check_type(cls, field, value)
    return record


class Messages:
    """Their implementation on the database of a pool."""

    def common_message(self, cls: str, message: str) -> tuple[Callable[..., Any], int] | None:
        """(function of the session and the arguments, number of arguments), or None."""
        if message in CLASS_MESSAGES:
            if message == "get_by_name_label" and "name_label" not in CLASSES[cls].defaults:
                return None
            answer = getattr(self, message)
            return (lambda session, *args: answer(cls, *args)), CLASS_MESSAGES[message]
        parts = FIELD_MESSAGE.fullmatch(message)
        if not parts:
            return None
        verb, field = parts.groups()
        known = dict(CLASSES[cls].defaults, uuid="") if verb == "get" else CLASSES[cls].writable
        if field not in known or not isinstance(known[field], FIELD_MESSAGES[verb][1]):
            return None
        answer = getattr(self, verb + "_field")
        return (lambda session, *args: answer(cls, field, *args)), FIELD_MESSAGES[verb][0]

    def get_all(self, cls: str) -> list[Ref]:
        return list(self.db[cls])

    def get_all_records(self, cls: str) -> dict[Ref, Record]:
        return {ref: self.view(cls, ref) for ref in self.db[cls]}

    def get_all_records_where(self, cls: str, expression: str) -> dict[Ref, Record]:
        test = where.parse(expression)
        return {ref: view for ref, view in self.get_all_records(cls).items() if test(view)}

    def get_record(self, cls: str, ref: Ref) -> Record:
        return self.view(cls, ref)

    def get_by_uuid(self, cls: str, uuid_: str) -> Ref:
        return self.by_uuid(cls, uuid_)

    def get_by_name_label(self, cls: str, label: str) -> list[Ref]:
        return self.where(cls, name_label=label)

    def get_field(self, cls: str, field: str, ref: Ref) -> Any:
        return self.view(cls, ref)[field]

    def set_field(self, cls: str, field: str, ref: Ref, value: Any) -> str:
        record = self.rec(cls, ref)
        check_type(cls, field, value)
        record[field] = value
        return ""

    def add_to_field(self, cls: str, field: str, ref: Ref, key: str, value: Any) -> str:
        entries = self.rec(cls, ref)[field]
        check_type(cls, field, {key: value} if isinstance(key, str) else key)
        if key in entries:
            raise Failure("MAP_DUPLICATE_KEY", cls, field, ref, key)
        entries[key] = value
        return ""

    def remove_from_field(self, cls: str, field: str, ref: Ref, key: str) -> str:
        entries = self.rec(cls, ref)[field]
        if isinstance(key, str):
            entries.pop(key, None)
        return ""

    def add_field(self, cls: str, field: str, ref: Ref, value: Any) -> str:
        members = self.rec(cls, ref)[field]
        check_type(cls, field, [value])
        if value not in members:
            members.append(value)
        return ""

    def remove_field(self, cls: str, field: str, ref: Ref, value: Any) -> str:
        members = self.rec(cls, ref)[field]
        if value in members:
            members.remove(value)
        return ""

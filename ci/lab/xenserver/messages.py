"""The messages that every class has: get_all, get_record, get_by_uuid, and those of its fields."""

from __future__ import annotations

from typing import Any, Callable

from . import model, where
from .records import CLASSES, SETTERS
from .values import Failure, Record, Ref

OBJECT_MESSAGES = ("get_all", "get_all_records", model.WHERE, "get_record", "get_by_uuid", "get_by_name_label")


def check_type(cls: str, field: str, value: Any) -> None:
    default = CLASSES[cls].defaults[field]
    good = type(value) is type(default) or (isinstance(default, float) and type(value) is int)
    members = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    if not good or not all(isinstance(member, str) for member in members):
        raise Failure("FIELD_TYPE_ERROR", field)


def checked(cls: str, field: str, value: Any) -> Any:
    """A value for a field; of an enumeration, in its own spelling (a client's may differ in case)."""
    check_type(cls, field, value)
    known = model.enumeration(cls, field)
    if not known:
        return value
    spelling = {name.lower(): name for name in known}
    if value.lower() not in spelling:
        raise Failure("FIELD_TYPE_ERROR", field)
    return spelling[value.lower()]


def constructor(cls: str, record: Any) -> Record:
    """The fields of a record that a client can set at creation, after checking their types."""
    if not isinstance(record, dict):
        raise Failure("FIELD_TYPE_ERROR", "record")
    accepted = {**CLASSES[cls].writable, **CLASSES[cls].given}
    return {field: checked(cls, field, value) for field, value in record.items() if field in accepted}


class Messages:
    """Their implementation on the database of a pool."""

    def common_message(self, cls: str, message: str) -> tuple[Callable[..., Any], int] | None:
        """(function of the session and the arguments, number of arguments), or None."""
        declared = model.message(cls, message)
        if declared is None:
            return None
        if declared.removed and not declared.implicit:
            return self.removed, len(declared.parameters)
        if message in OBJECT_MESSAGES and declared.implicit:
            perform = getattr(self, message)
            return (lambda session, *args: perform(cls, *args)), len(declared.parameters)
        verb, field = declared.verb, declared.field
        if not verb and message.startswith("set_") and message[4:] in SETTERS.get(cls, ()):
            verb, field = "set", message[4:]
        if not verb:
            return None
        perform = getattr(self, verb + "_field")
        return (lambda session, *args: perform(cls, field, *args)), len(declared.parameters)

    def removed(self, session: Any, *arguments: Any) -> None:
        """A message that an earlier release removed."""
        raise Failure("MESSAGE_REMOVED")

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
        states = SETTERS.get(cls, {}).get(field, ())
        if states:
            self.in_state(ref if cls == "VM" else record["VM"], *states)
        record[field] = checked(cls, field, value)
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

"""XenAPI as xapi's data model declares it: the classes, fields, messages and errors of xenapi-7.6.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from .values import EPOCH, NULL

DATA = Path(__file__).with_name("xenapi-7.6.json")
MODEL = json.loads(DATA.read_text())
# explicit messages that are not declared as asynchronous (datamodel.ml: flags:[`Session])
NOT_ASYNC = {
    "VM.get_allowed_VBD_devices",
    "VM.get_allowed_VIF_devices",
    "VM.query_data_source",
    "host.get_servertime",
    "task.create",
    "task.destroy",
}
OBJECT_MESSAGES = {
    "get_all": 0,
    "get_all_records": 0,
    "get_by_uuid": 1,
    "get_by_name_label": 1,
    "get_record": 1,
    "create": 1,
    "destroy": 1,
}
# not documented; every class with get_all_records has it
WHERE = "get_all_records_where"


class Field(NamedTuple):
    """A field: RW, given (only in `create`) or RO, and its type in the data model's words."""

    qualifier: str
    type: str

    @property
    def default(self) -> Any:
        """What a record has before anything sets the field. An int is a string on the wire."""
        kind = self.type
        if kind.endswith(" set"):
            return []
        if kind.endswith(" map"):
            return {}
        if kind.endswith(" ref"):
            return NULL
        return {"int": "0", "float": 0.0, "bool": False, "datetime": EPOCH}.get(kind, "")

    @property
    def enum(self) -> str | None:
        """The name of its enumeration."""
        return self.type.split()[1] if self.type.startswith("enum ") and " " not in self.type[5:] else None


class Message(NamedTuple):
    """A message: its result, its parameters after the session (name, type), and how it comes to be."""

    result: str
    parameters: tuple[tuple[str, str], ...]
    implicit: bool = False
    removed: str = ""
    verb: str = ""  # of a field's message: get, set, add_to, remove_from, add, remove
    field: str = ""


class Class(NamedTuple):
    """A class of the data model."""

    fields: dict[str, Field]
    messages: dict[str, Message]
    enums: dict[str, list[str]]


def field(text: str) -> Field:
    qualifier, _, rest = text.partition(" ")
    return Field(qualifier, rest.partition(";")[0])


def explicit(line: list[str]) -> Message:
    """`[result, "name type", ...]`, and notes that begin with a semicolon."""
    notes = [part[2:] for part in line if part.startswith(";")]
    parameters = [tuple(part.split(" ", 1)) for part in line[1:] if not part.startswith(";")]
    removed = next((note.split()[1] for note in notes if note.startswith("removed ")), "")
    return Message(line[0], tuple(parameters), removed=removed)


def of_field(name: str, made: Field) -> dict[str, Message]:
    """The messages that a field makes."""
    this, value = ("self", "ref"), ("value", made.type)
    messages = {"get_" + name: Message(made.type, (this,), True, verb="get", field=name)}
    if made.qualifier != "RW":
        return messages
    messages["set_" + name] = Message("void", (this, value), True, verb="set", field=name)
    if made.type.endswith(" map"):
        messages["add_to_" + name] = Message(
            "void", (this, ("key", "string"), ("value", "string")), True, verb="add_to", field=name
        )
        messages["remove_from_" + name] = Message(
            "void", (this, ("key", "string")), True, verb="remove_from", field=name
        )
    elif made.type.endswith(" set"):
        for verb in ("add", "remove"):
            messages[f"{verb}_{name}"] = Message("void", (this, value), True, verb=verb, field=name)
    return messages


def of_class(data: dict[str, Any]) -> Class:
    fields = {name: field(text) for name, text in data["fields"].items()}
    messages = {}
    for name in data["implicit"] + ([WHERE] if "get_all_records" in data["implicit"] else []):
        count = OBJECT_MESSAGES.get(name, 1)
        messages[name] = Message("", (("self", "ref"),) * count, implicit=True)
    if not data.get("plain"):
        for name, made in fields.items():
            messages.update(of_field(name, made))
    messages.update({name: explicit(line) for name, line in data["messages"].items()})
    return Class(fields, messages, data.get("enums", {}))


CLASSES = {name: of_class(data) for name, data in MODEL["classes"].items()}


def message(cls: str, name: str) -> Message | None:
    """The declaration of `cls.name`, or None."""
    return CLASSES[cls].messages.get(name) if cls in CLASSES else None


def asynchronous(cls: str, name: str) -> bool:
    """Whether `Async.cls.name` exists."""
    declared = message(cls, name)
    return bool(
        declared
        and (not declared.implicit or name in ("create", "destroy"))
        and cls != "session"
        and f"{cls}.{name}" not in NOT_ASYNC
    )


def enumeration(cls: str, name: str) -> list[str]:
    """The values of a field that is an enumeration; [] of another."""
    enum = CLASSES[cls].fields[name].enum
    if enum is None:
        return []
    return CLASSES[cls].enums.get(enum) or next(c.enums[enum] for c in CLASSES.values() if enum in c.enums)

"""Whether failures and values are as the data model declares them; for the tests."""

from __future__ import annotations

from typing import Any, Sequence

from xenserver import model
from xenserver.values import Record


def wrong_failure(details: Sequence[str]) -> str:
    """What is wrong with a failure: an unknown code, or a number of details that xapi does not give. "" if nothing."""
    code, count = details[0], len(details) - 1
    family = "SR_BACKEND_FAILURE" if code.startswith("SR_BACKEND_FAILURE_") else code
    declared = {**model.MODEL["errors"], **model.MODEL["plugins"]}
    if family not in declared:
        return f"no such error: {code}"
    allowed = model.MODEL["raised"].get(family, [[len(declared[family])]])[0]
    return "" if allowed == "any" or count in allowed else f"{code} with {count} details, not {allowed}"


def wrong_value(kind: str, value: Any) -> bool:
    """Whether a value on the wire is not of the data model's type."""
    if kind.endswith(" set"):
        return not isinstance(value, list) or any(wrong_value(kind[: -len(" set")], member) for member in value)
    if kind.endswith(" map"):
        key, _, item = kind[1 : -len(") map")].partition(" -> ")
        return not isinstance(value, dict) or any(wrong_value(key, k) or wrong_value(item, v) for k, v in value.items())
    if kind.endswith(" ref"):
        return not isinstance(value, str) or not (value == "" or value.startswith("OpaqueRef:"))
    if kind == "int":
        return not isinstance(value, str) or not value.lstrip("-").isdigit()
    plain = {"bool": bool, "float": float, "string": str}.get(kind)
    if plain:
        return type(value) is not plain
    if kind == "datetime":
        return not hasattr(value, "timetuple")
    return not isinstance(value, str)  # enum; its values are checked by name


def wrong_fields(cls: str, record: Record) -> list[str]:
    """What is wrong with a record: fields that are missing, too many, or of another type."""
    declared = model.CLASSES[cls].fields
    wrong = [f"{cls}.{name}: missing" for name in sorted(set(declared) - set(record))]
    wrong += [f"{cls}.{name}: not in the data model" for name in sorted(set(record) - set(declared))]
    for name, value in record.items():
        if name in declared and wrong_value(declared[name].type, value):
            wrong.append(f"{cls}.{name}: {value!r} is no {declared[name].type}")
        elif name in declared and declared[name].enum and value not in model.enumeration(cls, name):
            wrong.append(f"{cls}.{name}: {value!r} is not in {declared[name].enum}")
    return wrong

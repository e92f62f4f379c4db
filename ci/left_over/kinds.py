"""The kinds of resources and settings that an account can hold, and how boto3 lists and deletes each: `kinds.json`.

A row has the operation, `each` (JMESPath to the elements of its response), `id` (the members that identify an element:
the first that it has), and where it has them: `parameters`, `delete` (operation, parameter; `[]` after it: a list),
`gone` (states of its own in which it counts as gone), `of` (it is listed for each resource of that kind, with the id as
this parameter).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).resolve().parent / "kinds.json"
GONE = frozenset({"terminated", "shutting-down", "deleted", "deleting", "delete-complete", "delete-in-progress"})
"""States in which a resource of any kind is gone, or is going for good."""


class Kind(NamedTuple):
    """A row of the table."""

    name: str
    operation: str
    each: str
    id: list[str]
    parameters: dict[str, Any]
    delete: list[str]
    gone: frozenset[str]
    of: list[str]

    def identify(self, element: dict[str, Any]) -> str:
        """The id of an element; empty if it has none."""
        return next((str(element[member]) for member in self.id if element.get(member)), "")

    def is_gone(self, element: dict[str, Any]) -> bool:
        """Whether the element's state says that it is gone."""
        return state(element).lower() in GONE | self.gone


def state(element: dict[str, Any]) -> str:
    """The state of an element, by the members that EC2 has for it; empty if it has none."""
    for member in ("State", "Status", "FleetState", "SpotFleetRequestState", "SnapshotTaskDetail", "TaskState"):
        value = element.get(member)
        if isinstance(value, dict):
            value = value.get("Name") or value.get("Code") or value.get("Status")
        if isinstance(value, str):
            return value
    return ""


def load() -> dict[str, Kind]:
    """The table."""
    rows: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Kind(
            name,
            row["operation"],
            row["each"],
            row["id"],
            row.get("parameters", {}),
            row.get("delete", []),
            frozenset(row.get("gone", [])),
            row.get("of", []),
        )
        for name, row in rows.items()
    }

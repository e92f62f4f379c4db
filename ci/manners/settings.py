"""What each manner does, and how much: manners/data/settings.json, a file of the same form, and `--set`."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"

Settings = "dict[str, dict[str, Any]]"
"""Manner -> key -> value; each manner has the key `on`."""


class SettingError(Exception):
    """A setting that does not exist or has another type."""


def table(name: str) -> Any:
    """A data file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def default() -> Settings:
    """All settings as they are without options."""
    return table("settings")


def merge(settings: Settings, changes: Settings) -> Settings:
    """The settings with those of a file laid over them."""
    merged = copy.deepcopy(settings)
    for manner, values in changes.items():
        if not isinstance(values, dict):
            raise SettingError(f"{manner}: a mapping of settings is expected")
        for key, value in values.items():
            check(merged, manner, key, value)
            merged[manner][key] = value
    return merged


def assign(settings: Settings, text: str) -> Settings:
    """The settings with one `MANNER.KEY=VALUE`; the value is JSON."""
    name, equals, value = text.partition("=")
    manner, dot, key = name.partition(".")
    if not (equals and dot):
        raise SettingError(f"{text}: MANNER.KEY=VALUE is expected")
    try:
        parsed = json.loads(value)
    except ValueError:
        parsed = value
    return merge(settings, {manner: {key: parsed}})


def only(settings: Settings, names: list[str]) -> Settings:
    """The settings with no other manner than these."""
    for name in names:
        check(settings, name, "on", True)
    return merge(settings, {manner: {"on": manner in names} for manner in settings})


def check(settings: Settings, manner: str, key: str, value: Any) -> None:
    """SettingError unless this is a value of a setting."""
    if manner not in settings:
        raise SettingError(f"no such manner: {manner}; manners: {' '.join(settings)}")
    if key not in settings[manner]:
        raise SettingError(f"no such setting: {manner}.{key}; settings: {' '.join(settings[manner])}")
    before = settings[manner][key]
    number = isinstance(before, float) and isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number and type(value) is not type(before):
        raise SettingError(f"{manner}.{key}: {type(before).__name__} is expected, not {value!r}")
    if number and (value < 0 or (key in ("share", "processed") and value > 1)):
        raise SettingError(f"{manner}.{key}: {value} is out of range")

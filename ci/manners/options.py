"""The options of `ci/aws-manners`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .settings import SettingError, Settings, assign, default, merge, only

DEFAULT_PORT = 4583


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that say what the manners do."""
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of all that is drawn (default: %(default)s)")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="JSON of the form of manners/data/settings.json")
    parser.add_argument("--set", action="append", default=[], metavar="MANNER.KEY=VALUE", help="one setting")
    parser.add_argument("--only", action="append", default=[], metavar="MANNER", help="no manner but these")
    parser.add_argument("--off", action="append", default=[], metavar="MANNER", help="all manners but these")


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings that the options make; the file first, then `--only`, `--off` and `--set`."""
    settings = default()
    if arguments.settings:
        try:
            changes = json.loads(arguments.settings.read_text(encoding="utf-8"))
        except (OSError, ValueError) as e:
            raise SettingError(f"{arguments.settings}: {e}") from e
        if not isinstance(changes, dict):
            raise SettingError(f"{arguments.settings}: an object of manners is expected")
        settings = merge(settings, changes)
    if arguments.only:
        settings = only(settings, arguments.only)
    for name in arguments.off:
        settings = merge(settings, {name: {"on": False}})
    for text in arguments.set:
        settings = assign(settings, text)
    return settings


def words_of(arguments: argparse.Namespace) -> list[str]:
    """The options again, for another process."""
    words = ["--seed", str(arguments.seed)]
    if arguments.settings:
        words += ["--settings", str(arguments.settings.resolve())]
    for name in ("set", "only", "off"):
        for value in getattr(arguments, name):
            words += [f"--{name}", value]
    return words

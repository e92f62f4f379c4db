"""Clients of EC2 at pinned versions, each in an environment of its own, for the scenarios `client-*/*`.

  up [NAME...]    install them (all, or those named) and print the folder of their programs
  status          print which are installed, with their versions; exit status 3 if none is
  down [NAME...]  remove them
  env             print a shell's commands that put that folder on PATH: eval "$(ci/clients env)"

Their files are under ${EC2_COMPAT_HOME:-$HOME/.cache/ec2-compat}/clients; the versions and checksums are in
ci/client_control/locks. Messages go to stderr.

exit status: 0 done, 1 failed, 2 wrong command line, 3 nothing installed
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys

from moto_control.problem import Problem
from process_control.file_lock import Busy, hold

from .clients import CLIENTS, HOME, Client

BIN = HOME / "bin"
SECONDS_TO_INSTALL = 1800
NONE = 3


def arguments_of(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="ci/clients",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("up", "down"):
        names = commands.add_parser(command).add_argument("names", nargs="*", metavar="NAME")
        names.help = f"one of {', '.join(CLIENTS)}; default: all"
    commands.add_parser("status")
    commands.add_parser("env")
    arguments = parser.parse_args(words)
    for name in getattr(arguments, "names", []):
        if name not in CLIENTS:
            parser.error(f"unknown client {name}: known are {', '.join(CLIENTS)}")
    return arguments


def chosen(names: list[str]) -> list[Client]:
    """The clients of these names, or all."""
    return [CLIENTS[name] for name in names or CLIENTS]


def up(clients: list[Client]) -> int:
    """Install them; 1 if one could not be installed. The others are."""
    HOME.mkdir(parents=True, exist_ok=True)
    failed = 0
    try:
        with hold(HOME / "lock", f"ci/clients, pid {os.getpid()}", SECONDS_TO_INSTALL):
            for client in clients:
                try:
                    client.install()
                    client.link(BIN)
                except Problem as e:
                    print(f"ci/clients: {client.name}: {e}", file=sys.stderr)
                    failed = 1
    except Busy as e:
        raise Problem(f"another command has been at work for too long: {e.holder or 'unknown'}") from e
    print(BIN)
    return failed


def status() -> int:
    """Print what is installed."""
    installed = [client for client in CLIENTS.values() if client.is_installed()]
    for client in installed:
        print(f"{client.name} {client.version()}")
    return 0 if installed else NONE


def main(words: list[str]) -> int:
    """The exit status."""
    arguments = arguments_of(words)
    try:
        if arguments.command == "up":
            return up(chosen(arguments.names))
        if arguments.command == "status":
            return status()
        if arguments.command == "down":
            for client in chosen(arguments.names):
                client.remove(BIN)
        else:
            print(f"export PATH={shlex.quote(str(BIN))}:$PATH")
    except Problem as e:
        print(f"ci/clients: {e}", file=sys.stderr)
        return e.status
    return 0

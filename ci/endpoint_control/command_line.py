"""An implementation of EC2 that is not moto, on loopback: start, inspect and stop it, or run a command with it.

  up [--port N]   start it (0: any free port) and print the path of an endpoints.yaml with it
  status          print that path; exit status 3 if it is not up
  down            stop it
  run COMMAND...  up, the command with EC2_COMPAT_ENDPOINTS and credentials, and down if this command started it

Its files are under ${EC2_COMPAT_HOME:-$HOME/.cache/ec2-compat}/endpoints: what was installed by its lock,
and a folder with `pid`, `port`, `log` and `endpoints.yaml`. Messages go to stderr.

exit status: 0 done, 1 failed, 2 wrong command line, 3 not up, 143 interrupted while starting; of `run` the command's
"""

from __future__ import annotations

import argparse
import os
import sys

from moto_control.interruption import Interrupted
from moto_control.problem import INTERRUPTED, Problem
from process_control.command import leave_signals_to_the_command, run
from process_control.file_lock import Busy, hold

from .emulators import CREDENTIALS, EMULATORS, Emulator
from .packages import HOME

SECONDS_TO_INSTALL = 900


def arguments_of(name: str, words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog=f"ci/endpoints/{name}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    default = EMULATORS[name].port
    commands.add_parser("up").add_argument("--port", type=int, default=default, help="default: %(default)s")
    commands.add_parser("status")
    commands.add_parser("down")
    commands.add_parser("run").add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    arguments = parser.parse_args(words)
    if arguments.command == "run" and not arguments.words:
        parser.error("run needs a command")
    if not 0 <= getattr(arguments, "port", 0) <= 65535:
        parser.error("--port must be a number from 0 to 65535")
    return arguments


def up(emulator: Emulator, port: int) -> str:
    """The path of the endpoints file of the emulator, installed and started unless that is done."""
    server = emulator.server()
    server.folder.mkdir(parents=True, exist_ok=True)
    try:
        with hold(
            HOME / emulator.name / "lock", f"ci/endpoints/{emulator.name}, pid {os.getpid()}", SECONDS_TO_INSTALL
        ):
            emulator.package.ensure()
            server.up(port)
    except Busy as e:
        raise Problem(f"another command has been at work for too long: {e.holder or 'unknown'}") from e
    except Interrupted:
        raise Problem("interrupted", INTERRUPTED) from None
    return str(server.folder / "endpoints.yaml")


def carry_out(emulator: Emulator, arguments: argparse.Namespace) -> int:
    """The exit status of one command."""
    server = emulator.server()
    if arguments.command == "up":
        print(up(emulator, arguments.port))
    elif arguments.command == "status":
        server.status()
        print(server.folder / "endpoints.yaml")
    elif arguments.command == "down":
        server.down()
    else:
        leave_signals_to_the_command()
        was_up = server.is_up()
        file = up(emulator, emulator.port)
        try:
            return run(arguments.words, {"EC2_COMPAT_ENDPOINTS": file, **CREDENTIALS}, f"ci/endpoints/{emulator.name}")
        finally:
            if not was_up:
                server.down()
    return 0


def main(name: str, words: list[str]) -> int:
    """The exit status."""
    try:
        return carry_out(EMULATORS[name], arguments_of(name, words))
    except Problem as e:
        print(f"ci/endpoints/{name}: {e}", file=sys.stderr)
        return e.status

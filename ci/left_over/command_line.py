"""What an account has, listed by boto3, and what differs between two such lists.

  list                     print everything that the account has, as JSON
  compare BEFORE AFTER     print what differs between two lists
  around COMMAND...        list, run the command, list again, and print what differs

`list` and `around` find the endpoint as ec2-compat does: --target NAME in --endpoints FILE (EC2_COMPAT_ENDPOINTS, or
endpoints.yaml). With --run DIR, each new resource is marked as named by that run's report or not.

Default ACLs, tables and groups of VPCs that are gone are printed as remains: AWS deletes them with the VPC.

exit status: 0 no difference, 1 something is new, missing or changed, 2 wrong command line
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from process_control.command import leave_signals_to_the_command, run

from .compare import Difference, compare
from .endpoint import connect
from .listing import take


def arguments_of(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="ci/left-over", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing, comparing, around = (commands.add_parser(name) for name in ("list", "compare", "around"))
    for one in (listing, around):
        add_endpoint(one)
    for one in (comparing, around):
        one.add_argument("--run", type=Path, metavar="DIR", help="the directory of the run between the lists")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    around.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    arguments = parser.parse_args(words)
    if arguments.command == "around" and not arguments.words:
        parser.error("around needs a command")
    return arguments


def add_endpoint(parser: argparse.ArgumentParser) -> None:
    """The options that name an endpoint."""
    file = os.environ.get("EC2_COMPAT_ENDPOINTS") or "endpoints.yaml"
    parser.add_argument("--endpoints", type=Path, default=Path(file), metavar="FILE", help="default: %(default)s")
    parser.add_argument("--target", default="moto", metavar="NAME", help="default: %(default)s")


def named(report: dict[str, Any]) -> list[str]:
    """The leftover resources that a report names, with the reasons."""
    problems = [problem for problem in report["problems"] if problem["kind"] == "leftovers"]
    return [detail for problem in problems for detail in problem["details"]]


def tell(difference: Difference, directory: Path | None) -> int:
    """Print what differs; the exit status."""
    lines = difference.lines()
    if directory:
        report = json.loads((directory / "report.json").read_text(encoding="utf-8"))
        leftovers = named(report)
        lines = [line + standing(line, leftovers) for line in lines]
        print(f"the report names {len(leftovers)} leftover resources")
    for line in lines:
        print(line)
    counts = (len(difference.new), len(difference.missing), len(difference.changed))
    print("{} new, {} missing, {} changed".format(*counts), f"and {len(difference.remains)} remains of deleted VPCs")
    return int(any(counts))


def standing(line: str, leftovers: list[str]) -> str:
    """Whether the report names the new resource of a line."""
    if not line.startswith("new: "):
        return ""
    resource = line.split()[-1]
    return " (the report names it)" if any(resource in one for one in leftovers) else " (the report does not name it)"


def main(words: list[str]) -> int:
    """The exit status."""
    arguments = arguments_of(words)
    if arguments.command == "compare":
        before, after = (json.loads(file.read_text(encoding="utf-8")) for file in (arguments.before, arguments.after))
        return tell(compare(before, after), arguments.run)
    client = connect(arguments.endpoints, arguments.target).client
    before = take(client)
    if arguments.command == "list":
        json.dump(before, sys.stdout, indent=1, sort_keys=True)
        print()
        return 0
    leave_signals_to_the_command()
    status = run(arguments.words, {}, "ci/left-over")
    print(f"the command exited with {status}; {len(before['kinds'])} kinds are listed, {len(before['failed'])} are not")
    return tell(compare(before, take(client, before)), arguments.run)

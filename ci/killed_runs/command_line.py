"""Runs are killed (SIGKILL) at random moments, then swept, then the account is listed by boto3.

Nothing of the run may be left that the endpoint lets go, nothing of somebody else's may be touched, and the sweep's
exit status must say which it is. Then a sweep of a living run, and two runs and a sweep at once.

  ci/with-moto ci/kills --kills 100
  ci/kills --endpoints ~/.cache/ec2-compat/lab/endpoints.yaml --target openstack --kills 20

A round draws scenarios of those that FILTER selects (default: all but slow ones, and for a quarter of them some that
launch instances, make images or snapshots), and the moment: a number of notes in the journal, and up to 0.15 s after
it. In a quarter of the rounds the first sweep is killed, too; in some, somebody creates something while the run is
alive. EC2_COMPAT_PROGRAM names a program that is built already.

exit status: 0 all is well, 1 there are problems; then the runs stay in the folder that is printed
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from left_over.endpoint import connect
from left_over.listing import take
from manners.settings import SettingError
from manners.suite_run import program as built

from .kill_round import Round, Rounds
from .others import create, delete
from .program import Program
from .together import sweep_of_living_run, two_runs_and_a_sweep

CHOSEN = ["!tag:slow", "!protocol/missing-parameter*"]
"""moto 5.2.5 deletes the default group of the default VPC when DeleteVpc has no VpcId: nobody can keep that safe."""
LAUNCHING = [
    "instances/lifecycle",
    "instances/extra-volume",
    "instances/launch-several",
    "block-devices/mapping-at-launch",
    "block-devices/from-snapshot",
    "boot-from-volume/image-of-instance",
    "boot-from-volume/kept-after-instance",
    "images/after-deregistration",
    "snapshots/lifecycle",
    "snapshots/of-all-volumes",
    "clean-up/own-network-interface",
    "tags/at-launch",
]
"""Of the slow ones some that launch instances and make images and snapshots: each run has a few."""


def arguments_of(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="ci/kills", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    file = os.environ.get("EC2_COMPAT_ENDPOINTS") or "endpoints.yaml"
    parser.add_argument("--endpoints", type=Path, default=Path(file), metavar="FILE", help="default: %(default)s")
    parser.add_argument("--target", default="moto", metavar="NAME", help="default: %(default)s")
    parser.add_argument("--kills", type=int, default=10, metavar="N", help="rounds (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: %(default)s")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="the first round (default: %(default)s)")
    parser.add_argument("--scenarios", type=int, default=12, metavar="N", help="of each run (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=600, metavar="N", help="begin no round after this time")
    parser.add_argument("filters", nargs="*", default=CHOSEN, metavar="FILTER")
    return parser.parse_args(words)


def report(rounds: list[Round], seconds: float) -> None:
    """Print the figures."""
    left = Counter(kind for one in rounds for kind, _ in one.left)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items())) or "nothing"
    killed, sweeps = sum(one.was_killed for one in rounds), sum(one.killed_sweeps for one in rounds)
    remains, problems = sum(one.remains for one in rounds), sum(len(one.problems) for one in rounds)
    print(
        f"{killed} kills in {len(rounds)} rounds, {sweeps} killed sweeps, in {seconds:.0f} s; "
        f"the endpoint does not let go of {kinds}, and keeps {remains} default ACLs, tables "
        f"and groups of deleted VPCs; {problems} problems"
    )


def main(words: list[str]) -> int:
    """The exit status."""
    arguments = arguments_of(words)
    endpoint = connect(arguments.endpoints, arguments.target)
    if endpoint.kind == "aws":
        sys.exit("ci/kills: not on Amazon's own service, where what is left costs money")
    try:
        program = Program(built(), arguments.endpoints, arguments.target)
    except SettingError as e:
        sys.exit(f"ci/kills: {e}")
    folder = Path(tempfile.mkdtemp(prefix="ec2-compat-kills-"))
    began = time.monotonic()
    others = create(endpoint, str(os.getpid()))
    for refused in others.refused:
        print(f"somebody else has no {refused}")
    try:
        problems = run_rounds(
            Rounds(
                program,
                endpoint,
                folder,
                program.scenarios(arguments.filters),
                program.scenarios(LAUNCHING) if arguments.filters == CHOSEN else [],
                arguments.scenarios,
            ),
            arguments,
        )
    finally:
        stays = delete(endpoint, others)
    for one in stays:
        print(f"somebody else's stays: {one}")
    print(f"{len(problems)} problems in {time.monotonic() - began:.0f} s")
    if problems:
        print(f"the runs are in {folder}")
    else:
        shutil.rmtree(folder)
    return int(bool(problems))


def run_rounds(rounds: Rounds, arguments: argparse.Namespace) -> list[str]:
    """Every round, and what is done at once; the problems."""
    began, ended = time.monotonic(), []
    account = take(rounds.endpoint.client)
    print(f"{len(account['kinds'])} kinds are listed, {len(account['failed'])} are not", flush=True)
    for number in range(arguments.first, arguments.first + arguments.kills):
        if time.monotonic() - began > arguments.minutes * 60:
            print(f"{arguments.minutes:g} minutes are over")
            break
        one = rounds.run(f"{arguments.seed}/{number}", account)
        ended.append(one)
        account = one.after
        print("\n    ".join([one.line, *one.problems]), flush=True)
    report(ended, time.monotonic() - began)
    problems = [problem for one in ended for problem in one.problems]
    for name, check in (
        ("a sweep of a living run", sweep_of_living_run),
        ("two runs and a sweep at once", two_runs_and_a_sweep),
    ):
        found = check(rounds, f"{arguments.seed}/{name}", account)
        account = take(rounds.endpoint.client, account)
        print("\n    ".join([f"{name}: {len(found)} problems", *found]), flush=True)
        problems += found
    return problems

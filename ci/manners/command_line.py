"""A moto with the manners of Amazon EC2 in front of it, on loopback.

  ci/aws-manners [OPTION...] COMMAND...         run a command with one of its own, in EC2_COMPAT_ENDPOINTS
  ci/aws-manners up [OPTION...] [--port N]      start one (0: any free port); print the path of its endpoints.yaml
  ci/aws-manners status                         print that path; exit status 3 if it is not up
  ci/aws-manners down                           stop it, and its moto

The endpoint is called `moto` as in ci/endpoints.yaml, and takes the same credentials. Manners: visibility, staleness,
throttling, quotas, zones, linger, states, trouble; their settings are in ci/manners/data/settings.json.

exit status: 0 done, 1 failed, 2 wrong command line, 3 not up, 143 interrupted while starting; the command's
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from endpoint_control.managed import ADDRESS, ManagedServer
from moto_control import server as moto
from moto_control.endpoints import CREDENTIALS, endpoints_file
from moto_control.interruption import Interrupted
from moto_control.problem import INTERRUPTED, Problem
from process_control.command import leave_signals_to_the_command, run

from .options import DEFAULT_PORT, add_options, settings_of, words_of
from .service import service
from .settings import SettingError

HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache" / "ec2-compat") / "manners"
COMMANDS = ("up", "status", "down", "serve")
AS_ON_AWS = (
    ("wait_factor: 0.2 # moto carries out everything at once", "wait_factor: 0.5 # changes of state take seconds"),
    (
        "rate_limit: { in_flight: 8, scenarios: 8 }",
        "rate_limit: { requests_per_second: 20, in_flight: 8, scenarios: {scenarios} }\n"
        "    quotas: { vpcs: 5, internet_gateways: 5, addresses: 5, vcpus: 7 }\n"
        "    max_attempts: 5 # connections are cut, and the service fails now and then",
    ),
)
"""What is otherwise in ci/endpoints.yaml; `kind: aws` is for Amazon's own endpoints alone."""
SCENARIOS = int(os.environ.get("EC2_COMPAT_MANNERS_SCENARIOS") or 8)
"""Maximum number of concurrent scenarios: the quotas of the account are the profile's."""


def endpoints(url: str) -> str:
    """The text of the endpoints file."""
    text = endpoints_file(url)
    for old, new in AS_ON_AWS:
        if old not in text:
            raise Problem(f"ci/endpoints.yaml has no `{old}` in it")
        text = text.replace(old, new.replace("{scenarios}", str(SCENARIOS)))
    return text


def managed(words: list[str]) -> ManagedServer:
    """The server of `up`."""
    here = Path(__file__).resolve().parent.parent / "aws-manners"
    server = ManagedServer("ci/aws-manners", HOME, lambda port: [sys.executable, here, "serve", *words, "--port", port])
    file = HOME / "endpoints.yaml"
    server.write = lambda port: file.write_text(endpoints(f"http://{ADDRESS}:{port}"), encoding="utf-8") and None
    return server


def with_command(arguments: argparse.Namespace) -> int:
    """The exit status of a command with a server of its own."""
    settings = settings_of(arguments)
    leave_signals_to_the_command()
    upstream = moto.up(0)
    try:
        with tempfile.TemporaryDirectory(prefix="ec2-compat-manners-") as folder:
            with service(settings, arguments.seed, upstream.url.partition("://")[2]) as server:
                server.world.warm_up()
                file = Path(folder, "endpoints.yaml")
                file.write_text(endpoints(server.url), encoding="utf-8")
                return run(arguments.words, {"EC2_COMPAT_ENDPOINTS": str(file), **CREDENTIALS}, "ci/aws-manners")
    finally:
        upstream.down()


def serve(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM; its moto ends with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    upstream = moto.up(0)
    try:
        server = service(settings_of(arguments), arguments.seed, upstream.url.partition("://")[2], arguments.port)
        server.world.warm_up()
        server.serve_forever()
    finally:
        upstream.down()
    return 0


def of_server(command: str, words: list[str]) -> int:
    """The exit status of `up`, `status`, `down` and `serve`."""
    parser = argparse.ArgumentParser(prog=f"ci/aws-manners {command}", allow_abbrev=False)
    if command in ("up", "serve"):
        add_options(parser)
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help="default: %(default)s")
    arguments = parser.parse_args(words)
    if command == "serve":
        return serve(arguments)
    server = managed(words_of(arguments) if command == "up" else [])
    if command == "up":
        settings_of(arguments)
        server.folder.mkdir(parents=True, exist_ok=True)
        server.up(arguments.port)
    elif command == "status":
        server.status()
    else:
        server.down()
        return 0
    print(HOME / "endpoints.yaml")
    return 0


def main(words: list[str]) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(
        prog="ci/aws-manners",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_options(parser)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    try:
        if words[:1] and words[0] in COMMANDS:
            return of_server(words[0], words[1:])
        arguments = parser.parse_args(words)
        if not arguments.words:
            parser.error("a command is needed")
        return with_command(arguments)
    except SettingError as e:
        print(f"ci/aws-manners: {e}", file=sys.stderr)
        return 2
    except Interrupted:
        return INTERRUPTED
    except Problem as e:
        print(f"ci/aws-manners: {e}", file=sys.stderr)
        return e.status

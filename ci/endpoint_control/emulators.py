"""The implementations of `ci/endpoints`: how each is installed, started on loopback only, and described."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from locked_venv import InstallError, install, locked_venv, python_of
from moto_control.problem import Problem

from .managed import ADDRESS, ManagedServer

CI = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache" / "ec2-compat") / "endpoints"


class Emulator(NamedTuple):
    """An implementation from PyPI, pinned by `ci/endpoints/NAME.lock`."""

    name: str
    distribution: str
    """Its name on PyPI."""
    module: str
    """What an installed environment can import."""
    pythons: tuple[tuple[int, int], tuple[int, int]]
    """The oldest Python that it runs on, and the first that it does not."""
    sources: tuple[str, ...]
    """Packages of its lock that PyPI has no wheel of."""
    start: tuple[str, ...]
    """The arguments of its Python."""
    environment: dict[str, str]
    """Its environment; `{port}` and `{address}` are replaced."""
    facts: dict[str, str]
    """The facts of its profile."""
    port: int

    @property
    def lock(self) -> Path:
        """Its lock file."""
        return CI / "endpoints" / f"{self.name}.lock"

    @property
    def version(self) -> str:
        """Its own version, as the lock pins it."""
        found = re.search(rf"^{self.distribution}==(\S+)", self.lock.read_text(encoding="utf-8"), re.MULTILINE)
        assert found, f"{self.lock} pins {self.distribution}"
        return found[1]

    @property
    def venv(self) -> Path:
        """Its virtual environment, one for each state of the lock."""
        return locked_venv(HOME / self.name / "venv", self.lock)

    def ensure(self) -> None:
        """Install the lock unless that is done."""
        oldest, first_not = self.pythons
        try:
            install(
                self.venv,
                self.lock,
                self.module,
                oldest,
                lambda text: print(text, file=sys.stderr),
                self.sources,
                first_not,
            )
        except InstallError as e:
            raise Problem(str(e)) from e

    def server(self) -> ManagedServer:
        """The server of this machine."""
        server = ManagedServer(
            f"ci/endpoints/{self.name}", HOME / self.name / "server", lambda port: [python_of(self.venv), *self.start]
        )
        server.environment = lambda port: {
            name: value.format(port=port, address=ADDRESS) for name, value in self.environment.items()
        }
        server.write = lambda port: write(server.folder / "endpoints.yaml", self.profile(port))
        return server

    def profile(self, port: int) -> str:
        """The text of an endpoints.yaml with this emulator in it."""
        facts = {**self.facts, "version": f"{self.distribution} {self.version}"}
        lines = "".join(f"      {name}: {value}\n" for name, value in facts.items())
        return (
            f"endpoints:\n  {self.name}:\n    url: http://{ADDRESS}:{port}\n    kind: emulator\n    region: us-east-1\n"
            "    credentials:\n      env_vars: { access_key: EMULATOR_ACCESS_KEY, secret_key: EMULATOR_SECRET_KEY }\n"
            "    timeouts: { connect: 5s, attempt: 30s, call: 60s }\n"
            "    wait_factor: 0.2 # emulators carry out everything at once\n"
            "    rate_limit: { in_flight: 8, scenarios: 8 }\n"
            f"    facts:\n{lines}"
        )


CREDENTIALS = {"EMULATOR_ACCESS_KEY": "testing", "EMULATOR_SECRET_KEY": "testing"}
"""The variables that a profile names; emulators take any values."""

FACTS = {"vpc": "true", "zone": "us-east-1a", "instance_type": "t3.micro"}

EMULATORS = {
    emulator.name: emulator
    for emulator in (
        Emulator(
            "ministack",
            "ministack",
            "ministack",
            ((3, 10), (4, 0)),
            (),
            ("-I", "-m", "ministack"),
            {"BIND_HOST": "{address}", "GATEWAY_PORT": "{port}"},
            {**FACTS, "account": '"000000000000"', "image": "ami-0abcdef1234567890", "image.ebs": "true"},
            4581,
        ),
        Emulator(
            "localemu",
            "localemu",
            "localemu.runtime.main",
            # Its metadata says 3.10, but its modules have type parameters in brackets.
            ((3, 12), (3, 14)),
            ("airspeed-ext", "crontab", "jsonpath-rw"),
            ("-I", "-m", "localemu.runtime.main"),
            # Its default server takes no address and listens on every interface.
            {"GATEWAY_SERVER": "hypercorn", "GATEWAY_LISTEN": "{address}:{port}"},
            {**FACTS, "account": '"000000000000"', "image": "ami-04681a1dbd79675a5", "image.ebs": "true"},
            4582,
        ),
        Emulator(
            "localstack",
            "localstack-core",
            "localstack.runtime.main",
            ((3, 12), (3, 14)),
            ("airspeed-ext", "crontab", "jsonpath-rw"),
            ("-I", "-m", "localstack.runtime.main"),
            {"GATEWAY_SERVER": "hypercorn", "GATEWAY_LISTEN": "{address}:{port}", "DISABLE_EVENTS": "1"},
            {**FACTS, "account": '"000000000000"', "image": "ami-04681a1dbd79675a5", "image.ebs": "true"},
            4584,
        ),
    )
}


def write(file: Path, text: str) -> None:
    """Write a file."""
    file.write_text(text, encoding="utf-8")

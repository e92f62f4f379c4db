"""The implementations of `ci/endpoints`: what each is, how it is told to listen on loopback only, and its profile."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, NamedTuple

from .managed import ADDRESS, ManagedServer
from .packages import HOME, FromCrates, FromPyPI, Package


class Emulator(NamedTuple):
    """An implementation that is not moto."""

    package: Package
    environment: Mapping[str, str]
    """Its environment; `{port}` and `{address}` are replaced."""
    facts: Mapping[str, str]
    """The facts of its profile."""
    port: int

    @property
    def name(self) -> str:
        """Its name on the command line, and in its profile."""
        return self.package.name

    def server(self) -> ManagedServer:
        """The server of this machine."""
        server = ManagedServer(f"ci/endpoints/{self.name}", HOME / self.name / "server", self.package.command)
        server.environment = lambda port: {
            name: value.format(port=port, address=ADDRESS) for name, value in self.environment.items()
        }
        server.write = lambda port: write(server.folder / "endpoints.yaml", self.profile(port))
        return server

    def profile(self, port: int) -> str:
        """The text of an endpoints.yaml with this emulator in it."""
        facts = {**self.facts, "version": self.package.title}
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
OF_MOTO = {**FACTS, "account": '"000000000000"', "image": "ami-04681a1dbd79675a5", "image.ebs": "true"}
"""The facts of those that have moto's images."""
LOCALSTACKS = ("airspeed-ext", "crontab", "jsonpath-rw")

EMULATORS = {
    emulator.name: emulator
    for emulator in (
        Emulator(
            FromPyPI("ministack", "ministack", "ministack", ((3, 10), (4, 0))),
            {"BIND_HOST": "{address}", "GATEWAY_PORT": "{port}"},
            {**FACTS, "account": '"000000000000"', "image": "ami-0abcdef1234567890", "image.ebs": "true"},
            4581,
        ),
        Emulator(
            # Its metadata says 3.10, but its modules have type parameters in brackets.
            FromPyPI("localemu", "localemu", "localemu.runtime.main", ((3, 12), (3, 14)), LOCALSTACKS),
            # Its default server takes no address and listens on every interface.
            {"GATEWAY_SERVER": "hypercorn", "GATEWAY_LISTEN": "{address}:{port}"},
            OF_MOTO,
            4582,
        ),
        Emulator(
            FromPyPI("localstack", "localstack-core", "localstack.runtime.main", ((3, 12), (3, 14)), LOCALSTACKS),
            {"GATEWAY_SERVER": "hypercorn", "GATEWAY_LISTEN": "{address}:{port}", "DISABLE_EVENTS": "1"},
            OF_MOTO,
            4584,
        ),
        Emulator(
            FromCrates("winterbaume", "winterbaume-ec2"),
            {},
            # It has no image, describes any as if it did, and launches any.
            {
                **FACTS,
                "account": '"123456789012"',
                "image": "ami-0abcdef1234567890",
                "image.ebs": "true",
                "account.settings": "true",
                "spot": "true",
                "dedicated_host": "m5.large",
                "flow_log_role": "arn:aws:iam::123456789012:role/flow-logs",
            },
            4585,
        ),
    )
}


def write(file: Path, text: str) -> None:
    """Write a file."""
    file.write_text(text, encoding="utf-8")

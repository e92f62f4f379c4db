"""What an implementation is made from: packages of PyPI, or crates, pinned with checksums by a lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Protocol, Sequence

from locked_venv import InstallError, install, locked_venv, python_of
from moto_control.problem import Problem

CI = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache" / "ec2-compat") / "endpoints"


class Package(Protocol):
    """An implementation that can be installed."""

    @property
    def lock(self) -> Path:
        """The file that pins it and all that it needs."""

    @property
    def title(self) -> str:
        """What it is called, with the version that the lock pins."""

    def ensure(self) -> None:
        """Install it unless that is done."""

    def command(self, port: int) -> Sequence[object]:
        """What starts it."""


class FromPyPI(NamedTuple):
    """A distribution, installed into a virtual environment of its own from `ci/endpoints/NAME.lock`."""

    name: str
    distribution: str
    module: str
    """What an installed environment can import, and its Python runs."""
    pythons: tuple[tuple[int, int], tuple[int, int]]
    """The oldest Python that it runs on, and the first that it does not."""
    sources: tuple[str, ...] = ()
    """Packages of its lock that PyPI has no wheel of."""

    @property
    def lock(self) -> Path:
        return CI / "endpoints" / f"{self.name}.lock"

    @property
    def title(self) -> str:
        version = pinned(self.lock, rf"^{self.distribution}==(\S+)")
        return f"{self.distribution} {version}"

    @property
    def venv(self) -> Path:
        """Its virtual environment, one for each state of the lock."""
        return locked_venv(HOME / self.name / "venv", self.lock)

    def ensure(self) -> None:
        oldest, first_not = self.pythons
        try:
            install(self.venv, self.lock, self.module, oldest, say, self.sources, first_not)
        except InstallError as e:
            raise Problem(str(e)) from e

    def command(self, port: int) -> Sequence[object]:
        return [python_of(self.venv), "-I", "-m", self.module]


class FromCrates(NamedTuple):
    """A library, behind the server that `ci/endpoints/servers/NAME` has for it, compiled by cargo."""

    name: str
    crate: str

    @property
    def folder(self) -> Path:
        """The server's package."""
        return CI / "endpoints" / "servers" / self.name

    @property
    def lock(self) -> Path:
        return self.folder / "Cargo.lock"

    @property
    def title(self) -> str:
        version = pinned(self.lock, rf'name = "{self.crate}"\nversion = "(\S+)"')
        return f"{self.crate} {version}"

    @property
    def target(self) -> Path:
        """Where cargo compiles it: apart from everything of the repository."""
        return HOME / self.name / "target"

    def ensure(self) -> None:
        if not shutil.which("cargo"):
            raise Problem("cargo is missing: see https://rustup.rs")
        if not self.target.exists():
            say(f"compiling {self.title} into {self.target}: this takes some minutes")
        flags = ["--quiet", "--locked", "--manifest-path", self.folder / "Cargo.toml", "--target-dir", self.target]
        if subprocess.run(["cargo", "build", *flags], stdout=sys.stderr, check=False).returncode:
            raise Problem("cargo could not build it; its output is above")

    def command(self, port: int) -> Sequence[object]:
        return [self.target / "debug" / f"{self.name}-endpoint", port]


def pinned(lock: Path, pattern: str) -> str:
    """The version that a lock has."""
    found = re.search(pattern, lock.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{lock} pins {pattern}"
    return found[1]


def say(text: str) -> None:
    """Print a message for a person."""
    print(text, file=sys.stderr, flush=True)

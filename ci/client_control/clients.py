"""The clients of `ci/clients`: how each is installed, and the programs by which `ec2-compat` finds them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

from locked_venv import COMPLETE, InstallError, install, locked_venv, python_of
from moto_control.problem import Problem

LOCKS = Path(__file__).resolve().parent / "locks"
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache" / "ec2-compat") / "clients"


def say(text: str) -> None:
    """A message."""
    print(text, file=sys.stderr)


class Client(ABC):
    """A client at a pinned version. `program` is how `src/observe/clients.yaml` has it."""

    def __init__(self, name: str, program: str) -> None:
        self.name, self.program = name, program

    @property
    @abstractmethod
    def folder(self) -> Path:
        """Its environment, one for each state of its lock."""

    @abstractmethod
    def install(self) -> None:
        """Install the lock unless that is done."""

    @abstractmethod
    def command(self) -> str:
        """The shell command that the program of `bin` is."""

    @abstractmethod
    def version(self) -> str:
        """The version that the lock pins."""

    def is_installed(self) -> bool:
        """Whether the state of the lock is installed to its end."""
        return (self.folder / COMPLETE).exists()

    def link(self, bin_folder: Path) -> None:
        """Write the program."""
        bin_folder.mkdir(parents=True, exist_ok=True)
        file, new = bin_folder / self.program, bin_folder / f".{self.program}.new"
        new.write_text(f'#!/bin/sh\n{self.command()} "$@"\n', encoding="utf-8")
        new.chmod(0o755)
        new.replace(file)

    def remove(self, bin_folder: Path) -> None:
        """Remove the program and every environment of the client."""
        (bin_folder / self.program).unlink(missing_ok=True)
        for folder in HOME.glob(f"{self.name}-*"):
            if re.fullmatch(r"[0-9a-f]{12}", folder.name[len(self.name) + 1 :]):
                shutil.rmtree(folder, ignore_errors=True)


class PythonClient(Client):
    """A client from PyPI, pinned by `locks/NAME.lock`."""

    def __init__(
        self,
        name: str,
        program: str,
        runs: str,
        package: str,
        module: str,
        pythons: tuple[tuple[int, int], tuple[int, int]],
    ) -> None:
        super().__init__(name, program)
        self.runs, self.package, self.module, self.pythons = runs, package, module, pythons

    @property
    def lock(self) -> Path:
        """Its lock file."""
        return LOCKS / f"{self.name}.lock"

    @property
    def folder(self) -> Path:
        return locked_venv(HOME / self.name, self.lock)

    def install(self) -> None:
        oldest, first_not = self.pythons
        try:
            install(self.folder, self.lock, self.module, oldest, say, before=first_not)
        except InstallError as e:
            raise Problem(str(e)) from e

    def command(self) -> str:
        return f"exec {shlex.quote(str(python_of(self.folder).with_name(self.runs)))}"

    def version(self) -> str:
        return pinned(self.lock.read_text(encoding="utf-8"), self.package)


class NodeClient(Client):
    """A client from npm, pinned by `locks/NAME/package-lock.json`."""

    def __init__(self, name: str, program: str, package: str, oldest: int) -> None:
        super().__init__(name, program)
        self.package, self.oldest = package, oldest

    @property
    def lock(self) -> Path:
        """Its lock file."""
        return LOCKS / self.name / "package-lock.json"

    @property
    def folder(self) -> Path:
        digest = hashlib.sha256(self.lock.read_bytes()).hexdigest()[:12]
        return HOME / f"{self.name}-{digest}"

    def install(self) -> None:
        if self.is_installed():
            return
        check_node(self.oldest)
        say(f"installing {self.name}/{self.lock.name} into {self.folder}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(self.lock.with_name(name), self.folder / name)
        # Scripts of packages do not run: what is installed is what the lock has checksums of.
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode:
            raise Problem("npm could not install the lock; its output is above")
        (self.folder / COMPLETE).touch()

    def command(self) -> str:
        modules = shlex.quote(str(self.folder / "node_modules"))
        return f"NODE_PATH={modules} exec {shlex.quote(shutil.which('node') or 'node')}"

    def version(self) -> str:
        lock = json.loads(self.lock.read_text(encoding="utf-8"))
        return str(lock["packages"][f"node_modules/{self.package}"]["version"])


def pinned(lock: str, package: str) -> str:
    """The version of a package in a lock for pip."""
    found = re.search(rf"(?m)^{re.escape(package)}==(\S+)", lock)
    if found is None:
        raise Problem(f"the lock does not have {package}")
    return found.group(1)


def check_node(oldest: int) -> None:
    """Problem unless there are npm and a Node.js of at least that version."""
    if not shutil.which("npm") or not shutil.which("node"):
        raise Problem("it needs Node.js with npm (Debian: apt-get install nodejs npm)")
    said = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    found = re.match(r"v(\d+)\.", said)
    if found is None or int(found.group(1)) < oldest:
        raise Problem(f"it needs Node.js {oldest} or newer, not {said}")


ANY = (4, 0)

CLIENTS: dict[str, Client] = {
    client.name: client
    for client in (
        PythonClient("aws-cli", "aws", "aws", "awscli", "awscli", ((3, 10), ANY)),
        PythonClient("boto3", "boto3-python", "python", "boto3", "boto3", ((3, 10), ANY)),
        PythonClient("ansible", "ansible-amazon-aws", "ansible-playbook", "ansible", "ansible, boto3", ((3, 11), ANY)),
        PythonClient("libcloud", "libcloud-python", "python", "apache-libcloud", "libcloud", ((3, 10), ANY)),
        NodeClient("aws-sdk-js", "aws-sdk-js-node", "@aws-sdk/client-ec2", 20),
        # The last version, of 2018: Python 3.12 removed what it imports.
        PythonClient("boto", "boto-python", "python", "boto", "boto.ec2", ((3, 8), (3, 12))),
    )
}

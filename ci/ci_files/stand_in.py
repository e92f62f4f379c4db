"""What the files are carried out with here: a repository to clone, and a wheel that pip installs in no time."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Mapping

from .places import CI


def repository(folder: Path, tag: str) -> str:
    """A repository whose `tag` has the scripts of ci/job as they are now; its URL."""
    shutil.copytree(CI / "job", folder / "ci" / "job")
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com", "-C", str(folder)]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"], ["tag", tag]):
        subprocess.run([*git, *command], check=True)
    return folder.as_uri()


def wheel(program: Path, folder: Path, tag: str = "any", more: Mapping[str, str] | None = None) -> Path:
    """A wheel as `ci/wheel` builds it, but for the binary: a script that starts the one that is built already. `more`
    has the texts of further files."""
    name = "ec2_compat-0.0.0"
    files = {
        **(more or {}),
        f"{name}.data/scripts/ec2-compat": f'#!/bin/sh\nexec "{program}" "$@"\n',
        f"{name}.dist-info/METADATA": "Metadata-Version: 2.1\nName: ec2-compat\nVersion: 0.0.0\n",
        f"{name}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-any\n",
    }
    files[f"{name}.dist-info/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{name}.dist-info/RECORD"])
    path = folder / f"{name}-py3-none-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            entry = zipfile.ZipInfo(file)
            entry.external_attr = (0o100755 if "/scripts/" in file else 0o100644) << 16
            archive.writestr(entry, text)
    return path


def environment(home: Path) -> dict[str, str]:
    """The variables of a job: those of this process without what a CI system, or a developer, may have set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "CI_", "EC2_COMPAT_")) and name != "CI"
    }
    return {**kept, "HOME": str(home), "EC2_COMPAT_HOME": str(home / ".cache" / "ec2-compat")}

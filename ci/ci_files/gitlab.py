"""Components of GitLab: inputs with their options, interpolation, the job with its two shells, artifacts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

from .shell import bash

INPUT = re.compile(r"\$\[\[\s*inputs\.([\w-]+)\s*\]\]")
VARIABLE = re.compile(r"\$(\w+)")


class ComponentError(Exception):
    """GitLab would refuse this."""


@dataclass
class Ran:
    """What a job did."""

    status: int
    after_status: int
    artifacts: list[Path]
    junit: Path


def render(file: Path, given: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header, and the configuration with the inputs put in."""
    header, body = file.read_text().split("\n---\n")
    header = yaml.safe_load(header)
    declared = header["spec"]["inputs"]
    unknown = set(given) - set(declared)
    if unknown:
        raise ComponentError(f"unknown inputs: {sorted(unknown)}")
    values = {}
    for name, one in declared.items():
        if name not in given and "default" not in one:
            raise ComponentError(f"missing input: {name}")
        values[name] = given.get(name, one.get("default"))
        if "options" in one and values[name] not in one["options"]:
            raise ComponentError(f"{name}: {values[name]!r} is not one of {one['options']}")

    def put_in(value: Any) -> Any:
        if isinstance(value, dict):
            return {put_in(key): put_in(one) for key, one in value.items()}
        if isinstance(value, list):
            return [put_in(one) for one in value]
        return INPUT.sub(lambda match: values[match[1]], value) if isinstance(value, str) else value

    return header, put_in(yaml.safe_load(body))


def run_job(file: Path, given: Mapping[str, str], project: Path, environment: Mapping[str, str]) -> Ran:
    """Carry out the component's job in a project's folder."""
    [job] = render(file, given)[1].values()
    environment = dict(environment, CI_PROJECT_DIR=str(project))
    for name, value in job["variables"].items():
        environment[name] = VARIABLE.sub(lambda match: environment.get(match[1], ""), value)
    status = bash("\n".join(job["before_script"] + job["script"]), project, environment)
    after = bash("\n".join(job["after_script"]), project, environment)

    def path(text: str) -> Path:
        return project / VARIABLE.sub(lambda match: environment.get(match[1], ""), text)

    artifacts = [path(one) for one in job["artifacts"]["paths"]]
    return Ran(status, after, artifacts, path(job["artifacts"]["reports"]["junit"]))

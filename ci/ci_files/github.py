"""Composite actions of GitHub: inputs, expressions, the steps with their conditions, outputs. Commands are run;
actions that are used are listed with what they would be given."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import yaml

from .shell import bash

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|==|!=|&&|\|\||!|\(\)|[()]|[A-Za-z_][\w.-]*)")
OPERATORS = {"&&": " and ", "||": " or ", "!": " not ", "==": "==", "!=": "!=", "(": "(", ")": ")", "()": ""}


class ActionError(Exception):
    """GitHub would refuse this."""


@dataclass
class Ran:
    """What an action did: of each step that was not skipped its id or what it uses, with the values it was given."""

    steps: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    failed: bool = False


class Context:
    """What expressions can name."""

    def __init__(self, inputs: Mapping[str, str]) -> None:
        self.inputs = inputs
        self.steps: dict[str, dict[str, Any]] = {}
        self.failed = False

    def lookup(self, name: str) -> Any:
        """The value of `inputs.x`, `steps.x.outputs.y`, `steps.x.outcome`, `runner.os` or `always()`."""
        kind, _, rest = name.partition(".")
        if kind == "inputs":
            if rest not in self.inputs:
                raise ActionError(f"no such input: {rest}")
            return self.inputs[rest]
        if kind == "steps":
            step, _, member = rest.partition(".")
            state = self.steps.get(step, {"outcome": "skipped", "outputs": {}})
            return state["outcome"] if member == "outcome" else state["outputs"].get(member.partition(".")[2], "")
        known = {"always": True, "runner.os": "Linux", "runner.arch": "X64"}
        if name not in known:
            raise ActionError(f"no such value: {name}")
        return known[name]

    def evaluate(self, expression: str) -> Any:
        """The value of an expression."""
        python, at = "", 0
        while at < len(expression):
            match = TOKEN.match(expression, at)
            if not match:
                raise ActionError(f"not understood: {expression[at:]}")
            token, at = match[1], match.end()
            if token in OPERATORS:
                python += OPERATORS[token]
            elif token.startswith("'"):
                python += repr(token[1:-1].replace("''", "'"))
            else:
                python += repr(self.lookup(token))
        return eval(python, {"__builtins__": {}})

    def render(self, text: Any) -> str:
        """A value with its expressions replaced."""
        return EXPRESSION.sub(lambda match: str(self.evaluate(match[1])), str(text))

    def wants(self, step: Mapping[str, Any]) -> bool:
        """Whether a step runs: after a failure only with `always()`."""
        condition = step.get("if")
        if condition is None:
            return not self.failed
        if self.failed and "always()" not in condition:
            return False
        return bool(self.evaluate(EXPRESSION.sub(r"\1", condition)))


def inputs_of(action: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """The values of all inputs."""
    declared = action["inputs"]
    unknown = set(given) - set(declared)
    if unknown:
        raise ActionError(f"unexpected inputs: {sorted(unknown)}")
    missing = [name for name, one in declared.items() if one.get("required") and name not in given]
    if missing:
        raise ActionError(f"missing inputs: {missing}")
    return {name: given.get(name, one.get("default", "")) for name, one in declared.items()}


def pairs(file: Path) -> dict[str, str]:
    """The `name=value` lines that a step wrote."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def run_action(file: Path, given: Mapping[str, str], workspace: Path, environment: Mapping[str, str]) -> Ran:
    """Carry out a composite action in a workspace."""
    action = yaml.safe_load(file.read_text())
    context, ran = Context(inputs_of(action, given)), Ran()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = dict(environment, GITHUB_ACTION_PATH=str(file.parent), GITHUB_WORKSPACE=str(workspace))
        for number, step in enumerate(action["runs"]["steps"]):
            if not context.wants(step):
                continue
            label = step.get("id") or step.get("uses") or context.render(step["run"])
            values = step.get("with" if "uses" in step else "env", {})
            values = {name: context.render(value) for name, value in values.items()}
            ran.steps.append((label, values))
            if "uses" in step:
                continue
            files = {one: folder / f"{number}-{one}" for one in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
            for one in files.values():
                one.touch()
            own = {name: str(path) for name, path in files.items()}
            status = bash(context.render(step["run"]), workspace, {**environment, **values, **own})
            context.failed |= status != 0
            if "id" in step:
                outcome = "failure" if status else "success"
                context.steps[step["id"]] = {"outcome": outcome, "outputs": pairs(files["GITHUB_OUTPUT"])}
            for line in files["GITHUB_PATH"].read_text().splitlines():
                environment["PATH"] = f"{line}:{environment['PATH']}"
            ran.summary += files["GITHUB_STEP_SUMMARY"].read_text()
    ran.outputs = {name: context.render(one["value"]) for name, one in action["outputs"].items()}
    ran.failed = context.failed
    return ran

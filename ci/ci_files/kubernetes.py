"""Jobs of Kubernetes: the containers of a pod as processes here, with folders in place of its volumes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, Mapping

import yaml

REFERENCE = re.compile(r"\$\((\w+)\)")


def documents(file: Path) -> list[dict[str, Any]]:
    """The documents of a manifest."""
    return list(yaml.safe_load_all(file.read_text()))


class Pod:
    """A pod of a Job. `images` has, of paths in the image, those here that they were copied from; `volumes` has a
    folder here for each volume."""

    def __init__(
        self,
        job: Mapping[str, Any],
        labels: Mapping[str, str],
        images: Mapping[str, Path],
        volumes: Mapping[str, Path],
        secrets: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.spec = job["spec"]["template"]["spec"]
        self.labels, self.images, self.volumes, self.secrets = labels, images, volumes, secrets

    def environment(self, container: Mapping[str, Any]) -> dict[str, str]:
        """The container's variables, of which later ones refer to earlier ones."""
        found: dict[str, str] = {}
        for source in container.get("envFrom", []):
            found.update(self.secrets[source["secretRef"]["name"]])
        for one in container["env"]:
            value = one.get("value")
            if value is None:
                value = self.labels[one["valueFrom"]["fieldRef"]["fieldPath"]]
            found[one["name"]] = REFERENCE.sub(lambda match: found[match[1]], value)
        return found

    def start(self, container: Mapping[str, Any], path: str, output: IO[Any] = sys.stderr) -> subprocess.Popen[bytes]:
        """Start a container's command, in a process group of its own."""
        variables = self.environment(container)
        places = {**self.images, **{one["mountPath"]: self.volumes[one["name"]] for one in container["volumeMounts"]}}

        def here(text: str) -> str:
            for there, folder in places.items():
                if text == there or text.startswith(f"{there}/"):
                    return f"{folder}{text[len(there) :]}"
            return text

        environment = {name: here(value) for name, value in variables.items()}
        environment.update(PATH=path, HOME=str(self.volumes["home"]))
        command = [here(word) for word in [*container["command"], *container.get("args", [])]]
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, start_new_session=True
        )

    def run(self, path: str) -> int:
        """Run the containers one after the other, those that initialize first, until one fails; its exit status."""
        for container in [*self.spec.get("initContainers", []), *self.spec["containers"]]:
            status = self.start(container, path).wait()
            if status:
                return status
        return 0


def fails_the_job(job: Mapping[str, Any], container: str, status: int) -> bool:
    """Whether the exit status of a container ends the Job, and no other pod is started."""
    for rule in job["spec"]["podFailurePolicy"]["rules"]:
        codes = rule["onExitCodes"]
        if codes["containerName"] == container and (status in codes["values"]) == (codes["operator"] == "In"):
            return rule["action"] == "FailJob"
    return False


def group(process: subprocess.Popen[bytes], signal: int) -> None:
    """Send a signal to all of a container."""
    os.killpg(process.pid, signal)

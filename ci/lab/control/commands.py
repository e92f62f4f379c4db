"""The command line and the environment of each of the cloud's processes."""

from __future__ import annotations

import os
from pathlib import Path

from . import layout, profile

ORDER = ("xenserver", "keystone", "placement", "glance", "neutron", "cinder", "nova", "ec2api", "s3")
UPGRADED = layout.CLOUD / "run" / "ec2-api-version"  # holds the version after an upgrade
MARK = "EC2_COMPAT_LAB"  # in the environment of every process of a lab; its value is LAB_HOME


def order(made: profile.Profile | None = None) -> tuple[str, ...]:
    """The services of a profile, default the current one: without XenServer, no simulator."""
    simulated = (made or profile.current()).hypervisor == profile.XENSERVER
    return ORDER if simulated else tuple(service for service in ORDER if service != "xenserver")


def command(service: str) -> list[object]:
    """The command line of a service."""
    python, etc = layout.VENV / "bin" / "python", layout.CLOUD / "etc"
    if service == "xenserver":
        return [
            python,
            "-m",
            "xenserver",
            "--topology",
            layout.TOPOLOGY,
            "--port",
            layout.PORTS["xenserver"],
            "--log",
            layout.CLOUD / "log" / "xenapi-calls.jsonl",
            "--data",
            layout.CLOUD / "vhd",
        ]
    if service in ("keystone", "placement", "neutron"):
        return [python, layout.SERVICES / "run_wsgi.py", service, etc, layout.PORTS[service]]
    if service in ("cinder", "nova"):
        return [python, layout.SERVICES / f"run_{service}.py", "--config-file", etc / (service + ".conf")]
    if service == "glance":
        return [python, layout.VENV / "bin" / "glance-api", "--config-file", etc / "glance-api.conf"]
    bin_ = ec2api_venv() / "bin"
    program = {"ec2api": "ec2-api", "s3": "ec2-api-s3"}[service]
    return [bin_ / "python", bin_ / program, "--config-file", etc / "ec2api.conf", "--log-file", service + ".log"]


def ec2api_venv() -> Path:
    """The environment of the ec2-api that the cloud runs."""
    return layout.upgraded_venv(UPGRADED.read_text().strip()) if UPGRADED.exists() else layout.VENV


def environment() -> dict[str, str]:
    """For the services: no proxies, since everything is on loopback. PYTHONPATH has the ML2 driver (with its entry
    point) and the volume driver in `plugins`, so that nothing is added to the virtual environment."""
    env = {
        k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy") and not k.startswith(("PYTHON", "OS_"))
    }
    env.update(
        {
            MARK: str(layout.HOME),
            "no_proxy": "127.0.0.1,localhost",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(map(str, (layout.SERVICES / "plugins", layout.LAB, layout.CI))),
            "LAB_TOPOLOGY": str(layout.TOPOLOGY),
            "LAB_ADDRESS": layout.ADDRESS,
            "LAB_WAIT_PORTS": ",".join(
                str(layout.PORTS[s]) for s in order() if s in ("keystone", "placement", "xenserver")
            ),
            "LAB_HYPERVISOR": profile.current().hypervisor,
            "LAB_REPAIR": ",".join(profile.current().repairs),
        }
    )
    return env


def client_environment() -> dict[str, str]:
    """For the checks that `lab` runs: it selects this lab, whatever the defaults are."""
    return dict(
        os.environ, LAB_HOME=str(layout.HOME), LAB_PORT_OFFSET=str(layout.OFFSET), LAB_TOPOLOGY=str(layout.TOPOLOGY)
    )

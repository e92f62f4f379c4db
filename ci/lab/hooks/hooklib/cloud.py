"""The services' APIs, as admin."""

from __future__ import annotations

import json
from typing import Any

from control import layout

from .failed import Failed
from .http import http

MICROVERSION = "2.79"  # servers name their flavor; the host can be chosen


def users() -> dict[str, Any]:
    """The credentials of each user."""
    try:
        return json.loads(layout.CREDENTIALS.read_text())["users"]
    except OSError as e:
        raise Failed(f"the lab was never up ({layout.HOME})") from e


class Cloud:
    """An authenticated client of nova, cinder and neutron."""

    def __init__(self) -> None:
        self.admin = users()["admin"]
        default = {"id": "default"}
        user = {"name": "admin", "password": self.admin["password"], "domain": default}
        _, headers = http(
            "POST",
            layout.url("keystone") + "/v3/auth/tokens",
            {
                "auth": {
                    "identity": {"methods": ["password"], "password": {"user": user}},
                    "scope": {"project": {"name": "admin", "domain": default}},
                }
            },
        )
        self.headers = {
            "X-Auth-Token": headers["X-Subject-Token"],
            "X-OpenStack-Nova-API-Version": MICROVERSION,
        }
        self.nova = layout.url("nova") + "/v2.1"
        self.cinder = f"{layout.url('cinder')}/v3/{self.admin['project_id']}"
        self.neutron = layout.url("neutron") + "/v2.0"

    def call(self, method: str, url: str, body: Any = None) -> Any:
        """Send a request. Returns the decoded response."""
        return http(method, url, body, self.headers)[0]

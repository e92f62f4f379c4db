"""Parameters that an endpoint is not sent."""

from __future__ import annotations

from typing import Any


def omit(client: Any, parameters: list[str]) -> None:
    """Send none of these parameters: botocore adds a ClientToken, which some endpoints do not know."""

    def drop(params: dict[str, Any], **_: Any) -> None:
        for name in parameters:
            params["body"].pop(name, None)

    client.meta.events.register("before-call.ec2", drop)

"""EC2 clients."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
from botocore import handlers
from botocore.config import Config

from control import layout

CREDENTIALS = json.loads(layout.CREDENTIALS.read_text())


def client(user: str = "alpha", tokens: bool = False) -> Any:
    """A client of one user.

    Like every SDK, botocore adds a ClientToken where EC2's model has an idempotency token; ec2-api 10 responds to some
    of those calls with 500. tokens=False leaves it out.
    """
    who = CREDENTIALS["users"][user]
    made = botocore.session.get_session().create_client(
        "ec2",
        region_name=CREDENTIALS["region"],
        endpoint_url=CREDENTIALS["ec2_url"],
        aws_access_key_id=who["access"],
        aws_secret_access_key=who["secret"],
        config=Config(retries={"max_attempts": 0}, read_timeout=120),
    )
    if not tokens:
        made.meta.events.unregister("before-parameter-build", handlers.generate_idempotent_uuid)
    return made

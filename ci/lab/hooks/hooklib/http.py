"""JSON over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any, Mapping

from .failed import Failed


def http(method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[Any, Message]:
    """Send a request. Returns (decoded response, its headers); Failed on any error."""
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            data = response.read()
            return (json.loads(data) if data else {}), response.headers
    except urllib.error.HTTPError as e:
        raise Failed(f"{method} {url}: {e.code} {e.read().decode(errors='replace')[:300]}") from e
    except OSError as e:
        raise Failed(f"{method} {url}: {e}") from e

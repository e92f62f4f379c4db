"""ci/endpoints.yaml for a moto on another port."""

from . import layout
from .problem import Problem

URL = "url: http://127.0.0.1:4577\n"  # of moto in ci/endpoints.yaml

CREDENTIALS = {"MOTO_ACCESS_KEY": "testing", "MOTO_SECRET_KEY": "testing"}
"""The variables that the file names; moto takes any values."""


def endpoints_file(url: str) -> str:
    """The text of the file for the moto at this URL."""
    text = (layout.CI / "endpoints.yaml").read_text()
    if URL not in text:
        raise Problem("ci/endpoints.yaml has no moto in it")
    return text.replace(URL, f"url: {url}\n")

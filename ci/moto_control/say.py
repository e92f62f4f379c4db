"""Messages. Only a url goes to stdout, since scripts read it."""

import sys


def say(text: str) -> None:
    """Print a message for a person."""
    print(f"ci/moto: {text}", file=sys.stderr, flush=True)

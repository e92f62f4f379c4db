"""Calls that are expected to be rejected, or may be."""

from typing import Any, Callable

from botocore.exceptions import ClientError


def code(error: ClientError) -> str:
    """Status and code of an error response."""
    return f"{error.response['ResponseMetadata']['HTTPStatusCode']} {error.response['Error']['Code']}"


def rejected(act: Callable[[], Any]) -> str:
    """The error that act() is expected to be rejected with."""
    try:
        value = act()
    except ClientError as e:
        return f"{code(e)}: {e.response['Error']['Message']}"
    raise AssertionError(f"was not rejected: {str(value)[:100]}")


def either(act: Callable[[], Any], undo: Callable[[Any], Any]) -> str:
    """Whether act() is accepted or rejected; what it made is deleted."""
    try:
        undo(act())
        return "accepted"
    except ClientError as e:
        return code(e)

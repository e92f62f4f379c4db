"""Errors of plugins."""


class PluginError(Exception):
    """xapi returns its kind and its message."""

    kind = "PluginError"


class RetryableError(PluginError):
    """nova retries the call."""

    kind = "RetryableError"

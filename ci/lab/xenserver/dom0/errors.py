"""What a plugin fails with."""


class PluginError(Exception):
    """xapi passes on the name of its class and its message."""

    kind = "PluginError"


class RetryableError(PluginError):
    """nova tries again."""

    kind = "RetryableError"

"""Why a hook fails."""


class Failed(Exception):
    """The text becomes the `error` of the line."""

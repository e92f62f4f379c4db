"""Expected failures, and the exit statuses of `ci/moto`."""

FAILED = 1
NOT_UP = 3
INTERRUPTED = 143  # while starting; the server was stopped again


class Problem(Exception):
    """An expected failure: its text is all that a user needs to see."""

    def __init__(self, text: str, status: int = FAILED) -> None:
        super().__init__(text)
        self.status = status

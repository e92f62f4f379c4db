"""Expected failures, and the exit statuses of `lab`."""

FAILED = 1  # nothing that was started is left running
PARTIAL = 4  # `status`: some processes run, others do not
DOWN = 3  # `status`: nothing runs
BUSY = 75  # another `lab` command is changing this LAB_HOME
UNAVAILABLE = 77  # the lab cannot run on this machine


class Problem(Exception):
    """An expected failure: its text is all that a user needs to see."""

    def __init__(self, text: str, status: int = FAILED) -> None:
        super().__init__(text)
        self.status = status

"""How the lab says that something cannot be done, and the exit statuses of `lab`."""

FAILED = 1  # something went wrong; nothing that was started is left running
HALF = 4  # `status`: some processes run, others do not
DOWN = 3  # `status`: nothing runs
BUSY = 75  # another `lab` command works on this LAB_HOME
UNAVAILABLE = 77  # the lab cannot be had on this machine


class Problem(Exception):
    """An expected failure: its text is all that a user needs to see."""

    def __init__(self, text, status=FAILED):
        super().__init__(text)
        self.status = status

"""What the profile omits is not sent."""

import unittest
from types import SimpleNamespace

from left_over.omitted import omit


class Omit(unittest.TestCase):
    """The body of a request."""

    def test_these_parameters_are_dropped_and_no_others(self):
        handlers = {}
        events = SimpleNamespace(register=lambda event, handler: handlers.update({event: handler}))
        omit(SimpleNamespace(meta=SimpleNamespace(events=events)), ["ClientToken", "Unused"])
        body = {"Action": "CreateVolume", "ClientToken": "token", "Size": 1}
        handlers["before-call.ec2"](params={"body": body}, model=None)
        self.assertEqual(body, {"Action": "CreateVolume", "Size": 1})


if __name__ == "__main__":
    unittest.main()

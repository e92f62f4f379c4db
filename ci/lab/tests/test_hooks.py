"""What the hooks share: a move that nova gives up is reported, and does not fail the hook."""

import io
import json
import sys
import unittest
from contextlib import redirect_stdout
from unittest import mock

import support

sys.path.insert(0, str(support.LAB / "hooks"))
from hooklib import line, move
from hooklib.failed import Failed
from hooklib.server import Migration

POOLS = {"a1": "a", "a2": "a", "b1": "b"}


class Nova:
    """A server whose move ends with this status."""

    def __init__(self, status):
        self.id, self.status, self.made, self.acts = "id", status, [], []

    def host(self):
        return "a2" if self.status == "completed" and self.made else "a1"

    def act(self, action, body=None):
        self.acts.append((action, body))
        self.made.insert(0, Migration(1, "a1", body["host"], self.status))

    def migrations(self):
        return self.made

    def settle(self):
        return {"status": "ERROR"}

    def wait(self, *states):
        return {"OS-EXT-SRV-ATTR:host": self.host()}

    def last_error(self):
        return "live-migration: refused"


class Moves(unittest.TestCase):
    def moved(self, nova, choose):
        """The line of a hook."""
        out = io.StringIO()
        with mock.patch.object(move, "pools", lambda: POOLS), mock.patch.object(
            move, "expect", lambda *a: None
        ), mock.patch.object(line, "Server", lambda id_: nova), mock.patch.object(
            line, "server_of", lambda instance: "id"
        ), mock.patch.object(sys, "argv", ["live-migrate", "i-1"]), redirect_stdout(out):
            move.move(choose)
        return json.loads(out.getvalue())

    def test_a_move_within_the_pool(self):
        nova = Nova("completed")
        done = self.moved(nova, move.within_pool)
        self.assertEqual((True, True, "a2"), (done["ok"], done["moved"], done["to"]))
        self.assertEqual([("os-migrateLive", {"host": "a2", "block_migration": "auto"})], nova.acts)

    def test_a_move_that_nova_gives_up(self):
        for status in ("error", "failed", "cancelled"):
            done = self.moved(Nova(status), move.within_pool)
            self.assertEqual((True, False, "ERROR"), (done["ok"], done["moved"], done["status"]))
            self.assertEqual("live-migration: refused", done["reason"])

    def test_no_host_to_move_to(self):
        with mock.patch.object(move, "pools", lambda: {"a1": "a"}), self.assertRaises(Failed):
            move.begin_move(Nova("completed"), move.within_pool)


if __name__ == "__main__":
    unittest.main()

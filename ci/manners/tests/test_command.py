"""The server of `up` stops its moto, and verdicts of two runs are compared."""

import argparse
import json
import os
import signal
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from manners import command_line
from manners.options import add_options
from manners.settings import table
from manners.verdicts import differences, verdicts


class Serve(unittest.TestCase):
    def test_its_moto_ends_with_it(self):
        moto = mock.Mock(url="http://127.0.0.1:1")
        server = mock.Mock()
        server.serve_forever = lambda: os.kill(os.getpid(), signal.SIGTERM)
        parser = argparse.ArgumentParser()
        add_options(parser)
        arguments = parser.parse_args([])
        arguments.port = 0
        before = signal.getsignal(signal.SIGTERM)
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with mock.patch.object(command_line.moto, "up", return_value=moto):
            with mock.patch.object(command_line, "service", return_value=server), self.assertRaises(SystemExit):
                command_line.serve(arguments)
        server.world.warm_up.assert_called_once_with()
        moto.down.assert_called_once_with()

    def test_the_endpoints_file_is_not_amazons_and_needs_no_consent(self):
        text = command_line.endpoints("http://127.0.0.1:4711")
        self.assertIn("url: http://127.0.0.1:4711\n", text)
        self.assertIn("kind: emulator", text)
        self.assertIn("wait_factor: 0.5", text)


class Verdicts(unittest.TestCase):
    def run_with(self, **found: str) -> dict:
        with tempfile.TemporaryDirectory(prefix="manners-tests-") as folder:
            scenarios = [{"id": name.replace("_", "/"), "verdict": verdict} for name, verdict in found.items()]
            scenarios.append({"id": "aftermath", "verdict": "broken"})
            Path(folder, "report.json").write_text(json.dumps({"scenarios": scenarios}))
            return verdicts(Path(folder))

    def test_each_difference_is_a_line(self):
        without = self.run_with(vpc_a="works", vpc_b="broken", vpc_c="works", fixtures_vpc="works")
        through = self.run_with(vpc_a="works", vpc_b="works", vpc_d="error")
        lines = [line.partition(":")[0] for line in differences(without, through)]
        self.assertEqual(["vpc/b", "vpc/c", "vpc/d"], lines)
        self.assertEqual([], differences(without, without))


class Data(unittest.TestCase):
    def test_every_table_names_its_pages(self):
        for name in ("kinds", "quotas", "throttling", "transitions"):
            data = table(name)
            self.assertTrue(data["about"] and data["source"], name)
            for source in data["source"]:
                self.assertRegex(source, r"^https://docs\.aws\.amazon\.com/")


if __name__ == "__main__":
    unittest.main()

"""CALLS.md is correct: the calls that it lists are supported, and those listed as not simulated are not."""

import re
import unittest
from pathlib import Path

from xenserver import topology
from xenserver.dom0 import CALLS, PICKLED
from xenserver.dom0.xenhost import NETWORK_COMMANDS
from xenserver.values import Failure
from xenserver.world import LOGIN, LOGOUT, World

PACKAGE = Path(__file__).resolve().parents[1]
PLUGIN = re.compile(r"host\.call_plugin (\w+)\.py (\w+)(?::(\w+))?")


def rows():
    """The cells of each row of both tables."""
    for line in (PACKAGE / "CALLS.md").read_text().splitlines():
        if line.startswith("| ") and not line.startswith("| call "):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = World(topology.read(str(PACKAGE / "topology.json"))).pools[0]

    def answered(self, call):
        plugin = PLUGIN.fullmatch(call)
        if plugin:
            name, function, command = plugin.groups()
            return (name, function) in CALLS and (not command or command in NETWORK_COMMANDS)
        try:
            return call in (LOGIN, LOGOUT) or bool(self.pool.handler(call))
        except Failure:
            return False

    def test_each_is_supported_as_listed(self):
        listed = list(rows())
        self.assertGreater(len(listed), 150)
        for cells in listed:
            simulated = not (len(cells) == 3 and cells[2].startswith("no"))
            self.assertEqual(self.answered(cells[0]), simulated, cells[0])

    def test_arguments_of_plugins_are_pickled_as_listed(self):
        for cells in rows():
            plugin = PLUGIN.fullmatch(cells[0])
            # network_config's row has what is inside the pickle
            if plugin and len(cells) > 3 and plugin.group(2) != "network_config":
                self.assertEqual(plugin.groups()[:2] in PICKLED, cells[2].startswith("pickle"), cells[0])

    def test_every_plugin_function_is_listed(self):
        listed = {PLUGIN.fullmatch(cells[0]).groups()[:2] for cells in rows() if PLUGIN.fullmatch(cells[0])}
        self.assertEqual(set(CALLS) - listed, set())

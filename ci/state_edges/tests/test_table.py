"""suites/STATES.md holds, and faults of such a table are found."""

import tempfile
import unittest
from pathlib import Path

from state_edges.table import Edge, agrees, edges, problems

SUITES = Path(__file__).resolve().parents[3] / "suites"
STATES = {
    "instance": ("pending", "running", "stopping", "stopped", "shutting-down", "terminated"),
    "volume": ("creating", "available", "in-use", "deleting", "deleted"),
}
ACTIONS = {
    "instance": (
        "StartInstances",
        "StopInstances",
        "RebootInstances",
        "TerminateInstances",
        "ModifyInstanceAttribute",
        "AttachVolume",
        "AttachNetworkInterface",
        "CreateImage",
    ),
    "volume": ("AttachVolume", "CreateSnapshot", "DeleteVolume", "DetachVolume", "ModifyVolume"),
}


class Committed(unittest.TestCase):
    """The table of the suite."""

    def setUp(self) -> None:
        self.edges = edges((SUITES / "STATES.md").read_text("utf-8"))

    def test_each_edge_is_held_by_its_scenario(self) -> None:
        self.assertEqual(list(problems(self.edges, SUITES)), [])

    def test_each_state_has_each_action(self) -> None:
        there = {(edge.kind, edge.state, edge.action) for edge in self.edges}
        wanted = {(kind, state, action) for kind in STATES for state in STATES[kind] for action in ACTIONS[kind]}
        self.assertEqual(sorted(wanted - there), [])


class Faults(unittest.TestCase):
    """Faults of a table."""

    SCENARIO = (
        "about: x\nsteps:\n  - StartInstances: { InstanceIds: [i] }\n    error: [A, B]\n"
        "  - about: again\n    StopInstances: { InstanceIds: [i] }\n"
    )

    def found(self, *rows: Edge) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "area").mkdir()
            Path(folder, "area", "one.yaml").write_text(self.SCENARIO, "utf-8")
            return list(problems(list(rows), Path(folder)))

    def test_what_holds_is_no_fault(self) -> None:
        start = Edge("instance", "running", "StartInstances", "refused: B, A", "area/one", "")
        stop = Edge("instance", "running", "StopInstances", "allowed", "area/one", "")
        self.assertEqual(self.found(start, stop), [])

    def test_faults_are_found(self) -> None:
        for fault, row in {
            "there is no scenario": ("StartInstances", "refused: A, B", "area/two", ""),
            "no step expects": ("StartInstances", "refused: A", "area/one", ""),
            "no step calls": ("RebootInstances", "allowed", "area/one", ""),
            "is no outcome": ("StopInstances", "perhaps", "area/one", ""),
            "needs a reason": ("StopInstances", "", "", ""),
            "has both": ("StopInstances", "allowed", "area/one", "none"),
        }.items():
            with self.subTest(fault):
                self.assertIn(fault, "\n".join(self.found(Edge("instance", "running", *row))))

    def test_a_row_that_is_there_twice_is_found(self) -> None:
        row = Edge("instance", "running", "StopInstances", "allowed", "area/one", "")
        self.assertEqual(self.found(row, row), ["instance, running, StopInstances: twice"])

    def test_either_needs_a_step_that_allows_both(self) -> None:
        edge = Edge("instance", "pending", "StopInstances", "either: A", "area/one", "")
        step = "  - StopInstances: {}\n    until:\n      expect:\n        - x\n      error: A\n"
        self.assertTrue(agrees(edge, step))
        self.assertFalse(agrees(edge, "  - StopInstances: {}\n    error: A\n"))

    def test_a_row_needs_all_columns(self) -> None:
        with self.assertRaises(ValueError):
            edges("| head | of | a | table | with | six |\n|---|---|---|---|---|---|\n| too | few |\n")

"""Tables of several runs."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import support
from tables import origins, runs, versions


def report(works, causes, verdicts):
    """A report.json: causes are (fingerprint, severity, scenarios)."""
    score = {"works_percent": works, "identical_percent": 1.0}
    return {
        "run": {"end": "complete"},
        "endpoints": [{"name": "openstack"}],
        "counts": {"works": 1, "broken": 2},
        "scores": [{"endpoint": "openstack", "overall": score, "workflows": [{"name": "launch", "score": score}]}],
        "causes": [
            {
                "fingerprint": f,
                "endpoint": "openstack",
                "code": "C212",
                "severity": severity,
                "title": "title of " + f,
                "scenarios": scenarios,
                "counts": True,
            }
            for f, severity, scenarios in causes
        ],
        "scenarios": [{"id": i, "endpoint": "openstack", "verdict": v} for i, v in verdicts.items()],
    }


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_of(self, name, *about):
        (self.folder / name).mkdir()
        (self.folder / name / "report.json").write_text(json.dumps(report(*about)))
        return runs.read(name, self.folder / name)

    def two(self):
        return (
            self.run_of(
                "one", 40.0, [("a", "breaking", ["x"]), ("b", "differs", ["y"])], {"x": "broken", "y": "works"}
            ),
            self.run_of("two", 50.0, [("b", "differs", ["y"]), ("c", "differs", ["z"])], {"x": "works", "y": "broken"}),
        )

    def test_what_an_upgrade_changed(self):
        figures = versions.table(list(self.two()))
        self.assertEqual("two", figures["best"])
        (upgrade,) = figures["upgrades"]
        self.assertEqual((["title of a"], []), (upgrade["gone"], upgrade["new"]))  # nobody tried z before
        self.assertEqual((["x"], ["y"]), (upgrade["better"], upgrade["worse"]))
        text = versions.markdown(figures)
        self.assertIn("| overall | 40.0 / 1.0 | 50.0 / 1.0 |", text)
        self.assertIn("| one to two | 1 | 0 | 1 | 1 |", text)

    def test_where_a_deviation_comes_from(self):
        figures = origins.table(*self.two())["origins"]
        found = {name: [e["fingerprint"] for e in entry["deviations"]] for name, entry in figures.items()}
        self.assertEqual({"both": ["b"], "xenserver": ["a"], "fake": [], "not compared": ["c"]}, found)
        text = origins.markdown(origins.table(*self.two_again()))
        self.assertIn("- breaking: title of a (C212)", text)
        self.assertIn("no KVM", text)

    def two_again(self):
        return [runs.read(name, self.folder / name) for name in ("one", "two")]

    def test_the_programs_write_both_forms(self):
        self.two()
        for name, arguments in (
            ("origins", [self.folder / "one", self.folder / "two", self.folder]),
            ("versions", ["--out", self.folder, "--tables-only", "--version", "one", "--version", "two"]),
        ):
            done = subprocess.run([sys.executable, support.LAB / name, *arguments], capture_output=True, text=True)
            self.assertEqual((0, ""), (done.returncode, done.stderr))
            self.assertTrue(json.loads((self.folder / (name + ".json")).read_text()))
            self.assertIn("# ", (self.folder / (name + ".md")).read_text())

    def test_no_run(self):
        done = subprocess.run(
            [sys.executable, support.LAB / "origins", self.folder, self.folder, self.folder],
            capture_output=True,
            text=True,
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("not a run", done.stderr)


if __name__ == "__main__":
    unittest.main()

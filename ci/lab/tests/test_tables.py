"""Tables of several runs."""

import json
import os
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

    def test_where_a_deviation_comes_from(self):
        figures = origins.table(*self.two())["origins"]
        found = {name: [e["fingerprint"] for e in entry["deviations"]] for name, entry in figures.items()}
        self.assertEqual({"both": ["b"], "xenserver": ["a"], "fake": [], "not compared": ["c"]}, found)
        text = origins.markdown(origins.table(*self.two_again()))
        self.assertIn("## Only on xenserver\n\n- breaking: C212 `title of a`\n", text)
        self.assertIn("## On both\n\n<details><summary>1 causes</summary>\n\n- differs: C212 `title of b`\n", text)
        self.assertIn("(3 scenarios judged)", text)
        self.assertNotIn("partial", text)
        self.assertIn("no KVM", text)

    def test_what_a_run_left_is_not_compared_and_a_partial_run_is_named(self):
        one = self.run_of("one", 1.0, [("a", "differs", ["aftermath"])], {"aftermath": "broken", "x": "works"})
        two = self.run_of("two", 1.0, [], {"aftermath": "identical", "x": "works"})._replace(end="interrupted")
        figures = origins.table(one, two)
        self.assertEqual(1, figures["origins"]["not compared"]["causes"])
        self.assertIn("The run on fake is partial", origins.markdown(figures))

    def test_what_is_informational_is_no_deviation(self):
        (self.folder / "one").mkdir()
        made = report(1.0, [("a", "differs", ["x"]), ("b", "differs", ["x"]), ("c", "differs", ["x"])], {"x": "works"})
        made["causes"][0].update(counts=False)
        made["causes"][1].update(counts=False, known={"reason": "a bug"})
        (self.folder / "one" / "report.json").write_text(json.dumps(made))
        self.assertEqual(["b", "c"], list(runs.read("one", self.folder / "one").causes))

    def two_again(self):
        return [runs.read(name, self.folder / name) for name in ("one", "two")]

    def test_the_program_writes_both_forms(self):
        self.two()
        done = subprocess.run(
            [sys.executable, support.LAB / "origins", self.folder / "one", self.folder / "two", self.folder],
            capture_output=True,
            text=True,
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(1, json.loads((self.folder / "origins.json").read_text())["origins"]["both"]["causes"])
        self.assertIn("# Deviations by origin", (self.folder / "origins.md").read_text())

    def test_no_run(self):
        done = subprocess.run(
            [sys.executable, support.LAB / "origins", self.folder, self.folder, self.folder],
            capture_output=True,
            text=True,
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("not a run", done.stderr)


def column(version, works, identical, end="complete"):
    """A column of a matrix."""
    return {"heading": version, "end": end, "common": {"works_percent": works, "identical_percent": identical}}


MATRIX = """#!/bin/sh
# Stands in for ec2-compat: `matrix ... --out DIR COLUMN...` notes its arguments and writes a matrix.
while [ "$1" != --out ]; do shift; done
out=$2; shift 2
echo "$@" >"$NOTED"
cp "$MADE" "$out/matrix.json"
printf '# EC2 compatibility over time\\n\\nThe table.\\n' >"$out/matrix.md"
"""


class Versions(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_the_best_is_the_one_of_which_most_works_of_what_all_were_judged_on(self):
        one, two, three = column("10.0.0", 40.0, 30.0), column("11.0.0", 50.0, 20.0), column("17.0.0", 50.0, 25.0)
        self.assertEqual("17.0.0", versions.best({"columns": [one, two, three]}))
        self.assertEqual("10.0.0", versions.best({"columns": [one, column("11.0.0", 50.0, 20.0, "interrupted")]}))
        alike = column("14.0.2", 40.0, 30.0)
        worse = column("16.0.0", 1.0, 1.0)
        self.assertEqual("10.0.0 and 14.0.2", versions.best({"columns": [one, alike, worse]}))
        self.assertEqual("none: they are alike in this selection", versions.best({"columns": [one, alike]}))
        self.assertEqual("10.0.0", versions.best({"columns": [one]}))
        self.assertIn("none", versions.best({"columns": []}))

    def test_tables_are_made_of_the_runs_in_the_order_of_versions(self):
        matrix = {"columns": [column("9.0.0", 40.0, 1.0), column("10.0.0", 50.0, 1.0)], "scenarios": [{}, {}]}
        (self.folder / "made.json").write_text(json.dumps(matrix))
        program = self.folder / "ec2-compat"
        program.write_text(MATRIX)
        program.chmod(0o755)
        runs_folder = self.folder / "runs"
        for version in ("10.0.0", "9.0.0"):
            (runs_folder / version).mkdir(parents=True)
            (runs_folder / version / "run.json").write_text("{}")
        (runs_folder / "11.0.0").mkdir()  # nothing was recorded
        (runs_folder / "selection.json").write_text(json.dumps(["tag:smoke"]))
        places = ["--runs", runs_folder, "--out", self.folder / "out"]
        noted = self.folder / "noted"
        done = subprocess.run(
            [sys.executable, support.LAB / "versions", "--program", program, *places, "--tables-only"],
            capture_output=True,
            text=True,
            env={**os.environ, "MADE": str(self.folder / "made.json"), "NOTED": str(noted)},
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual([f"{v}={runs_folder / v}" for v in ("9.0.0", "10.0.0")], noted.read_text().split())
        figures = json.loads((self.folder / "out" / "versions.json").read_text())
        self.assertEqual((["tag:smoke"], 2, "10.0.0"), tuple(list(figures.values())[:3]))
        page = (self.folder / "out" / "versions.md").read_text()
        self.assertTrue(page.startswith("# ec2-api by version\n"), page)
        for part in ("`tag:smoke`, 2 scenarios", "Most compatible: **10.0.0**", "\nThe table.\n"):
            self.assertIn(part, page)

    def test_no_runs(self):
        done = subprocess.run(
            [sys.executable, support.LAB / "versions", "--tables-only", "--runs", self.folder, "--out", self.folder],
            capture_output=True,
            text=True,
        )
        self.assertEqual((1, f"versions: no runs in {self.folder}\n"), (done.returncode, done.stderr))


if __name__ == "__main__":
    unittest.main()

"""The GitHub Action, step by step."""

import re
import subprocess
import unittest
from pathlib import Path

from ci_files.github import ActionError, Context, run_action
from ci_files.places import ACTION

from .support import PROGRAM, QUICK, Job


class Action(Job):
    def run_with(self, **inputs):
        given = {"target": "moto", "filters": QUICK, "program": str(self.wheel), **inputs}
        return run_action(ACTION, given, self.workspace, {**self.environment, **self.secrets()})

    def test_deviations_fail_the_job_and_the_reports_are_kept(self):
        ran = self.run_with()
        run = self.workspace / ran.outputs["directory"]
        self.assertEqual(("1", True), (ran.outputs["exit-code"], ran.failed))
        self.assert_reports(run, 1)
        self.assertEqual((run / "report.md").read_text(), ran.summary)
        label, values = ran.steps[-1]
        self.assertRegex(label, "^actions/upload-artifact@")
        self.assertEqual({"name": "ec2-compat", "path": "reports/ec2-compat"}, {k: values[k] for k in ("name", "path")})
        # After the failure, before the upload: what a killed run left is deleted.
        self.assertIn("/job/sweep", ran.steps[-2][0])
        self.assertFalse(any("actions/cache" in label for label, _ in ran.steps), "pip's wheel needs no cache")

    def test_known_deviations_pass(self):
        endpoints = self.workspace / "endpoints.yaml"
        endpoints.write_text(endpoints.read_text().replace("    facts:\n", "    facts:\n      platform: moto\n"))
        self.run_with()
        run, suites = self.workspace / "reports/ec2-compat", self.folder / "suites"
        update = [str(PROGRAM), "--suites", str(suites), "known", "update", str(run)]
        subprocess.run(update, check=True, env=self.environment, stdout=subprocess.DEVNULL)
        [known] = (suites / "known").glob("*.yaml")
        reasons = re.sub(r"reason:.*", "reason: moto is an emulator.", known.read_text())
        (self.workspace / "known.yaml").write_text(reasons)
        ran = self.run_with(known="known.yaml", out="second", artifact="")
        self.assertEqual(("0", False), (ran.outputs["exit-code"], ran.failed))
        self.assert_reports(self.workspace / "second", 0)
        self.assertFalse(any("upload-artifact" in label for label, _ in ran.steps))

    def test_without_a_wheel_the_checkout_is_compiled_and_cached(self):
        install = ACTION.parent.parent / "job" / "install"
        printed = subprocess.run([install, "--cache"], env=self.environment, check=True, stdout=subprocess.PIPE).stdout
        cache = dict(line.split("=", 1) for line in printed.decode().splitlines())
        # As the cache restores it.
        compiled = Path(cache["path"], cache["key"], "bin")
        compiled.mkdir(parents=True)
        (compiled / "ec2-compat").symlink_to(PROGRAM)
        ran = self.run_with(program="", **{"fail-on": "breaking"})
        [values] = [values for label, values in ran.steps if label.startswith("actions/cache@")]
        self.assertEqual((cache["path"], f"ec2-compat-Linux-X64-{cache['key']}"), (values["path"], values["key"]))
        self.assert_reports(self.workspace / ran.outputs["directory"], int(ran.outputs["exit-code"]))

    def test_a_wrong_level_is_refused_before_anything_is_sent(self):
        ran = self.run_with(level="basic")
        self.assertTrue(ran.failed)
        self.assertFalse((self.workspace / "reports").exists())

    def test_unknown_and_missing_inputs_are_refused(self):
        with self.assertRaisesRegex(ActionError, "endpoint"):
            self.run_with(endpoint="x")
        with self.assertRaisesRegex(ActionError, "target"):
            run_action(ACTION, {}, self.workspace, self.environment)


class Expressions(unittest.TestCase):
    def test_conditions(self):
        context = Context({"program": "", "artifact": "x"})
        self.assertTrue(context.evaluate("inputs.program == ''"))
        self.assertTrue(context.evaluate("always() && inputs.artifact != ''"))
        self.assertFalse(context.evaluate("always() && steps.run.outcome != 'skipped'"))
        self.assertEqual("a x b", context.render("a ${{ inputs.artifact }} b"))
        with self.assertRaises(ActionError):
            context.evaluate("inputs.other == ''")

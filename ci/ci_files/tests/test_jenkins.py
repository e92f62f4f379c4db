"""The shared step of Jenkins, carried out by Groovy with the steps of Jenkins that it uses."""

import unittest

from ci_files import stand_in
from ci_files.jenkins import groovy, run_step
from ci_files.places import SHARED_STEP

from .support import QUICK, Job


@unittest.skipUnless(groovy(), "Groovy is not installed (Debian: groovy)")
class SharedStep(Job):
    def settings(self, **more):
        source = stand_in.repository(self.folder / "source", "v1")
        return {"source": source, "target": "moto", "filters": QUICK, "program": str(self.wheel), **more}

    def test_deviations_fail_the_build_and_the_reports_are_kept(self):
        environment = {**self.environment, **self.secrets()}
        status, steps = run_step(SHARED_STEP, self.settings(failOn="differs"), self.workspace, environment)
        self.assertEqual(1, status)
        scripts = [step["value"] for step in steps if step["step"] == "sh"]
        self.assertEqual([0, 0, 1, 0], [one["status"] for one in scripts])
        self.assertEqual(".ec2-compat/ci/job/sweep", scripts[-1]["script"])
        by_name = {step["step"]: step["value"] for step in steps}
        self.assertEqual("reports/ec2-compat/junit.xml", by_name["junit"]["testResults"])
        self.assertEqual("reports/ec2-compat/**", by_name["archiveArtifacts"]["artifacts"])
        self.assert_reports(self.workspace / "reports/ec2-compat", 1)

    def test_settings_are_checked_before_anything_runs(self):
        for settings, problem in (({"fail_on": "differs"}, "fail_on"), ({"source": "x"}, "target")):
            status, steps = run_step(SHARED_STEP, settings, self.workspace, self.environment)
            self.assertEqual((1, ["failed"]), (status, [step["step"] for step in steps]))
            self.assertIn(problem, steps[0]["value"])

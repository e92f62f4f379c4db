"""The GitLab component's job, in its two shells."""

from ci_files import stand_in
from ci_files.gitlab import ComponentError, render, run_job
from ci_files.places import COMPONENT

from .support import QUICK, Job


class Component(Job):
    def test_the_job_runs_and_its_artifacts_are_there(self):
        source = stand_in.repository(self.folder / "source", "v1")
        given = {"source": source, "target": "moto", "filters": QUICK, "program": str(self.wheel)}
        ran = run_job(COMPONENT, given, self.workspace, {**self.environment, **self.secrets()})
        self.assertEqual((1, 0), (ran.status, ran.after_status))
        [run] = ran.artifacts
        self.assertEqual(run / "junit.xml", ran.junit)
        self.assert_reports(run, 1)
        self.assertTrue((self.workspace / ".cache/ec2-compat/program/bin/ec2-compat").exists(), "what is cached")

    def test_inputs_are_checked(self):
        for given, problem in (
            ({"target": "moto"}, "source"),
            ({"source": "x", "target": "moto", "level": "basic"}, "basic"),
            ({"source": "x", "target": "moto", "endpoint": "y"}, "endpoint"),
        ):
            with self.assertRaisesRegex(ComponentError, problem):
                render(COMPONENT, given)

"""The examples of runs on several machines: each shard as its CI system starts it, then the run of them."""

import json
import os
import re
import shutil
import unittest

import yaml

from ci_files import stand_in
from ci_files.github import run_action
from ci_files.gitlab import run_job
from ci_files.kubernetes import Pod, documents
from ci_files.places import (
    ACTION,
    CI,
    COMPONENT,
    SHARDS_BUILDKITE,
    SHARDS_CIRCLECI,
    SHARDS_GITHUB,
    SHARDS_GITLAB,
    SHARDS_KUBERNETES,
)
from ci_files.shell import bash

from .support import PROGRAM, Job

FILTERS = "key-pairs/* !area:vpc"


class Shards(Job):
    def assert_merged(self, run, shards):
        """The run has what its shards have, which is what each of them has and no other."""
        self.assertEqual(
            ["complete"] * len(shards), [one["end"] for one in json.loads((run / "shards.json").read_text())]
        )
        of = [json.loads((shard / "run.json").read_text()) for shard in shards]
        self.assertEqual(1, len({head["run"] for head in of}), "they share a name")
        self.assertEqual([f"{n}/{len(shards)}" for n in range(1, len(shards) + 1)], sorted(self.numbers(of)))
        merged = json.loads((run / "run.json").read_text())
        self.assertEqual(sorted(merged["selected"]), sorted(one for head in of for one in head["selected"]))
        self.assert_reports(run, 1)

    def numbers(self, heads):
        return [f"{head['shard']['number']}/{head['shard']['of']}" for head in heads]


class GitHub(Shards):
    def test_a_matrix_of_shards_and_a_job_that_merges_them(self):
        jobs = yaml.safe_load(SHARDS_GITHUB.read_text())["jobs"]
        environment = {**self.environment, **self.secrets(), "GITHUB_REPOSITORY": "a/b", "GITHUB_RUN_ID": "7"}
        more = {"target": "moto", "filters": FILTERS, "program": str(self.wheel)}
        download = self.folder / "download"
        values = jobs["shards"]["strategy"]["matrix"]["shard"]
        for value in values:
            step = jobs["shards"]["steps"][-1]["with"]
            given = {name: re.sub(r"\$\{\{ matrix\.shard \}\}", str(value), text) for name, text in step.items()}
            ran = run_action(ACTION, {**given, **more}, self.workspace, environment)
            self.assertIn(ran.outputs["exit-code"], ("0", "1"))
            [upload] = [with_ for label, with_ in ran.steps if label.startswith("actions/upload-artifact@")]
            shutil.move(self.workspace / upload["path"], download / upload["name"])
        _, fetch, merge = jobs["merge"]["steps"]
        self.assertTrue(all(path.match(fetch["with"]["pattern"]) for path in download.iterdir()))
        # Another machine, where the folder is not there yet.
        (self.workspace / fetch["with"]["path"]).rmdir()
        shutil.move(download, self.workspace / fetch["with"]["path"])
        ran = run_action(
            ACTION, {**merge["with"], "target": "moto", "program": str(self.wheel)}, self.workspace, environment
        )
        self.assertEqual("1", ran.outputs["exit-code"])
        shards = sorted((self.workspace / fetch["with"]["path"]).iterdir())
        self.assert_merged(self.workspace / ran.outputs["directory"], shards)
        self.assertEqual(len(values), len(shards))


class GitLab(Shards):
    def test_a_parallel_job_and_a_job_that_merges_its_artifacts(self):
        example = yaml.safe_load(SHARDS_GITLAB.read_text())
        source = stand_in.repository(self.folder / "source", "v1")
        more = {"source": source, "target": "moto", "filters": FILTERS, "program": str(self.wheel)}
        shards, merge = (one["inputs"] for one in example["include"])
        of = example["ec2-compat"]["parallel"]
        environment = {
            **self.environment,
            **self.secrets(),
            "CI_SERVER_URL": "https://gitlab.example",
            "CI_PIPELINE_ID": "7",
        }
        for index in range(1, of + 1):
            shutil.rmtree(self.workspace / ".ec2-compat", ignore_errors=True)
            parallel = {"CI_NODE_INDEX": str(index), "CI_NODE_TOTAL": str(of)}
            ran = run_job(COMPONENT, {**shards, **more}, self.workspace, {**environment, **parallel})
            self.assertIn(ran.status, (0, 1))
            self.assertEqual([self.workspace / f"reports/shards/{index}"], ran.artifacts)
            self.assertTrue(ran.junit.exists())
        shutil.rmtree(self.workspace / ".ec2-compat")
        ran = run_job(COMPONENT, {**merge, **more}, self.workspace, {**environment, "CI_NODE_TOTAL": "1"})
        self.assertEqual((1, 0), (ran.status, ran.after_status))
        [run] = ran.artifacts
        self.assert_merged(run, sorted((self.workspace / "reports/shards").iterdir()))
        self.assertEqual(merge["job"], next(name for name in example if name.endswith("merge")))


class Kubernetes(Shards):
    def test_an_indexed_job_and_the_job_that_merges(self):
        shards, merge = documents(SHARDS_KUBERNETES)
        bin = self.folder / "bin"
        bin.mkdir()
        (bin / "ec2-compat").symlink_to(PROGRAM)
        path = f"{bin}:{os.environ['PATH']}"
        endpoints = (self.workspace / "endpoints.yaml").read_text().replace("\n  moto:", "\n  my-cloud:")
        volumes = {one: self.folder / one for one in ("endpoints", "reports", "scratch", "home")}
        for folder in volumes.values():
            folder.mkdir()
        (volumes["endpoints"] / "endpoints.yaml").write_text(endpoints)
        images = {"/usr/local/lib/ec2-compat/job": CI / "job"}

        def pod(job, index):
            labels = {
                "metadata.name": f"pod-{index}",
                "metadata.labels['batch.kubernetes.io/controller-uid']": "1234",
                "metadata.annotations['batch.kubernetes.io/job-completion-index']": str(index),
            }
            return Pod(job, labels, images, volumes, {"ec2-compat": self.secrets()})

        of = shards["spec"]["completions"]
        [rule] = shards["spec"]["podFailurePolicy"]["rules"]
        for index in range(of):
            status = pod(shards, index).run(path)
            self.assertTrue(status == 0 or status in rule["onExitCodes"]["values"], status)
        self.assertEqual("FailIndex", rule["action"])
        # A pod that was killed has left its directory, and the next one of its index removes it.
        self.assertIn(pod(shards, 0).run(path), (0, 1))
        self.assertTrue(merge["spec"]["suspend"])
        self.assertEqual(1, pod(merge, "merge").run(path))
        directories = sorted((volumes["reports"] / "ec2-compat-shards").iterdir())
        self.assert_merged(volumes["reports"] / "pod-merge", directories)


class OtherSystems(Shards):
    """Buildkite and CircleCI: their commands in a shell, with the variables that they set."""

    def commands(self, commands, environment):
        source = stand_in.repository(self.folder / "source", "v1") if not (self.folder / "source").exists() else None
        self.source = source or self.source
        shutil.rmtree(self.workspace / ".ec2-compat", ignore_errors=True)
        script = "\n".join(commands).replace(" ec2-compat.git ", f" {self.source} ").replace("$$", "$")
        known = {"EC2_COMPAT_PROGRAM": str(self.wheel), "EC2_COMPAT_FILTERS": FILTERS}
        return bash(script, self.workspace, {**self.environment, **self.secrets(), **known, **environment})

    def test_buildkite(self):
        pipeline = yaml.safe_load(SHARDS_BUILDKITE.read_text())
        shards, merge = pipeline["steps"]
        of = {"BUILDKITE_BUILD_ID": "7", "EC2_COMPAT_TARGET": "moto"}
        for index in range(shards["parallelism"]):
            count = {"BUILDKITE_PARALLEL_JOB": str(index), "BUILDKITE_PARALLEL_JOB_COUNT": str(shards["parallelism"])}
            self.assertIn(self.commands(shards["commands"], {**of, **shards["env"], **count}), (0, 1))
        fetch, *commands = merge["commands"]
        self.assertIn("artifact download", fetch)
        self.assertEqual(1, self.commands(commands, {**of, **merge["env"]}))
        self.assert_merged(self.workspace / "reports/ec2-compat", sorted((self.workspace / "reports/shards").iterdir()))

    def test_circleci(self):
        config = yaml.safe_load(SHARDS_CIRCLECI.read_text())
        shards, merge = config["jobs"]["shards"], config["jobs"]["merge"]
        install = [step["run"] for step in config["commands"]["install"]["steps"]]

        def script(job):
            for step in job["steps"]:
                if step == "install":
                    yield from install
                elif "run" in step and "when" not in step["run"]:
                    yield step["run"] if isinstance(step["run"], str) else step["run"]["command"]

        of = {"CIRCLE_WORKFLOW_ID": "7"}
        for index in range(shards["parallelism"]):
            count = {"CIRCLE_NODE_INDEX": str(index), "CIRCLE_NODE_TOTAL": str(shards["parallelism"])}
            variables = {**of, **shards["environment"], **count, "EC2_COMPAT_TARGET": "moto"}
            self.assertEqual(0, self.commands(script(shards), variables))
        self.assertEqual(1, self.commands(script(merge), {**of, **merge["environment"]}))
        self.assert_merged(self.workspace / "reports/ec2-compat", sorted((self.workspace / "reports/shards").iterdir()))


if __name__ == "__main__":
    unittest.main()

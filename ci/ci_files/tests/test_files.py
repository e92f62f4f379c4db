"""What all files have in common: commands are scripts, actions are pinned, and every setting is one of ci/job/run."""

import io
import re
import unittest
from pathlib import Path

import yaml
from dockerfile_parse import DockerfileParser
from groovy_parser.parser import parse_and_digest_groovy_content

from ci_files.gitlab import render
from ci_files.kubernetes import documents
from ci_files.places import ACTION, CI, COMPONENT, CONTAINERFILE, JOB, ROOT, SHARDS_GITHUB, SHARED_STEP, WORKFLOWS

PIN = re.compile(r"^ *(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


class Workflows(unittest.TestCase):
    def jobs(self):
        for file in WORKFLOWS:
            for name, job in yaml.safe_load(file.read_text())["jobs"].items():
                yield f"{file.name}: {name}", job

    def test_there_are_some(self):
        self.assertEqual(["ci.yml", "release.yml"], [file.name for file in WORKFLOWS])

    def test_each_command_is_a_script_of_this_repository(self):
        for name, job in self.jobs():
            for step in job["steps"]:
                if "run" in step:
                    script = ROOT / step["run"].split()[0]
                    self.assertTrue(script.is_file() and script.stat().st_mode & 0o111, f"{name}: {step['run']}")
                    self.assertNotIn("\n", step["run"].strip(), name)

    def test_each_action_is_pinned_by_its_commit(self):
        for file in [*WORKFLOWS, ACTION, SHARDS_GITHUB]:
            for line in file.read_text().splitlines():
                # The example names this repository by its own tag.
                if re.match(r"^ *(- )?uses: (?!my-org/)", line):
                    self.assertRegex(line, PIN, file.name)

    def test_the_token_of_a_workflow_can_only_read(self):
        for file in WORKFLOWS:
            self.assertEqual({"contents": "read"}, yaml.safe_load(file.read_text())["permissions"], file.name)
        for name, job in self.jobs():
            self.assertIn("timeout-minutes", job, name)
            for permission, access in job.get("permissions", {}).items():
                allowed = {"contents", "packages", "id-token", "attestations"}
                self.assertTrue(
                    name.startswith("release.yml") and permission in allowed, f"{name}: {permission}: {access}"
                )


class Settings(unittest.TestCase):
    def documented(self):
        """The variables that the heads of the scripts in ci/job name."""
        heads = "".join(
            line for one in (CI / "job").iterdir() for line in one.read_text().splitlines(True) if line[0] == "#"
        )
        return set(re.findall(r"EC2_COMPAT_[A-Z_]+", heads))

    def test_every_file_sets_what_the_scripts_read(self):
        [job] = render(COMPONENT, {"source": "x", "target": "y"})[1].values()
        steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
        pod = documents(JOB)[2]["spec"]["template"]["spec"]
        of_pod = [one["name"] for kind in ("initContainers", "containers") for one in pod[kind][0]["env"]]
        files = {
            "action": {name for step in steps for name in step.get("env", {})},
            "component": set(job["variables"]),
            "shared step": set(re.findall(r"'(EC2_COMPAT_[A-Z_]+)'", SHARED_STEP.read_text())),
            "Job": {name for name in of_pod if name.startswith("EC2_COMPAT_")},
        }
        checkout = {"EC2_COMPAT_SOURCE", "EC2_COMPAT_REF"}
        for name, variables in files.items():
            self.assertLessEqual(variables - checkout, self.documented(), name)
        optional = {"EC2_COMPAT_HOME", "EC2_COMPAT_SUITES", "EC2_COMPAT_RUN_NAME"}
        wanted = self.documented() - optional
        for name in ("action", "component", "shared step"):
            self.assertEqual(wanted, files[name] - checkout - optional, name)


class OtherFiles(unittest.TestCase):
    def test_the_shared_step_is_groovy(self):
        tree = parse_and_digest_groovy_content(SHARED_STEP.read_text())
        self.assertEqual(["compilation_unit", "script_statements"], tree["rule"])

    def test_the_image_has_the_program_as_entry_point_and_is_not_root(self):
        parsed = DockerfileParser(fileobj=io.BytesIO(CONTAINERFILE.read_bytes()))
        last = []
        for one in parsed.structure:
            last = [] if one["instruction"] == "FROM" else [*last, one]
        of = {one["instruction"]: one["value"] for one in last}
        self.assertEqual('["ec2-compat"]', of["ENTRYPOINT"])
        uid = int(of["USER"].split(":")[0])
        self.assertGreater(uid, 0)
        self.assertEqual(uid, documents(JOB)[2]["spec"]["template"]["spec"]["securityContext"]["runAsUser"])
        self.assertNotIn("RUN", of, "it is made for any machine on any other")
        self.assertGreater(len(parsed.parent_images), 2, "several stages")
        for one in last:
            words = [word for word in one["value"].split() if not word.startswith("--")]
            if one["instruction"] == "COPY" and "--from" not in one["value"]:
                self.assertTrue((ROOT / words[0]).exists(), words[0])

    def test_what_is_compiled_in_the_image_is_let_in(self):
        ignored = Path(f"{CONTAINERFILE}.dockerignore").read_text().splitlines()
        let_in = {line[1:] for line in ignored if line.startswith("!")}
        members = re.search(r"^members = \[(.*)\]$", (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
        for member in re.findall(r'"(.*?)"', members):
            self.assertTrue(any(f"{member}/".startswith(f"{one}/") for one in let_in), member)

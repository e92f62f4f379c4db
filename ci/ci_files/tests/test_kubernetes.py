"""The Kubernetes Job: its pod's containers as processes, a pod that is killed, and the one that replaces it."""

import json
import os
import signal
import subprocess

from ci_files.kubernetes import Pod, documents, fails_the_job, group
from ci_files.places import CI, CONTAINERFILE, JOB
from process_control.wait import wait_until

from .support import PROGRAM, Job

SECONDS = 120  # to create something on a busy machine


class KubernetesJob(Job):
    def setUp(self):
        super().setUp()
        self.config, _, self.job = documents(JOB)
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        (self.bin / "ec2-compat").symlink_to(PROGRAM)
        self.path = f"{self.bin}:{os.environ['PATH']}"

    def pod(self, name):
        """A pod on this moto: the ConfigMap has this endpoints file, under the name that the Job's target has."""
        endpoints = (self.workspace / "endpoints.yaml").read_text().replace("\n  moto:", "\n  my-cloud:")
        volumes = {one: self.folder / one for one in ("endpoints", "reports", "scratch", "home")}
        for folder in volumes.values():
            folder.mkdir(exist_ok=True)
        self.assertEqual(["endpoints.yaml"], list(self.config["data"]))
        (volumes["endpoints"] / "endpoints.yaml").write_text(endpoints)
        labels = {"metadata.name": name, "metadata.labels['batch.kubernetes.io/job-name']": "ec2-compat-x"}
        # The place in the image, and what ci/Containerfile copies there.
        self.assertIn("ci/job /usr/local/lib/ec2-compat/job", CONTAINERFILE.read_text())
        images = {"/usr/local/lib/ec2-compat/job": CI / "job"}
        return Pod(self.job, labels, images, volumes, {"ec2-compat": self.secrets()})

    def test_the_pod_runs_level_core_and_its_reports_stay(self):
        status = self.pod("pod-1").run(self.path)
        run = self.folder / "reports/ec2-compat-x/pod-1"
        self.assertEqual(1, status)
        self.assertTrue(fails_the_job(self.job, "run", status), "a result is not tried again")
        self.assert_reports(run, status)
        report = json.loads((run / "report.json").read_text())
        self.assertGreater(len(report["scenarios"]), 5)

    def creating(self, process):
        """Wait until the run has created something; its journal."""
        journal = self.folder / "reports/ec2-compat-x/pod-1/journal.ndjson"

        def created():
            self.assertIsNone(process.poll(), "it ended before it created anything")
            return journal.exists() and '"note":"created"' in journal.read_text()

        wait_until(created, "a resource", SECONDS)
        return journal

    def sweep(self, pod):
        """What the pod's first container prints."""
        [container] = pod.spec["initContainers"]
        process = pod.start(container, self.path, subprocess.PIPE)
        printed = process.communicate()[0].decode()
        self.assertEqual(0, process.returncode, printed)
        return printed

    def test_what_a_killed_pod_left_is_deleted_by_the_next_one(self):
        pod = self.pod("pod-1")
        self.assertEqual("", self.sweep(pod), "no run yet")
        [run] = pod.spec["containers"]
        process = pod.start(run, self.path)
        self.creating(process)
        group(process, signal.SIGKILL)
        process.wait()
        self.assertFalse(fails_the_job(self.job, "run", 128 + signal.SIGKILL), "a killed pod is replaced")
        self.assertRegex(self.sweep(self.pod("pod-2")), r"my-cloud: .* deleted\n")
        again = self.sweep(self.pod("pod-3"))
        self.assertNotRegex(again, "deleted|may still exist", "nothing is left to delete")

    def test_a_pod_that_is_stopped_cleans_up(self):
        pod = self.pod("pod-1")
        [run] = pod.spec["containers"]
        process = pod.start(run, self.path)
        journal = self.creating(process)
        process.terminate()  # the script alone, as Kubernetes does
        self.assertEqual(5, process.wait())
        self.assertFalse(fails_the_job(self.job, "run", 5))
        report = json.loads((journal.parent / "report.json").read_text())
        self.assertEqual([], [one for scenario in report["scenarios"] for one in scenario["leftovers"]])

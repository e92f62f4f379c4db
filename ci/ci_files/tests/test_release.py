"""The scripts of ci/release, on a wheel and a changelog made up here, with stand-ins for docker and gh."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

from ci_files import stand_in
from ci_files.places import CI, ROOT

TAG = "manylinux2014_x86_64.manylinux_2_17_x86_64"
TARGET = "x86_64-unknown-linux-gnu"
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 0.0.0\n\n- Now.\n\n## 0.0.0-alpha\n\n- Before.\n"
# Writes its arguments, a line for each call, and what docker would leave.
STAND_IN = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["CALLS"], "a") as calls:
    print(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]), file=calls)
if "--metadata-file" in sys.argv:
    with open(sys.argv[sys.argv.index("--metadata-file") + 1], "w") as file:
        json.dump({"containerimage.digest": "sha256:" + "0" * 64}, file)
if "--notes-file" in sys.argv:
    with open(sys.argv[sys.argv.index("--notes-file") + 1]) as notes, open(os.environ["CALLS"] + "-notes", "w") as kept:
        kept.write(notes.read())
"""


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ec2-compat-release-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.root = self.folder / "checkout"
        shutil.copytree(CI / "release", self.root / "ci" / "release")
        for name in ("LICENSE", "README.md"):
            shutil.copy(ROOT / name, self.root)
        (self.root / "CHANGELOG.md").write_text(CHANGELOG)
        self.manifest('version = "0.0.0"\nrepository = "https://github.com/my-org/ec2-compat"\n')
        for name in ("docker", "gh"):
            program = self.folder / "bin" / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(STAND_IN)
            program.chmod(0o755)

    def manifest(self, text):
        (self.root / "Cargo.toml").write_text(f"[workspace.package]\n{text}")

    def run_script(self, name, *arguments, status=0):
        environment = {
            **stand_in.environment(self.folder),
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "CALLS": str(self.folder / "calls"),
            "GITHUB_REPOSITORY": "my-org/ec2-compat",
        }
        command = [str(self.root / "ci" / "release" / name), *map(str, arguments)]
        ended = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(status, ended.returncode, ended.stderr)
        return ended.stdout + ended.stderr

    def calls(self):
        return [json.loads(line) for line in (self.folder / "calls").read_text().splitlines()]

    def archive(self):
        more = {
            "ec2_compat-0.0.0.data/data/share/man/man1/ec2-compat.1": ".TH ec2-compat 1\n",
            "ec2_compat-0.0.0.dist-info/sboms/ec2-compat.cyclonedx.json": '{"bomFormat": "CycloneDX"}\n',
        }
        wheel = stand_in.wheel(Path("/nonexistent"), self.folder, TAG, more)
        return [Path(line) for line in self.run_script("archive", wheel, "dist").splitlines()]

    def binstall(self, **values):
        """[package.metadata.binstall], with the values put in as cargo-binstall does."""
        section = (ROOT / "Cargo.toml").read_text().split("[package.metadata.binstall]\n")[1].split("\n\n")[0]
        templates = dict(line.split(" = ", 1) for line in section.splitlines())
        for name, value in values.items():
            templates = {key: one.replace(f"{{ {name} }}", value) for key, one in templates.items()}
        return {key: one.strip('"') for key, one in templates.items()}

    def test_the_archive_is_what_binstall_looks_for_and_the_same_each_time(self):
        archive, sbom = self.archive()
        self.assertEqual("CycloneDX", json.loads(sbom.read_text())["bomFormat"])
        metadata = self.binstall(name="ec2-compat", version="0.0.0", target=TARGET, repo="R", bin="ec2-compat")
        self.assertEqual(f"R/releases/download/v0.0.0/{archive.name}", metadata["pkg-url"])
        with tarfile.open(archive) as tar:
            members = {member.name: member for member in tar.getmembers()}
        self.assertEqual(0o755, members[metadata["bin-dir"]].mode)
        stem = archive.name.removesuffix(".tar.gz")
        for name in ("LICENSE", "README.md", "CHANGELOG.md", "share/man/man1/ec2-compat.1"):
            self.assertEqual(0o644, members[f"{stem}/{name}"].mode)
        before = archive.read_bytes()
        self.assertEqual(before, self.archive()[0].read_bytes())

    def test_the_image_has_the_programs_of_the_archives(self):
        self.archive()
        printed = self.run_script("image", "ghcr.io/my-org/ec2-compat", "0.0.0", "--push")
        self.assertEqual("sha256:" + "0" * 64, printed.strip())
        self.assertTrue(os.access(self.root / "dist/image/amd64/ec2-compat", os.X_OK))
        build = self.calls()[-1]
        self.assertEqual(["docker", "buildx", "build"], build[:3])
        self.assertEqual("linux/amd64", build[build.index("--platform") + 1])
        self.assertEqual("ghcr.io/my-org/ec2-compat:0.0.0", build[build.index("--tag") + 1])
        self.assertIn("PROGRAM=built", build)
        self.assertIn("--push", build)

    def test_an_image_needs_archives(self):
        self.assertIn("no archives", self.run_script("image", "name", "0.0.0", status=1))

    def test_what_is_published_has_checksums_and_notes(self):
        archive, sbom = self.archive()
        self.run_script("publish", "v0.0.0")
        sums = (self.root / "dist/SHA256SUMS").read_text().splitlines()
        self.assertEqual(sorted([archive.name, sbom.name]), sorted(line.split("  ")[1] for line in sums))
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=self.root / "dist", check=True)
        [release] = self.calls()
        self.assertEqual(["gh", "release", "create", "v0.0.0"], release[:4])
        self.assertIn("dist/SHA256SUMS", release)
        self.assertEqual("\n- Now.\n\n", (self.folder / "calls-notes").read_text())

    def test_a_version_without_notes_is_not_published(self):
        self.archive()
        self.assertIn("no section 0.0.1", self.run_script("publish", "v0.0.1", status=1))
        self.assertFalse((self.folder / "calls").exists())

    def test_what_can_be_released(self):
        self.run_script("check", "v0.0.0")
        self.assertIn("0.0.1", self.run_script("check", "v0.0.1", status=1))
        self.manifest('version = "0.0.0"\n')
        self.assertIn("repository", self.run_script("check", "v0.0.0", status=1))

    def test_results_that_were_not_made_are_missed(self):
        self.assertIn("ci/results makes it", self.run_script("results", status=1))
        full = self.root / "reports/openstack-xenserver/full"
        full.mkdir(parents=True)
        for name in ("report.html", "report.json", "junit.xml", "run.tar.gz"):
            (full / name).write_text(name)
        self.run_script("results")
        self.assertEqual("junit.xml", (self.root / "dist/openstack-xenserver-junit.xml").read_text())

"""The table of clients, their locks and their programs."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from client_control import clients
from client_control.clients import CLIENTS, LOCKS, NodeClient, PythonClient

TABLE = LOCKS.parent.parent.parent / "src/observe/clients.yaml"


class Locks(unittest.TestCase):
    def test_every_client_has_a_lock_with_hashes_and_a_version(self):
        for client in CLIENTS.values():
            with self.subTest(client.name):
                text = client.lock.read_text(encoding="utf-8")
                self.assertRegex(text, "sha256:" if isinstance(client, PythonClient) else '"integrity": "sha512-')
                self.assertRegex(client.version(), r"^\d+\.\d+")

    def test_every_lock_belongs_to_a_client(self):
        names = {path.stem if path.suffix in (".in", ".lock") else path.name for path in LOCKS.iterdir()}
        self.assertEqual(names, set(CLIENTS))

    def test_no_lock_names_a_registry(self):
        for client in CLIENTS.values():
            self.assertNotRegex(client.lock.read_text(encoding="utf-8"), r"--(extra-)?index-url|\"resolved\"")


class Programs(unittest.TestCase):
    def test_the_program_looks_for_them_by_the_same_names(self):
        table = TABLE.read_text(encoding="utf-8")
        for client in CLIENTS.values():
            row = re.search(rf"(?m)^{client.name}:.*\n  programs: \[([^,\]]+)", table)
            self.assertIsNotNone(row, client.name)
            self.assertEqual(row.group(1), client.program)

    def test_a_program_passes_its_arguments_on_and_down_removes_it(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(clients, "HOME", Path(folder)):
            client = CLIENTS["boto3"]
            real = client.folder / "bin/python"
            real.parent.mkdir(parents=True)
            real.symlink_to(sys.executable)
            client.link(Path(folder) / "bin")
            program = Path(folder) / "bin/boto3-python"
            said = subprocess.run([program, "-c", "print('a b')"], stdout=subprocess.PIPE, text=True, check=True).stdout
            self.assertEqual(said, "a b\n")
            other = Path(folder) / "boto3-tools"
            other.mkdir()
            client.remove(Path(folder) / "bin")
            self.assertFalse(program.exists() or client.folder.exists())
            self.assertTrue(other.exists())

    def test_a_client_whose_installation_was_cut_short_is_not_installed(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(clients, "HOME", Path(folder)):
            client = CLIENTS["aws-sdk-js"]
            self.assertIsInstance(client, NodeClient)
            client.folder.mkdir(parents=True)
            self.assertFalse(client.is_installed())


if __name__ == "__main__":
    unittest.main()

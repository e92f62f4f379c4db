"""The golden copy: whole, ours and of now, or not used."""

import json
import sqlite3
import unittest
from unittest import mock

import support
from control import golden, layout


class Golden(unittest.TestCase):
    def setUp(self):
        support.fresh()
        for folder in golden.FOLDERS:
            (layout.CLOUD / folder).mkdir()
        for name in ("nova", "cinder"):
            database = sqlite3.connect(str(layout.CLOUD / "db" / (name + ".sqlite")))
            database.execute("create table services (updated_at, last_seen_up)")
            database.execute("insert into services values ('2001-01-01', '2001-01-01')")
            database.commit()
            database.close()
        (layout.CLOUD / "fernet" / "0").write_text("key")
        layout.CREDENTIALS.write_text("{}")
        golden.keep()

    def services(self):
        database = sqlite3.connect(str(layout.CLOUD / "db" / "nova.sqlite"))
        try:
            return database.execute("select updated_at from services").fetchall()
        finally:
            database.close()

    def test_what_was_kept_comes_back_and_looks_alive(self):
        (layout.CLOUD / "db" / "nova.sqlite").unlink()
        (layout.CLOUD / "fernet" / "0").unlink()
        golden.restore()
        self.assertEqual("key", (layout.CLOUD / "fernet" / "0").read_text())
        self.assertNotIn("2001", self.services()[0][0])

    def test_it_is_used(self):
        self.assertTrue(golden.usable())

    def test_without_its_stamp_it_is_not(self):
        golden.STAMP.unlink()
        self.assertFalse(golden.usable())

    def test_another_lab_home_or_offset_needs_another(self):
        for name, value in (("home", "/elsewhere"), ("offset", 1), ("made_by", "other files"), ("hosts", ["xs-a1"])):
            golden.STAMP.write_text(json.dumps(dict(golden.stamp(), **{name: value})))
            self.assertFalse(golden.usable(), name)

    def test_without_credentials_it_is_not(self):
        layout.CREDENTIALS.unlink()
        self.assertFalse(golden.usable())

    def test_one_that_could_not_be_copied_whole_is_not_used(self):
        with mock.patch.object(golden.shutil, "copytree", side_effect=OSError(28, "No space left on device")):
            with self.assertRaises(OSError):
                golden.keep()
        self.assertFalse(golden.usable())


if __name__ == "__main__":
    unittest.main()

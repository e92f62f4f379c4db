"""The base image is used only if it is complete and belongs to this lab."""

import json
import sqlite3
import unittest
from unittest import mock

import support
from control import base_image, layout


class BaseImage(unittest.TestCase):
    def setUp(self):
        support.fresh()
        for folder in base_image.FOLDERS:
            (layout.CLOUD / folder).mkdir()
        for name in ("nova", "cinder"):
            database = sqlite3.connect(str(layout.CLOUD / "db" / (name + ".sqlite")))
            database.execute("create table services (updated_at, last_seen_up)")
            database.execute("insert into services values ('2001-01-01', '2001-01-01')")
            database.commit()
            database.close()
        (layout.CLOUD / "fernet" / "0").write_text("key")
        layout.CREDENTIALS.write_text("{}")
        base_image.save()

    def services(self):
        database = sqlite3.connect(str(layout.CLOUD / "db" / "nova.sqlite"))
        try:
            return database.execute("select updated_at from services").fetchall()
        finally:
            database.close()

    def test_what_was_kept_comes_back_and_looks_alive(self):
        (layout.CLOUD / "db" / "nova.sqlite").unlink()
        (layout.CLOUD / "fernet" / "0").unlink()
        base_image.restore()
        self.assertEqual("key", (layout.CLOUD / "fernet" / "0").read_text())
        self.assertNotIn("2001", self.services()[0][0])

    def test_it_is_used(self):
        self.assertTrue(base_image.usable())

    def test_without_its_stamp_it_is_not(self):
        base_image.STAMP.unlink()
        self.assertFalse(base_image.usable())

    def test_another_lab_home_or_offset_needs_another(self):
        for name, value in (("home", "/elsewhere"), ("offset", 1), ("made_by", "other files"), ("hosts", ["xs-a1"])):
            base_image.STAMP.write_text(json.dumps(dict(base_image.stamp(), **{name: value})))
            self.assertFalse(base_image.usable(), name)

    def test_without_credentials_it_is_not(self):
        layout.CREDENTIALS.unlink()
        self.assertFalse(base_image.usable())

    def test_one_that_could_not_be_copied_whole_is_not_used(self):
        with mock.patch.object(base_image.shutil, "copytree", side_effect=OSError(28, "No space left on device")):
            with self.assertRaises(OSError):
                base_image.save()
        self.assertFalse(base_image.usable())


if __name__ == "__main__":
    unittest.main()

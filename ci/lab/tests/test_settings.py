"""The configuration files."""

import configparser
import json
import os
import unittest

import support
from control import commands, layout, settings


class Settings(unittest.TestCase):
    def setUp(self):
        support.fresh()
        settings.write()
        self.etc = layout.CLOUD / "etc"

    def read(self, name):
        parsed = configparser.RawConfigParser(strict=True)
        parsed.read(str(self.etc / name))
        return parsed

    def test_every_file_is_written_with_every_name_filled_in(self):
        sources = {path.name for path in (layout.LAB / "settings").iterdir()}
        self.assertEqual(sources, {path.name for path in self.etc.iterdir()})
        for path in self.etc.iterdir():
            self.assertNotIn("${", path.read_text(), path.name)

    def test_every_file_is_in_the_form_that_oslo_reads(self):
        for path in self.etc.glob("*.conf"):
            self.assertTrue(self.read(path.name).sections() or self.read(path.name).defaults(), path.name)

    def test_each_service_has_its_own_database_and_user(self):
        for name in ("keystone", "neutron", "cinder", "nova", "ec2api"):
            self.assertIn(f"/db/{name}.sqlite", self.read(name + ".conf")["database"]["connection"])
        self.assertEqual("cinder", self.read("cinder.conf")["keystone_authtoken"]["username"])
        self.assertEqual("nova", self.read("nova.conf")["keystone_authtoken"]["username"])

    def test_everything_listens_on_loopback(self):
        for path in self.etc.glob("*.conf"):
            for key, value in self.read(path.name).items("DEFAULT"):
                if key.endswith("listen") or key == "bind_host":
                    self.assertEqual("127.0.0.1", value, path.name)

    def test_the_xenserver_password_is_the_topologys(self):
        password = json.loads(layout.TOPOLOGY.read_text())["password"]
        self.assertEqual(password, self.read("nova.conf")["xenserver"]["connection_password"])

    def test_every_service_has_a_command(self):
        for service in commands.ORDER:
            self.assertTrue(commands.command(service), service)

    def test_proxies_and_pythons_settings_are_kept_from_the_services(self):
        os.environ.update(HTTPS_PROXY="http://proxy:1", PYTHONSTARTUP="/x", OS_CLOUD="other")
        try:
            names = set(commands.environment())
        finally:
            for name in ("HTTPS_PROXY", "PYTHONSTARTUP", "OS_CLOUD"):
                del os.environ[name]
        self.assertFalse(names & {"HTTPS_PROXY", "PYTHONSTARTUP", "OS_CLOUD"})


if __name__ == "__main__":
    unittest.main()

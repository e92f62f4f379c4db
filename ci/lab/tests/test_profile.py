"""The hypervisor and the repairs that a cloud is made with."""

import json
import os
import unittest
from unittest import mock

import support
from control import commands, endpoints, layout, profile, settings
from control.problem import Problem


def asked(**environment):
    """An environment that asks for these."""
    return mock.patch.dict(os.environ, environment)


class Profiles(unittest.TestCase):
    def setUp(self):
        support.fresh()

    def test_the_default_is_xenserver_as_nova_drives_it(self):
        self.assertEqual(("xenserver", ()), profile.wanted())
        self.assertIn("xenserver", commands.order())

    def test_what_there_is_not(self):
        for environment, complaint in (
            ({"LAB_HYPERVISOR": "kvm"}, "LAB_HYPERVISOR must be one of xenserver, fake, not 'kvm'"),
            ({"LAB_REPAIR": "everything"}, "no repair is named everything; there is: volume-migration"),
            ({"LAB_HYPERVISOR": "fake", "LAB_REPAIR": "volume-migration"}, "of nova's XenServer driver"),
        ):
            with asked(**environment), self.assertRaisesRegex(Problem, complaint):
                profile.wanted()

    def test_a_cloud_keeps_what_it_was_made_with(self):
        with asked(LAB_REPAIR="volume-migration"):
            profile.save()
            self.assertEqual(profile.wanted(), profile.current())
            profile.require_current()
        self.assertEqual(("volume-migration",), profile.current().repairs)
        self.assertEqual("volume-migration", commands.environment()["LAB_REPAIR"])
        with self.assertRaisesRegex(Problem, "up with xenserver, repaired: volume-migration, not xenserver"):
            profile.require_current()
        done = support.lab("status")
        self.assertIn("hypervisor: xenserver, repaired: volume-migration", done.stdout)

    def test_the_control_has_no_simulator_and_novas_fake_driver(self):
        with asked(LAB_HYPERVISOR="fake"):
            profile.save()
        self.assertNotIn("xenserver", commands.order())
        self.assertNotIn(str(layout.PORTS["xenserver"]), commands.environment()["LAB_WAIT_PORTS"])
        settings.write()
        self.assertIn("compute_driver = fake.FakeDriver", (layout.CLOUD / "etc" / "nova.conf").read_text())

    def test_endpoints_state_the_hypervisor_and_the_repairs(self):
        self.assertEqual("      hypervisor: xenserver\n      hypervisor.pools: 2", endpoints.hypervisor())
        self.assertIn("underneath", endpoints.hooks())
        with asked(LAB_REPAIR="volume-migration"):
            self.assertIn("hypervisor.repaired: volume-migration", endpoints.hypervisor())
        with asked(LAB_HYPERVISOR="fake"):
            self.assertEqual("      hypervisor: fake", endpoints.hypervisor())
            self.assertNotIn("underneath", endpoints.hooks())
            self.assertIn("pause", endpoints.hooks())

    def test_repairs_are_chosen_on_the_command_line(self):
        done = support.lab("up", "--repair", "everything")
        self.assertEqual(1, done.returncode)
        self.assertIn("no repair is named everything", done.stderr)
        self.assertFalse(profile.RECORD.exists())

    def test_an_unreadable_record_is_no_record(self):
        for text in ("", "[]", json.dumps({"hypervisor": "fake"})):
            profile.RECORD.write_text(text)
            self.assertEqual(profile.wanted(), profile.current())


if __name__ == "__main__":
    unittest.main()

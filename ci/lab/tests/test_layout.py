"""Folders and ports."""

import unittest

import support
from control import layout
from control.problem import Problem


class Layout(unittest.TestCase):
    def test_everything_is_under_lab_home(self):
        for path in (layout.CLOUD, layout.BASE_IMAGE, layout.VENV, layout.UV, layout.CREDENTIALS, layout.LOCK):
            self.assertEqual(support.HOME, path.parent)

    def test_ports_are_the_usual_ones_moved_up(self):
        self.assertEqual(8788 + support.OFFSET, layout.PORTS["ec2api"])
        self.assertEqual(len(layout.PORTS), len(set(layout.PORTS.values())))

    def test_an_offset_that_gives_no_ports_is_refused(self):
        for text in ("-1", "60000", "ten"):
            with self.assertRaisesRegex(Problem, "LAB_PORT_OFFSET"):
                layout.offset(text)
        self.assertEqual(20000, layout.offset("20000"))


if __name__ == "__main__":
    unittest.main()

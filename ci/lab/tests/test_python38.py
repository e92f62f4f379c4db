"""The search for a Python 3.8."""

import os
import unittest
from unittest import mock

import support
from control import layout, python38
from control.problem import UNAVAILABLE, Problem


class Python38(unittest.TestCase):
    def setUp(self):
        support.fresh()
        self.uv = support.script(support.HOME / "tools" / "uv", 'echo "no interpreter: $*" >&2; exit 2')
        environment = {"PATH": str(support.HOME / "path"), "PYENV_ROOT": str(support.HOME / "pyenv")}
        patch = mock.patch.dict(os.environ, environment)
        patch.start()
        self.addCleanup(patch.stop)

    def python(self, folder, says="cpython 3.8"):
        return str(support.script(support.HOME / folder / "python3.8", f"echo {says}"))

    def test_one_on_the_path_is_taken(self):
        path = self.python("path")
        self.assertEqual(path, python38.find(self.uv))

    def test_one_of_pyenv_is_taken_where_its_shim_refuses(self):
        support.script(support.HOME / "path" / "python3.8", 'echo "pyenv: 3.8 is not activated" >&2; exit 127')
        path = self.python("pyenv/versions/3.8.20/bin")
        self.assertEqual(path, python38.find(self.uv))

    def test_one_that_uv_knows_is_taken(self):
        path = self.python("elsewhere")
        uv = support.script(support.HOME / "tools" / "uv", f'[ "$2" = find ] && echo {path}')
        self.assertEqual(path, python38.find(uv))

    def test_one_that_uv_fetches_is_taken(self):
        folder = layout.HOME / "python" / "cpython-3.8.20-linux" / "bin"
        uv = support.script(
            support.HOME / "tools" / "uv",
            f"""[ "$2" = install ] || exit 1
            /bin/mkdir -p {folder}; cd {folder}
            printf '#!/bin/sh\\necho cpython 3.8\\n' >python3.8; /bin/chmod +x python3.8""",
        )
        self.assertEqual(str(folder / "python3.8"), python38.find(uv))

    def test_without_any_the_message_lists_what_was_tried(self):
        self.python("path", says="cpython 3.12")
        with self.assertRaises(Problem) as caught:
            python38.find(self.uv)
        self.assertEqual(UNAVAILABLE, caught.exception.status)
        for text in (
            "python3.8 on PATH: it is cpython 3.12",
            "pyenv: not found",
            "uv python find 3.8: no interpreter",
            "uv python install 3.8: no interpreter",
            "set LAB_PYTHON to its path",
        ):
            self.assertIn(text, str(caught.exception))

    def test_the_one_that_is_named_is_the_only_one(self):
        self.python("path")
        with mock.patch.dict(os.environ, LAB_PYTHON="/no/such/python"):
            with self.assertRaisesRegex(Problem, "LAB_PYTHON=/no/such/python cannot be used") as caught:
                python38.find(self.uv)
        self.assertEqual(UNAVAILABLE, caught.exception.status)
        named = self.python("named")
        with mock.patch.dict(os.environ, LAB_PYTHON=named):
            self.assertEqual(named, python38.find(self.uv))


if __name__ == "__main__":
    unittest.main()

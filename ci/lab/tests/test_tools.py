"""Programs that run once."""

import unittest

import support
from control import layout, processes, tools
from control.problem import Problem


class Tools(unittest.TestCase):
    def setUp(self):
        support.fresh()
        (layout.VENV / "bin").mkdir(parents=True)
        (layout.VENV / "bin" / "python").symlink_to("/bin/sh")
        self.addCleanup(processes.stop_all)

    def tool(self, label, text):
        return tools.Tool(label, support.script(support.HOME / "tools" / label, text))

    def test_a_chain_runs_in_order_at_the_same_time_as_another(self):
        file = support.HOME / "order"
        tools.run(
            [
                self.tool("a", f"until grep -q c {file}; do sleep 0.01; done; echo a >>{file}"),
                self.tool("b", f"echo b >>{file}"),
            ],
            [self.tool("c", f"echo c >>{file}")],
        )
        self.assertEqual(["c", "a", "b"], file.read_text().split())

    def test_a_failure_shows_its_last_lines_and_ends_the_other_chain(self):
        with self.assertRaisesRegex(Problem, r"(?s)bad failed \(exit status 3\).*table is locked"):
            tools.run([self.tool("bad", "echo table is locked; exit 3")], [self.tool("long", "sleep 60")])
        self.assertEqual([], processes.orphans())

    def test_there_is_a_deadline(self):
        with self.assertRaisesRegex(Problem, "timed out after 0.3 s waiting for long to end"):
            tools.run([self.tool("long", "sleep 60")], seconds=0.3)
        self.assertEqual([], processes.orphans())

    def test_what_is_watched_meanwhile_ends_them(self):
        seen = []

        def watched():
            seen.append(len(processes.orphans()))
            if len(seen) == 3:
                raise Problem("nova ended by itself")

        with self.assertRaisesRegex(Problem, "nova ended by itself"):
            tools.run([self.tool("long", "sleep 60")], meanwhile=watched)
        self.assertEqual(3, len(seen))
        self.assertGreater(seen[-1], 0)
        self.assertEqual([], processes.orphans())

    def test_an_interruption_leaves_nothing(self):
        with self.assertRaises(KeyboardInterrupt):
            tools.run([self.tool("long", "kill -INT $PPID; exec sleep 60")])
        self.assertEqual([], processes.orphans())


if __name__ == "__main__":
    unittest.main()

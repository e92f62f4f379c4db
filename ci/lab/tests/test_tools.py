"""Programs that run once."""

import signal
import threading
import time
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

    def test_a_chain_runs_in_order_beside_another(self):
        file = support.HOME / "said"
        tools.run(
            [self.tool("a", f"sleep 0.2; echo a >>{file}"), self.tool("b", f"echo b >>{file}")],
            [self.tool("c", f"echo c >>{file}")],
        )
        self.assertEqual(["c", "a", "b"], file.read_text().split())

    def test_a_failure_shows_its_last_lines_and_ends_the_other_chain(self):
        with self.assertRaisesRegex(Problem, r"(?s)bad failed \(status 3\).*table is locked"):
            tools.run([self.tool("bad", "echo table is locked; exit 3")], [self.tool("long", "sleep 60")])
        self.assertEqual([], processes.strays())

    def test_there_is_a_deadline(self):
        with self.assertRaisesRegex(Problem, "long did not end within"):
            tools.run([self.tool("long", "sleep 60")], seconds=0.3)
        self.assertEqual([], processes.strays())

    def test_an_interruption_leaves_nothing(self):
        main = threading.main_thread().ident
        timer = threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT))
        timer.start()
        self.addCleanup(timer.cancel)
        started = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            tools.run([self.tool("long", "sleep 60")])
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual([], processes.strays())


if __name__ == "__main__":
    unittest.main()

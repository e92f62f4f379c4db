"""Services: started, watched, stopped, found again."""

import os
import signal
import socket
import sys
import unittest
from unittest import mock

import support
from control import layout, processes
from control.problem import Problem
from process_control import proc
from process_control.wait import wait_until

DOES_NOT_END = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + support.LISTENER


class Processes(unittest.TestCase):
    def setUp(self):
        support.fresh()
        self.commands = {}
        patch = mock.patch.object(
            processes, "command", lambda service: self.commands.get(service, support.listener(layout.PORTS[service]))
        )
        patch.start()
        self.addCleanup(patch.stop)
        self.addCleanup(processes.stop_all)

    def run_up(self, *services):
        processes.start(*services)
        processes.wait(*services, seconds=20)

    def test_a_service_is_down_then_up_then_down(self):
        self.assertEqual("down", processes.state("nova"))
        self.run_up("nova")
        self.assertEqual("up", processes.state("nova"))
        self.assertGreater(processes.memory("nova"), 0)
        processes.stop("nova")
        self.assertEqual("down", processes.state("nova"))

    def test_one_that_was_killed_is_dead_and_the_others_are_up(self):
        self.run_up("nova", "cinder")
        os.kill(processes.pid("nova"), signal.SIGKILL)
        wait_until(lambda: processes.state("nova") == "dead", "nova to be dead", 10)
        self.assertEqual("up", processes.state("cinder"))

    def test_one_that_ends_by_itself_shows_its_last_lines(self):
        self.commands["nova"] = [sys.executable, "-c", 'raise SystemExit("no such table")']
        processes.start("nova")
        with self.assertRaisesRegex(Problem, "(?s)nova ended by itself.*no such table"):
            processes.wait("nova", seconds=20)

    def test_waiting_has_an_end(self):
        self.commands["nova"] = ["sleep", "60"]
        processes.start("nova")
        self.assertEqual("not responding", processes.state("nova"))
        with self.assertRaisesRegex(
            Problem, f"timed out after 0.3 s waiting for nova to listen on port {layout.PORTS['nova']}"
        ):
            processes.wait("nova", seconds=0.3)

    def test_a_taken_port_is_named_with_its_service_and_nothing_is_started(self):
        with socket.socket() as other:
            other.bind((layout.ADDRESS, layout.PORTS["cinder"]))
            other.listen(1)
            with self.assertRaisesRegex(Problem, f"port {layout.PORTS['cinder']} \\(cinder\\).*\\n.*LAB_PORT_OFFSET"):
                processes.start("nova", "cinder")
        self.assertEqual([], processes.orphans())

    def test_one_whose_pid_file_is_lost_is_found_by_its_mark(self):
        self.run_up("nova")
        number = processes.pid("nova")
        processes.pid_file("nova").remove()
        self.assertEqual([number], [p.pid for p in processes.orphans()])
        processes.stop_all()
        self.assertIsNone(proc.seen(number))

    def test_one_whose_mark_is_lost_is_found_by_its_pid_file(self):
        """setproctitle writes over the environment."""
        with mock.patch.object(processes, "environment", lambda: {"PATH": os.environ["PATH"]}):
            self.run_up("neutron")
        number = processes.pid("neutron")
        self.assertEqual([number], [p.pid for p in processes.orphans()])
        processes.stop_all()
        self.assertIsNone(proc.seen(number))

    def test_a_pid_that_another_process_has_now_is_not_taken_for_a_service(self):
        processes.pid_file("nova").path.write_text(f"{os.getpid()} 1\n")
        self.assertIsNone(processes.pid("nova"))
        self.assertEqual(0, processes.stop_all())

    def test_a_broken_pid_file_is_no_process(self):
        processes.pid_file("nova").path.write_text("")
        self.assertEqual("dead", processes.state("nova"))

    def test_one_that_does_not_end_when_asked_is_made_to(self):
        self.commands["nova"] = [sys.executable, "-c", DOES_NOT_END, str(layout.PORTS["nova"])]
        self.run_up("nova")
        number = processes.pid("nova")
        processes.stop("nova")
        self.assertIsNone(proc.seen(number))

    def test_its_children_end_with_it(self):
        self.commands["nova"] = ["sh", "-c", 'sleep 60 & exec "$@"', "sh", *support.listener(layout.PORTS["nova"])]
        self.run_up("nova")
        self.assertEqual(2, len(processes.orphans()))
        processes.stop("nova")
        self.assertEqual([], processes.orphans())

    def test_status_distinguishes_down_partially_up_and_up(self):
        self.assertEqual(3, support.lab("status").returncode)
        self.run_up("nova")
        done = support.lab("status")
        self.assertEqual(4, done.returncode, done.stdout)
        self.assertIn("partially up", done.stdout)
        self.run_up(*[s for s in processes.ORDER if s != "nova"])
        self.assertEqual(4, support.lab("status").returncode)  # its `up` never came to an end
        processes.READY.write_text("")
        self.assertEqual(0, support.lab("status").returncode)
        self.assertIn("already up", support.lab("up").stdout)
        self.assertIn("9 processes stopped", support.lab("down").stdout)
        self.assertIn("nothing was running", support.lab("down").stdout)


if __name__ == "__main__":
    unittest.main()

"""Signals while a process is being started."""

import os
import signal
import unittest

from process_control.deferred import signals_deferred


class Deferred(unittest.TestCase):
    def test_an_interruption_takes_effect_at_the_end(self):
        done = []
        with self.assertRaises(KeyboardInterrupt):
            with signals_deferred():
                os.kill(os.getpid(), signal.SIGINT)
                done.append(True)
        self.assertEqual([True], done)

    def test_the_handlers_are_as_before(self):
        before = signal.getsignal(signal.SIGINT)
        with signals_deferred():
            self.assertIsNot(before, signal.getsignal(signal.SIGINT))
        self.assertIs(before, signal.getsignal(signal.SIGINT))


if __name__ == "__main__":
    unittest.main()

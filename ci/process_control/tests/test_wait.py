"""Bounded waiting."""

import unittest

from process_control.wait import TimedOut, wait_until


class Wait(unittest.TestCase):
    def test_the_value_of_the_condition_is_returned(self):
        values = iter([None, 0, "", "there"])
        self.assertEqual("there", wait_until(lambda: next(values), "a value", 10, interval=0))

    def test_a_condition_that_holds_is_evaluated_once_even_without_time(self):
        calls = []
        self.assertTrue(wait_until(lambda: calls.append(1) or True, "nothing", 0))
        self.assertEqual([1], calls)

    def test_the_message_names_what_was_awaited_and_how_long(self):
        with self.assertRaisesRegex(TimedOut, r"^timed out after 0 s waiting for the end of the world$"):
            wait_until(lambda: False, "the end of the world", 0)

    def test_the_message_can_include_what_was_seen_last(self):
        seen = []
        with self.assertRaisesRegex(TimedOut, "waiting for 'up'; last: 3"):
            wait_until(lambda: seen.append(1) or len(seen) > 3, lambda: f"'up'; last: {len(seen) + 2}", 0)

    def test_the_error_is_the_callers(self):
        with self.assertRaises(LookupError):
            wait_until(lambda: False, "a thing", 0, error=LookupError)

    def test_an_error_of_the_condition_ends_the_wait(self):
        with self.assertRaises(ZeroDivisionError):
            wait_until(lambda: 1 / 0, "a quotient", 60)


if __name__ == "__main__":
    unittest.main()

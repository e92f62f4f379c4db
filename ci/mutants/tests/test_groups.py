"""Faults that could hide one another are in different groups, and a finding is of one fault only."""

import unittest

from moto_control.problem import Problem
from mutants.fault import Fault, load
from mutants.groups import groups
from mutants.runner import Found, is_of
from mutants.survivors import survivors


def fault(name: str, actions: str, scenarios: str) -> Fault:
    return Fault(name, f"{name}.", tuple(actions.split()), "X102", tuple(scenarios.split()), lambda _: None, None)


def names(made: list) -> list:
    return sorted(sorted(one.name for one in group) for group in made)


class Groups(unittest.TestCase):
    VOLUMES = fault("volumes", "DescribeVolumes", "volumes/filters")
    VPCS = fault("vpcs", "DescribeVpcs", "vpc/filters")

    def test_faults_that_nothing_joins_are_together(self):
        calls = {"volumes": {"DescribeVolumes"}, "vpcs": {"DescribeVpcs", "CreateVpc"}}
        self.assertEqual(names(groups([self.VOLUMES, self.VPCS], calls)), [["volumes", "vpcs"]])

    def test_an_action_that_the_other_scenario_calls_keeps_them_apart(self):
        for calls in (
            {"volumes": {"DescribeVolumes", "DescribeVpcs"}, "vpcs": {"DescribeVpcs"}},
            {"volumes": {"DescribeVolumes"}, "vpcs": {"DescribeVpcs", "DescribeVolumes"}},
            {"volumes": {"DescribeVolumes", "${action}"}, "vpcs": {"DescribeVpcs"}},
        ):
            self.assertEqual(names(groups([self.VOLUMES, self.VPCS], calls)), [["volumes"], ["vpcs"]])

    def test_a_common_scenario_keeps_them_apart(self):
        other = fault("other", "DescribeTags", "volumes/filters")
        calls = {"volumes": {"DescribeVolumes"}, "other": {"DescribeTags"}}
        self.assertEqual(names(groups([self.VOLUMES, other], calls)), [["other"], ["volumes"]])

    def test_every_fault_is_in_one_group(self):
        faults = list(load().values())
        made = groups(faults, {one.name: set(one.actions) for one in faults})
        self.assertEqual(sorted(one.name for group in made for one in group), sorted(one.name for one in faults))


class Findings(unittest.TestCase):
    def test_are_of_the_fault_whose_scenario_has_them(self):
        one = fault("one", "DescribeVolumes", "volumes/filters[size] tags/values")
        self.assertTrue(is_of(Found("volumes/filters[size]", "steps[0]", "X102", "DescribeTags", ""), one))
        self.assertTrue(is_of(Found("tags/values[xml]", "steps[0]", "X102", "DescribeTags", ""), one))
        self.assertFalse(is_of(Found("volumes/filters[type]", "steps[0]", "X102", "DescribeVolumes", ""), one))

    def test_of_fixtures_and_of_the_run_are_of_the_fault_about_their_action(self):
        one = fault("one", "DescribeVolumes", "volumes/filters")
        self.assertTrue(is_of(Found("fixtures/volume", "steps[0]", "L801", "DescribeVolumes", ""), one))
        self.assertFalse(is_of(Found("fixtures/volume", "steps[0]", "L801", "DescribeVpcs", ""), one))
        self.assertTrue(is_of(Found("pages", "steps[0]", "P701", "DescribeVolumes", ""), one))
        self.assertFalse(is_of(Found("pages", "steps[0]", "P701", "DescribeVpcs", ""), one))


class Survivors(unittest.TestCase):
    def test_are_read_with_their_reasons(self):
        text = "# comment\n\none: AWS does not say: so be it\n"
        self.assertEqual(survivors({"one"}, text), {"one": "AWS does not say: so be it"})

    def test_a_line_without_reason_or_fault_is_refused(self):
        for text in ("one:\n", "one\n", "other: reason\n", "one: reason\none: reason\n"):
            with self.assertRaisesRegex(Problem, r"survivors.txt:\d"):
                survivors({"one"}, text)

    def test_the_committed_list_is_valid(self):
        survivors(set(load()))


if __name__ == "__main__":
    unittest.main()

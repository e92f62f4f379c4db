"""What a sweep must and must not do."""

import unittest

from killed_runs.program import Ended
from killed_runs.verdict import judge

BEFORE = {"kinds": {"volume": {"vol-a": {"Size": 1}}}, "failed": {}}


def after(**volumes):
    return {"kinds": {"volume": {name.replace("_", "-"): described for name, described in volumes.items()}}}


def swept(status, *lines):
    return Ended(status, "".join(f"moto: {line}\n" for line in lines), 0.1)


class Judge(unittest.TestCase):
    def problems(self, listing, sweep, others=frozenset()):
        return judge(BEFORE, listing, set(others), sweep).problems

    def test_nothing_left_and_status_0_is_right(self):
        self.assertEqual(self.problems(after(vol_a={"Size": 1}), swept(0, "volume vol-b deleted")), [])

    def test_what_is_left_must_be_named(self):
        listing = after(vol_a={"Size": 1}, vol_b={})
        self.assertIn("vol-b is left, and the sweep exited with 0", self.problems(listing, swept(0))[0])
        named = swept(6, "volume vol-b may still exist: DeleteVolume was rejected")
        self.assertEqual(self.problems(listing, named), [])
        other = swept(6, "volume vol-c may still exist: DeleteVolume was rejected")
        found = self.problems(listing, other)
        self.assertEqual(len(found), 2, found)

    def test_what_is_somebody_elses_must_stay_as_it_is(self):
        self.assertIn("vol-a is gone", self.problems(after(), swept(0))[0])
        self.assertIn("vol-a changed: Size", self.problems(after(vol_a={"Size": 2}), swept(0))[0])
        self.assertIn("vol-m is gone", self.problems(after(vol_a={"Size": 1}), swept(0), {"vol-m"})[0])
        both = after(vol_a={"Size": 1}, vol_m={})
        self.assertEqual(self.problems(both, swept(0), {"vol-m"}), [])
        perhaps = swept(6, "volume vol-m may still exist: it may be the run's, so it stays")
        self.assertEqual(self.problems(both, perhaps, {"vol-m"}), [])

    def test_what_may_be_somebodys_is_named_and_stays(self):
        listing = after(vol_a={"Size": 1}, vol_b={})
        stays = swept(6, "volume vol-b may still exist: it appeared during the run: it may be the run's, so it stays")
        verdict = judge(BEFORE, listing, set(), stays)
        self.assertEqual((verdict.problems, verdict.perhaps), ([], {"vol-b"}))
        refused = swept(6, "volume vol-b may still exist: DeleteVolume was rejected")
        self.assertEqual(judge(BEFORE, listing, set(), refused).perhaps, set())

    def test_unknown_is_right_only_of_a_kind_that_cannot_be_listed(self):
        listing = after(vol_a={"Size": 1})
        lost = "the response to CreatePlacementGroup was lost, and DescribePlacementGroups failed"
        self.assertEqual(self.problems(listing, swept(6, f"placement-group unknown may still exist: {lost}")), [])
        found = self.problems(listing, swept(6, "volume unknown may still exist: the response was lost"))
        self.assertIn("names volume unknown, which does not exist", found[0])

    def test_what_is_left_may_be_named_by_its_kind(self):
        listing = after(vol_a={"Size": 1}, vol_b={})
        lost = swept(6, "volume unknown may still exist: the response to CreateVolume was lost")
        self.assertEqual(self.problems(listing, lost), [])

    def test_another_status_is_a_problem(self):
        self.assertIn("exited with 3", self.problems(after(vol_a={"Size": 1}), swept(3))[0])
        self.assertIn("names nothing", self.problems(after(vol_a={"Size": 1}), swept(6))[0])


if __name__ == "__main__":
    unittest.main()

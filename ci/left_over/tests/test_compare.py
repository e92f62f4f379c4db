"""What is new, missing, changed, or remains of a deleted VPC."""

import unittest

from left_over.command_line import named, standing
from left_over.compare import compare


def listing(**kinds):
    return {"kinds": {kind.replace("_", "-"): resources for kind, resources in kinds.items()}, "failed": {}}


class Compare(unittest.TestCase):
    def test_what_differs_is_named(self):
        before = listing(vpc={"vpc-1": {"State": "available"}, "vpc-2": {}}, volume={"vol-1": {"Size": 1}})
        after = listing(vpc={"vpc-1": {"State": "pending"}, "vpc-3": {}}, key_pair={"k": {}})
        difference = compare(before, after)
        self.assertEqual(difference.new, [("vpc", "vpc-3")])
        self.assertEqual(difference.missing, [("vpc", "vpc-2")])
        self.assertEqual(difference.changed, [("vpc", "vpc-1", ["State"])])
        self.assertEqual(difference.unlisted, ["key-pair", "volume"])

    def test_order_and_free_addresses_are_no_change(self):
        before = listing(subnet={"s": {"Tags": [{"Key": "a"}, {"Key": "b"}], "AvailableIpAddressCount": 3}})
        after = listing(subnet={"s": {"Tags": [{"Key": "b"}, {"Key": "a"}], "AvailableIpAddressCount": 2}})
        self.assertEqual(compare(before, after).lines(), [])

    def test_defaults_of_a_deleted_vpc_are_remains_and_others_are_new(self):
        acls = {
            "default-of-gone": {"VpcId": "vpc-9", "IsDefault": True},
            "default-of-living": {"VpcId": "vpc-1", "IsDefault": True},
            "own-of-gone": {"VpcId": "vpc-9", "IsDefault": False},
        }
        tables = {"main-of-gone": {"VpcId": "vpc-9", "Associations": [{"Main": True}]}, "own": {"VpcId": "vpc-9"}}
        before = listing(vpc={"vpc-1": {}}, network_acl={}, route_table={})
        difference = compare(before, listing(vpc={"vpc-1": {}}, network_acl=acls, route_table=tables))
        self.assertEqual(difference.remains, [("network-acl", "default-of-gone"), ("route-table", "main-of-gone")])
        new = [("network-acl", "default-of-living"), ("network-acl", "own-of-gone"), ("route-table", "own")]
        self.assertEqual(difference.new, new)

    def test_a_report_names_its_leftovers(self):
        problems = [
            {"kind": "interrupted"},
            {"kind": "leftovers", "details": ["volume vol-1: DeleteVolume was rejected"]},
        ]
        leftovers = named({"problems": problems})
        self.assertEqual(standing("new: volume vol-1", leftovers), " (the report names it)")
        self.assertEqual(standing("new: volume vol-2", leftovers), " (the report does not name it)")
        self.assertEqual(standing("missing: volume vol-1", leftovers), "")


if __name__ == "__main__":
    unittest.main()

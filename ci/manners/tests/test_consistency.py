"""What was created is not found yet, and what was written is not read yet."""

import unittest

from .support import MannersTest


class Visibility(MannersTest):
    def test_a_new_resource_is_not_found_and_then_it_is(self):
        self.serve("visibility", share=1.0, seconds=2.0)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        self.assertEqual("InvalidVpcID.NotFound", self.code("DescribeVpcs", VpcId_1=vpc))
        self.assertEqual("InvalidVpcID.NotFound", self.code("CreateSubnet", VpcId=vpc))
        self.assertEqual([], self.text("vpcSet/item/vpcId", "DescribeVpcs"))
        self.now += 2
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs", VpcId_1=vpc))
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs"))
        self.assertEqual("", self.code("CreateSubnet", VpcId=vpc))

    def test_each_kind_has_its_error(self):
        self.serve("visibility", share=1.0)
        volume = self.created("CreateVolume", "volumeId")
        self.assertEqual("InvalidVolume.NotFound", self.code("AttachVolume", VolumeId=volume))
        self.call("CreateKeyPair", KeyName="mine")
        self.assertEqual("InvalidKeyPair.NotFound", self.code("DescribeKeyPairs", KeyName_1="mine"))
        self.assertEqual([], self.text("keySet/item/keyName", "DescribeKeyPairs"))
        self.assertEqual("", self.code("CreateKeyPair", KeyName="mine"))

    def test_an_empty_reservation_is_not_listed(self):
        self.serve("visibility", share=1.0)
        self.call("RunInstances")
        self.assertEqual([], self.text("reservationSet/item", "DescribeInstances"))

    def test_no_share_hides_nothing(self):
        self.serve("visibility", share=0.0)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        self.assertEqual("", self.code("DescribeVpcs", VpcId_1=vpc))

    def test_places_differ_where_that_is_asked_for(self):
        self.serve("visibility", share=1.0, seconds=10.0, monotonic=False)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        codes = set()
        for _ in range(20):
            self.now += 0.5
            codes.add((self.code("DescribeVpcs", VpcId_1=vpc), self.code("ModifyVpcAttribute", VpcId=vpc)))
        self.assertTrue({("", "InvalidVpcID.NotFound"), ("InvalidVpcID.NotFound", "")} & codes, codes)

    def test_what_the_endpoint_had_before_is_found(self):
        self.endpoint.create("vpc", "<vpcId>vpc-00000000000000001</vpcId>")
        self.serve("visibility", share=1.0)
        self.assertEqual("", self.code("DescribeVpcs", VpcId_1="vpc-00000000000000001"))


class Staleness(MannersTest):
    def test_a_tag_is_read_later(self):
        self.serve("staleness", share=1.0, seconds=2.0)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        self.call("CreateTags", ResourceId_1=vpc, Tag_1_Key="k", Tag_1_Value="v")
        self.assertEqual([], self.text("vpcSet/item/tagSet/item/key", "DescribeVpcs", VpcId_1=vpc))
        found = {"Filter_1_Name": "tag:k", "Filter_1_Value_1": "v"}
        self.assertEqual([], self.text("vpcSet/item", "DescribeVpcs", **found))
        self.now += 2
        self.assertEqual(["k"], self.text("vpcSet/item/tagSet/item/key", "DescribeVpcs", VpcId_1=vpc))
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs", **found))

    def test_a_deleted_resource_is_read_for_a_while(self):
        self.serve("staleness", share=1.0, seconds=2.0)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        self.call("DeleteVpc", VpcId=vpc)
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs", VpcId_1=vpc))
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs"))
        self.now += 2
        self.assertEqual("InvalidVpcID.NotFound", self.code("DescribeVpcs", VpcId_1=vpc))

    def test_a_refused_write_changes_no_read(self):
        server = self.serve("staleness", share=1.0)
        self.call("DescribeNothing")
        self.assertEqual({}, server.manners[0].overlays)

    def test_a_filter_that_matched_before_still_matches(self):
        self.serve("staleness", share=1.0)
        vpc = self.created("CreateVpc", "vpc/vpcId")
        self.call("CreateTags", ResourceId_1=vpc, Tag_1_Key="k", Tag_1_Value="v")
        found = {"Filter_1_Name": "state", "Filter_1_Value_1": "available"}
        self.assertEqual([vpc], self.text("vpcSet/item/vpcId", "DescribeVpcs", **found))


class Both(MannersTest):
    def test_a_state_is_not_read_before_its_time(self):
        self.serve("states", "staleness", factor=1.0)
        instance = self.created("RunInstances", "instancesSet/item/instanceId")
        for n in range(8):  # some of these writes lag
            self.call("CreateTags", ResourceId_1=instance, Tag_1_Key=f"k{n}", Tag_1_Value="v")
            names = self.text("reservationSet/item/instancesSet/item/instanceState/name", "DescribeInstances")
            self.assertEqual(["pending"], names)


if __name__ == "__main__":
    unittest.main()

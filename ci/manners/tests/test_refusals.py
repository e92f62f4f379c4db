"""States, quotas, zones, throttling and trouble."""

import unittest

from manners import settings
from manners.options import settings_of as parsed
from manners.settings import SettingError

from .support import Cut, MannersTest

STATE = "reservationSet/item/instancesSet/item/instanceState/name"


class States(MannersTest):
    def test_an_instance_is_pending_first(self):
        self.serve("states")
        instance = self.created("RunInstances", "instancesSet/item/instanceId")
        self.assertEqual(["pending"], self.text(STATE, "DescribeInstances", InstanceId_1=instance))
        self.assertEqual([], self.text("instanceStatusSet/item", "DescribeInstanceStatus"))
        running = {"Filter_1_Name": "instance-state-name", "Filter_1_Value_1": "running"}
        self.assertEqual([], self.text(STATE, "DescribeInstances", **running))
        self.assertEqual("IncorrectInstanceState", self.code("StopInstances", InstanceId_1=instance))
        self.now += 8
        self.assertEqual(["running"], self.text(STATE, "DescribeInstances", InstanceId_1=instance))
        self.assertEqual(["running"], self.text(STATE, "DescribeInstances", **running))
        self.assertEqual("", self.code("StopInstances", InstanceId_1=instance))

    def test_an_instance_holds_its_subnet_until_it_is_gone(self):
        self.serve("states")
        subnet = self.created("CreateSubnet", "subnet/subnetId")
        instance = self.created("RunInstances", "instancesSet/item/instanceId", SubnetId=subnet)
        self.now += 8
        self.call("TerminateInstances", InstanceId_1=instance)
        self.assertEqual(["shutting-down"], self.text(STATE, "DescribeInstances", InstanceId_1=instance))
        self.assertEqual("DependencyViolation", self.code("DeleteSubnet", SubnetId=subnet))
        self.now += 12
        self.assertEqual(["terminated"], self.text(STATE, "DescribeInstances", InstanceId_1=instance))
        self.assertEqual("", self.code("DeleteSubnet", SubnetId=subnet))

    def test_a_factor_of_zero_is_at_once(self):
        self.serve("states", factor=0.0)
        volume = self.created("CreateVolume", "volumeId")
        self.assertEqual(["available"], self.text("volumeSet/item/status", "DescribeVolumes", VolumeId_1=volume))


class Linger(MannersTest):
    def test_a_terminated_instance_is_forgotten(self):
        self.serve("linger", seconds=60.0)
        instance = self.created("RunInstances", "instancesSet/item/instanceId")
        self.call("TerminateInstances", InstanceId_1=instance)
        self.now += 59
        self.assertEqual(["terminated"], self.text(STATE, "DescribeInstances"))
        self.now += 1
        self.assertEqual([], self.text(STATE, "DescribeInstances"))
        self.assertEqual("InvalidInstanceID.NotFound", self.code("DescribeInstances", InstanceId_1=instance))


class Quotas(MannersTest):
    def test_five_vpcs_and_no_more(self):
        self.serve("quotas")
        self.assertEqual([""] * 5 + ["VpcLimitExceeded"], [self.code("CreateVpc") for _ in range(6)])
        self.call("DeleteVpc", VpcId="vpc-00000000000000001")
        self.assertEqual("", self.code("CreateVpc"))

    def test_a_limit_can_be_set(self):
        self.serve("quotas", limits={"addresses": 1})
        self.assertEqual(["", "AddressLimitExceeded"], [self.code("AllocateAddress") for _ in range(2)])
        with self.assertRaisesRegex(SettingError, "no such quota: volumes"):
            self.serve("quotas", limits={"volumes": 1})

    def test_five_vcpus_are_two_instances_of_two(self):
        self.serve("quotas")
        launch = {"InstanceType": "t3.micro", "MinCount": "1", "MaxCount": "1"}
        codes = [self.code("RunInstances", **launch) for _ in range(3)]
        self.assertEqual(["", "", "VcpuLimitExceeded"], codes)
        self.assertEqual("VcpuLimitExceeded", self.code("RunInstances", **{**launch, "MaxCount": "3"}))

    def test_each_source_of_a_permission_is_a_rule(self):
        self.serve("quotas")
        ranges = {f"IpPermissions_1_IpRanges_{n}_CidrIp": f"10.0.{n}.0/24" for n in range(1, 62)}
        group = {"GroupId": "sg-00000000000000001"}
        code = "RulesPerSecurityGroupLimitExceeded"
        self.assertEqual(code, self.code("AuthorizeSecurityGroupIngress", **group, **ranges))
        ranges.popitem()
        self.assertEqual("", self.code("AuthorizeSecurityGroupIngress", **group, **ranges))


class Zones(MannersTest):
    def test_a_zone_without_the_type_refuses(self):
        self.serve("zones")
        launch = {"InstanceType": "t3.micro", "MinCount": "1", "MaxCount": "1"}
        self.assertEqual("Unsupported", self.code("RunInstances", Placement_AvailabilityZone="us-east-1e", **launch))
        self.assertEqual("", self.code("RunInstances", Placement_AvailabilityZone="us-east-1a", **launch))
        poor = self.created("CreateSubnet", "subnet/subnetId", AvailabilityZone="us-east-1e")
        self.assertEqual("Unsupported", self.code("RunInstances", SubnetId=poor, **launch))

    def test_a_zone_can_be_named(self):
        self.serve("zones", without=["us-east-1a"])
        kind = {"InstanceType": "t3.micro"}
        self.assertEqual("Unsupported", self.code("RunInstances", Placement_AvailabilityZone="us-east-1a", **kind))
        self.assertEqual(
            ["us-east-1b"], self.text("instanceTypeOfferingSet/item/location", "DescribeInstanceTypeOfferings")
        )

    def test_a_subnet_gets_any_zone(self):
        self.serve("zones")
        path = "subnet/availabilityZone"
        zones = {self.text(path, "CreateSubnet", CidrBlock=f"10.0.{n}.0/24")[0] for n in range(20)}
        self.assertEqual({"us-east-1a", "us-east-1b", "us-east-1e"}, zones)


class Throttling(MannersTest):
    def test_a_bucket_empties_and_fills(self):
        self.serve("throttling")
        launch = [self.code("RunInstances") for _ in range(6)]
        self.assertEqual([""] * 5 + ["RequestLimitExceeded"], launch)
        self.assertEqual(503, self.call("RunInstances").status)
        self.assertEqual("", self.code("DescribeVpcs"))
        self.now += 1
        self.assertEqual(["", "", "RequestLimitExceeded"], [self.code("RunInstances") for _ in range(3)])

    def test_a_rate_scales_every_bucket(self):
        self.serve("throttling", rate=0.2)
        self.assertEqual(["", "RequestLimitExceeded"], [self.code("RunInstances") for _ in range(2)])


class Trouble(MannersTest):
    def test_errors_and_cut_connections(self):
        self.serve("trouble", share=1.0, kinds=["InternalError"])
        self.assertEqual(500, self.call("DescribeVpcs").status)
        self.serve("trouble", share=1.0, kinds=["cut"])
        with self.assertRaises(Cut):
            self.call("CreateVpc")
        self.assertEqual([], self.endpoint.requests)

    def test_what_failed_may_have_been_carried_out(self):
        self.serve("trouble", share=1.0, kinds=["Unavailable"], processed=1.0)
        self.assertEqual(503, self.call("CreateVpc").status)
        self.assertEqual(["vpc-00000000000000001"], list(self.endpoint.items))

    def test_a_seed_means_the_same_whatever_the_order(self):
        def codes(seed: int, blocks: list) -> dict:
            self.serve("trouble", seed=seed, share=0.5, kinds=["InternalError"])
            return {block: self.code("CreateVpc", CidrBlock=block) for block in blocks}

        blocks = [f"10.{n}.0.0/16" for n in range(30)]
        first = codes(7, blocks)
        self.assertEqual(first, codes(7, blocks[::-1]))
        self.assertNotEqual(first, codes(8, blocks))
        self.assertEqual({"", "InternalError"}, set(first.values()))


class Options(unittest.TestCase):
    def test_a_setting_must_exist_and_fit(self):
        default = settings.default()
        for text in (
            "visibility",
            "visibility.share",
            "nothing.on=true",
            "visibility.no=1",
            "visibility.share=2",
            "visibility.share=many",
            "linger.seconds=-1",
            "quotas.limits=5",
        ):
            with self.assertRaises(SettingError, msg=text):
                settings.assign(default, text)
        self.assertEqual(0.25, settings.assign(default, "visibility.share=0.25")["visibility"]["share"])
        self.assertEqual({"vpcs": 9}, settings.assign(default, 'quotas.limits={"vpcs":9}')["quotas"]["limits"])

    def test_only_and_off(self):
        import argparse

        from manners.options import add_options, words_of

        parser = argparse.ArgumentParser()
        add_options(parser)
        arguments = parser.parse_args(["--only", "states", "--set", "states.factor=0.5", "--seed", "3"])
        on = [name for name, values in parsed(arguments).items() if values["on"]]
        self.assertEqual(["states"], on)
        again = parser.parse_args(words_of(arguments))
        self.assertEqual((parsed(arguments), 3), (parsed(again), again.seed))
        without = parsed(parser.parse_args(["--off", "trouble"]))
        self.assertEqual(["trouble"], [name for name, values in without.items() if not values["on"]])


if __name__ == "__main__":
    unittest.main()

"""Fleets, Spot requests, key pairs and regions: what launches are made of."""

from __future__ import annotations

from ..kinds import forgotten, not_shown, nothing_done, shown_as

forgotten(
    "tags-of-fleet-not-given-to-instance",
    "The tags that a fleet's request has for its instances are ignored.",
    "CreateFleet",
    r"TagSpecification\.[2-9]",
    "X102",
    "fleets/instant",
)
shown_as(
    "every-fleet-is-maintained",
    "Every fleet is described as one that is maintained.",
    "DescribeFleets",
    "fleetSet/item/type",
    "maintain",
    "X102",
    "fleets/instant",
)
shown_as(
    "capacity-of-fleet-forgotten",
    "A fleet is described without the On-Demand capacity that was requested.",
    "DescribeFleets",
    "fleetSet/item/targetCapacitySpecification/onDemandTargetCapacity",
    "0",
    "X102",
    "fleets/maintained",
)
not_shown(
    "fleet-without-instances",
    "DescribeFleetInstances lists no instance.",
    "DescribeFleetInstances",
    "activeInstanceSet/item",
    "X111",
    "fleets/maintained",
)
forgotten(
    "instances-of-fleet-not-terminated",
    "A fleet is deleted without its instances.",
    "DeleteFleets",
    "TerminateInstances",
    "X111",
    "fleets/maintained",
)
shown_as(
    "spot-capacity-forgotten",
    "A Spot Fleet request is described with another capacity.",
    "DescribeSpotFleetRequests",
    "spotFleetRequestConfigSet/item/spotFleetRequestConfig/targetCapacity",
    "2",
    "X102",
    "spot/fleet-request",
)
forgotten(
    "tags-of-spot-request-forgotten",
    "A Spot request is created without its tags.",
    "RequestSpotInstances",
    r"TagSpecification\.",
    "X102",
    "spot/request",
)
shown_as(
    "spot-request-stays-open",
    "A Spot request is described as open for ever.",
    "DescribeSpotInstanceRequests",
    "spotInstanceRequestSet/item/state",
    "open",
    "X111",
    "spot/request",
)
shown_as(
    "every-spot-request-is-one-time",
    "Every Spot request is described as one-time.",
    "DescribeSpotInstanceRequests",
    "spotInstanceRequestSet/item/type",
    "one-time",
    "X102",
    "spot/persistent",
)
shown_as(
    "spot-price-rounded",
    "Prices of Spot requests are described in whole cents.",
    "DescribeSpotInstanceRequests",
    "spotInstanceRequestSet/item/spotPrice",
    lambda text: text and f"{float(text):.2f}",
    "X102",
    "spot/persistent",
)
not_shown(
    "public-key-not-shown",
    "A key pair is described without its public key, though it was asked for.",
    "DescribeKeyPairs",
    "keySet/item/publicKey",
    "X103",
    "key-pairs/public-key",
)
shown_as(
    "fingerprint-cut",
    "A key pair is described with a part of its fingerprint.",
    "DescribeKeyPairs",
    "keySet/item/keyFingerprint",
    lambda text: text[:20],
    "X102",
    "key-pairs/lifecycle",
)
nothing_done(
    "key-pair-not-deleted",
    "DeleteKeyPair succeeds and deletes nothing.",
    "DeleteKeyPair",
    "X111",
    "key-pairs/lifecycle",
)
forgotten(
    "zones-by-name-ignored",
    "DescribeAvailabilityZones lists all zones, whatever names are asked for.",
    "DescribeAvailabilityZones",
    r"ZoneName\.",
    "X102",
    "regions-and-zones/zone-by-name",
)
forgotten(
    "regions-by-name-ignored",
    "DescribeRegions lists all regions, whatever names are asked for.",
    "DescribeRegions",
    r"RegionName\.",
    "X102",
    "regions-and-zones/own-region",
)

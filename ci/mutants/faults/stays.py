"""What a request does not name, and what is written in capitals or beyond ASCII, does not stay as it was."""

from __future__ import annotations

import base64

from ..change import INSTANCES, drop_matching
from ..document import Document
from ..fault import Call, in_request, in_response, success
from ..kinds import forgotten, shown_as

forgotten(
    "options-of-transit-gateway-not-modified",
    "ModifyTransitGateway ignores the options.",
    "ModifyTransitGateway",
    r"Options\.",
    "X111",
    "transit-gateways/options-modified",
)
forgotten(
    "images-whoever-may-launch-them",
    "DescribeImages ignores whom images are shared with.",
    "DescribeImages",
    r"ExecutableBy\.",
    "X102",
    "images/executable-by",
)
shown_as(
    "network-number-of-two-bytes",
    "The network number of a customer gateway is described modulo 65536.",
    "DescribeCustomerGateways",
    "customerGatewaySet/item/bgpAsn",
    lambda text: str(int(text) % 65536),
    "X102",
    "vpn/four-byte-network-number",
)
shown_as(
    "key-names-in-lower-case",
    "Names of key pairs are described in lower case.",
    "DescribeKeyPairs",
    "keySet/item/keyName",
    str.lower,
    "X102",
    "key-pairs/case-kept",
)
shown_as(
    "client-token-in-lower-case",
    "Instances are described with their client token in lower case.",
    "DescribeInstances",
    f"{INSTANCES}/clientToken",
    str.lower,
    "X102",
    "idempotency/run-instances",
)
shown_as(
    "description-of-snapshot-cut",
    "The description of a snapshot is cut short.",
    "DescribeSnapshots",
    "snapshotSet/item/description",
    lambda text: text[:100],
    "X102",
    "snapshots/texts[long]",
)
shown_as(
    "description-of-interface-cut",
    "The description of a network interface is cut short.",
    "DescribeNetworkInterfaces",
    "networkInterfaceSet/item/description",
    lambda text: text[:100],
    "X102",
    "network-interfaces/texts[long]",
)
shown_as(
    "description-of-image-cut",
    "The description of an image is cut short by its last character.",
    "DescribeImages",
    "imagesSet/item/description",
    lambda text: text[:254],
    "X102",
    "images/longest-texts",
)
shown_as(
    "console-output-as-text",
    "The console output is not in base64.",
    "GetConsoleOutput",
    "output",
    lambda text: text and base64.b64decode(text).decode("latin-1"),
    "X101",
    "console/output",
)
shown_as(
    "memory-in-gib",
    "The memory of an instance type is described in GiB.",
    "DescribeInstanceTypes",
    "instanceTypeSet/item/memoryInfo/sizeInMiB",
    lambda text: str(int(text) // 1024),
    "X101",
    "instances/types",
)
shown_as(
    "time-of-image-with-blank",
    "The time of an image has a blank in the place of the T.",
    "DescribeImages",
    "imagesSet/item/creationDate",
    lambda text: text.replace("T", " "),
    "X101",
    "images/described",
)
shown_as(
    "tags-of-volumes-escaped-twice",
    "The tags of volumes are escaped twice.",
    "DescribeVolumes",
    "volumeSet/item/tagSet/item/value",
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;"),
    "X102",
    "tags/texts-of-storage[xml]",
)
shown_as(
    "tags-of-subnets-in-ascii",
    "In the tags of subnets a question mark stands for each character beyond ASCII.",
    "DescribeSubnets",
    "subnetSet/item/tagSet/item/value",
    lambda text: text.encode("ascii", "replace").decode(),
    "X102",
    "tags/texts-of-networks[scripts]",
)
shown_as(
    "zone-id-of-another-zone",
    "Subnets are described with the id of another zone.",
    "DescribeSubnets",
    "subnetSet/item/availabilityZoneId",
    lambda text: f"{text[:-1]}{9 - int(text[-1])}",
    "X102",
    "subnets/zone-id",
)
shown_as(
    "endpoint-of-region-is-a-url",
    "Regions are described with a URL.",
    "DescribeRegions",
    "regionInfo/item/regionEndpoint",
    lambda text: f"https://{text}",
    "X102",
    "regions-and-zones/own-region",
)
shown_as(
    "excess-of-fleet-terminated",
    "Every fleet is described as one that terminates its excess.",
    "DescribeFleets",
    "fleetSet/item/excessCapacityTerminationPolicy",
    "termination",
    "X102",
    "fleets/maintained",
)


@in_request("RunInstances", "X102", "launch-templates/type-overridden")
def type_of_template_counts(call: Call) -> None:
    """A launch from a template ignores the type that the request names."""
    if call.get("LaunchTemplate.LaunchTemplateId"):
        drop_matching(call, "InstanceType$")


@in_request("ModifyInstanceAttribute DescribeInstanceAttribute", "X102", "instances/type-changed")
def user_data_lost_with_type(call: Call) -> bytes | None:
    """When its type changes an instance loses its user data."""
    instance = call.get("InstanceId")
    if call.get("InstanceType.Value"):
        call.memory[instance] = True
    if call.get("Attribute") == "userData" and instance in call.memory:
        return success(call.action, f"<instanceId>{instance}</instanceId><userData/>")
    return None


@in_response("ModifySubnetAttribute DescribeSubnets", "X102", "subnets/public-and-ipv6-addresses")
def public_addresses_end_with_ipv6(call: Call, document: Document) -> None:
    """A subnet whose instances get IPv6 addresses gives them no public ones."""
    if call.get("AssignIpv6AddressOnCreation.Value"):
        call.memory[call.get("SubnetId")] = True
    for subnet in document.find("subnetSet/item"):
        shown = subnet.find("mapPublicIpOnLaunch")
        if subnet.findtext("subnetId") in call.memory and shown is not None:
            shown.text = "false"

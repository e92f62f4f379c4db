"""What one resource shows of another, the other does not show."""

from __future__ import annotations

import copy

from ..change import INSTANCES, keep_items
from ..document import Document
from ..fault import Call, in_response


@in_response("DescribeInstances", "L801", "clean-up/volume-filters")
def volume_of_instance_not_shown(_: Call, document: Document) -> None:
    """An instance is described without the volume that was attached as /dev/sdf."""
    devices = f"{INSTANCES}/blockDeviceMapping/item"
    document.remove(devices, lambda device: device.findtext("deviceName") == "/dev/sdf")


@in_response("DescribeVolumes", "L802", "block-devices/name-freed")
def attachment_kept(call: Call, document: Document) -> None:
    """A volume that is available again still shows what it was attached to."""
    for volume in document.find("volumeSet/item"):
        attachments = volume.find("attachmentSet")
        key = volume.findtext("volumeId")
        if attachments is None:
            continue
        if attachments.findtext("item/status") == "attached":
            call.memory[key] = copy.deepcopy(attachments)
        elif key in call.memory and volume.findtext("status") == "available":
            attachments.extend(copy.deepcopy(list(call.memory[key])))


@in_response("DescribeRouteTables", "L802", "route-tables/association")
def association_kept(call: Call, document: Document) -> None:
    """A route table shows the subnets that it was associated with at any time."""
    for table in document.find("routeTableSet/item"):
        associations = table.find("associationSet")
        if associations is None:
            continue
        keep_items(call, associations, table.findtext("routeTableId"), "routeTableAssociationId")


@in_response("DescribeInternetGateways", "L802", "internet-gateways/lifecycle")
def gateway_kept(call: Call, document: Document) -> None:
    """An internet gateway still shows the VPC that it was detached from."""
    for gateway in document.find("internetGatewaySet/item"):
        attachments = gateway.find("attachmentSet")
        if attachments is None:
            continue
        known = call.memory.setdefault(gateway.findtext("internetGatewayId"), [])
        if not len(attachments):
            attachments.extend(copy.deepcopy(known))
        known[:] = copy.deepcopy(list(attachments))


@in_response("DescribeInstances", "L804", "instances/stop-start")
def instance_in_another_zone(_: Call, document: Document) -> None:
    """An instance is described in another zone than its subnet."""
    document.set_text(f"{INSTANCES}/placement/availabilityZone", lambda zone: zone and zone[:-1] + "f")


@in_response("DescribeNetworkInterfaces", "L804", "network-interfaces/lifecycle")
def interface_in_another_vpc(_: Call, document: Document) -> None:
    """An interface is described in another VPC than its subnet."""
    document.set_text("networkInterfaceSet/item/vpcId", lambda _: "vpc-0123456789abcdef0")

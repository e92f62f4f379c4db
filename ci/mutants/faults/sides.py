"""What one side of an association shows, before and after, the other side does not."""

from __future__ import annotations

from ..change import INSTANCES, keep, keep_items
from ..document import Document
from ..fault import Call, in_response


@in_response("DescribeInstances", "X111", "addresses/shown-by-instance")
def address_of_instance_not_shown(_: Call, document: Document) -> None:
    """An instance is described without the address that is associated with it."""
    document.remove(f"{INSTANCES}/ipAddress")


@in_response("DescribeInstances", "L802", "addresses/shown-by-instance")
def interface_of_instance_keeps_address(call: Call, document: Document) -> None:
    """An instance's network interface shows in DescribeInstances the address that was disassociated."""
    for interface in document.find(f"{INSTANCES}/networkInterfaceSet/item"):
        shown = bool(interface.findtext("association/publicIp"))
        keep(call, interface, interface.findtext("networkInterfaceId"), "association", shown)


@in_response("DescribeNetworkInterfaces", "X111", "addresses/shown-by-interface")
def association_of_interface_kept(call: Call, document: Document) -> None:
    """A network interface shows every address that it was associated with, for ever."""
    for interface in document.find("networkInterfaceSet/item"):
        shown = interface.find("association/*") is not None
        keep(call, interface, interface.findtext("networkInterfaceId"), "association", shown)


@in_response("DescribeAddresses", "X102", "addresses/shown-by-interface")
def private_address_kept(call: Call, document: Document) -> None:
    """An address that was disassociated is described with the private address that it had."""
    for address in document.find("addressesSet/item"):
        shown = bool(address.findtext("privateIpAddress"))
        keep(call, address, address.findtext("allocationId"), "privateIpAddress", shown)


@in_response("DescribeInstances", "X111", "network-interfaces/shown-by-instance")
def detached_interface_kept(call: Call, document: Document) -> None:
    """An instance is described with a network interface that was detached."""
    for instance in document.find(INSTANCES):
        interfaces = instance.find("networkInterfaceSet")
        if interfaces is None:
            continue
        keep_items(call, interfaces, instance.findtext("instanceId"), "networkInterfaceId")


@in_response("DetachVolume DescribeInstances", "X101", "volumes/two-on-instance")
def detachment_of_all(call: Call, document: Document) -> None:
    """After one volume was detached, the instance is described without the other one."""
    if call.action == "DetachVolume":
        call.memory["detached"] = True
    elif "detached" in call.memory:
        devices = f"{INSTANCES}/blockDeviceMapping/item"
        document.remove(devices, lambda device: (device.findtext("deviceName") or "").startswith("/dev/sd"))


@in_response("DescribeNetworkInterfaces", "X101", "instances/requested-options")
def groups_of_interface_not_shown(_: Call, document: Document) -> None:
    """The network interface of an instance is described with the first of its groups."""
    for groups in document.find("networkInterfaceSet/item/groupSet"):
        for group in groups.findall("item")[1:]:
            groups.remove(group)

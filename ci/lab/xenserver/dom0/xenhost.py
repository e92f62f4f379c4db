"""xenhost.py: facts of the host, its power, its network devices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..values import Record
from .errors import PluginError

if TYPE_CHECKING:
    from . import Dom0

INTEGERS = {"cpu_count", "family", "model", "stepping"}
UPTIME = " 12:00:00 up 1 day,  1:02,  1 user,  load average: 0.08, 0.03, 0.01"


def host_data(dom0: Dom0, arguments: Record) -> str:
    record, free = dom0.record, dom0.pool.free_memory(dom0.host)
    total = int(dom0.pool.db["host_metrics"][record["metrics"]]["memory_total"])
    return json.dumps(
        {
            "enabled": "true" if record["enabled"] else "false",
            "host_memory": {"total": total, "overhead": 0, "free": free, "free-computed": free},
            "host_uuid": record["uuid"],
            "host_name-label": record["name_label"],
            "host_name-description": record["name_description"],
            "host_hostname": record["hostname"],
            "host_ip_address": record["address"],
            "host_other-config": record["other_config"],
            "host_capabilities": [c for c in record["capabilities"] if c],
            "host_cpu_info": {k: int(v) if k in INTEGERS else v for k, v in record["cpu_info"].items()},
        }
    )


def host_uptime(dom0: Dom0, arguments: Record) -> str:
    return json.dumps({"uptime": UPTIME})


def set_host_enabled(dom0: Dom0, arguments: Record) -> str:
    wanted = arguments.get("enabled")
    if wanted not in ("true", "false"):
        raise PluginError(f"Illegal enabled status: {wanted}")
    dom0.record["enabled"] = wanted == "true"
    return json.dumps({"status": "enabled" if dom0.record["enabled"] else "disabled"})


def host_shutdown(dom0: Dom0, arguments: Record) -> str:
    dom0.record["enabled"] = False
    dom0.pool.stop_guests(dom0.host)
    dom0.pool.host_leaves(dom0.host)
    return json.dumps({"power_action": "shutdown"})


def host_reboot(dom0: Dom0, arguments: Record) -> str:
    """The host is back at once and enabled, as after a reboot."""
    dom0.pool.stop_guests(dom0.host)
    dom0.reset()
    dom0.record["enabled"] = True
    return json.dumps({"power_action": "reboot"})


def host_join(dom0: Dom0, arguments: Record) -> str:
    """Called on a master: the other host, at `url` with `user`, shuts nova's VM down and joins this pool."""
    world = dom0.pool.world
    name = arguments["user"].partition("@")[2]
    pool, _ = world.find_host(name)
    if pool is None or arguments["password"] != world.password:
        raise PluginError("no host of this user: " + arguments["user"])
    pool.VM_clean_shutdown(None, pool.by_uuid("VM", arguments["compute_uuid"]))
    pool.join(
        arguments["master_addr"], arguments["master_user"], arguments["master_pass"], arguments.get("force") == "true"
    )
    return json.dumps("")


def get_pci_device_details(dom0: Dom0) -> str:
    return ""


def get_pci_type(dom0: Dom0, device: str) -> str:
    return "type-PCI"


def network_config(dom0: Dom0, arguments: Record) -> str:
    command = arguments["cmd"]
    if command not in NETWORK_COMMANDS:
        raise PluginError(f"Dom0 execution of '{command}' is not permitted")
    needs, run = NETWORK_COMMANDS[command]
    for name in needs:
        if name not in arguments["args"]:
            raise PluginError(f"Argument {name} is required.")
    return run(dom0.devices, *(arguments["args"][name] for name in needs)) or ""


def existing(devices: dict[str, str | None], name: str, *ignored: object) -> None:
    if name not in devices:
        raise PluginError(f'Device "{name}" does not exist.')


def add_pair(devices: dict[str, str | None], one: str, other: str) -> None:
    if one in devices or other in devices:
        raise PluginError("RTNETLINK answers: File exists")
    devices.update({one: other, other: one})


def delete(devices: dict[str, str | None], name: str) -> None:
    """Delete a device; of a pair, both ends."""
    existing(devices, name)
    devices.pop(devices.pop(name), None)


def add_bridge(devices: dict[str, str | None], name: str) -> None:
    if name in devices:
        raise PluginError(f"device {name} already exists; can't create bridge with the same name")
    devices[name] = None


def delete_bridge(devices: dict[str, str | None], name: str) -> None:
    if name not in devices:
        raise PluginError(f"bridge {name} doesn't exist; can't delete it")
    del devices[name]


def done(devices: dict[str, str | None], *ignored: object) -> None:
    """The simulator has no state for this command."""


# command -> (the arguments it requires, what it does)
NETWORK_COMMANDS = {
    "ovs_add_patch_port": (["bridge_name", "port_name", "peer_port_name"], done),
    "ovs_add_port": (["bridge_name", "port_name"], done),
    "ovs_create_port": (["bridge", "port", "iface-id", "mac", "status"], done),
    "ovs_del_port": (["bridge_name", "port_name"], done),
    "ovs_del_br": (["bridge_name"], done),
    "ovs_set_if_external_id": (["interface", "extneral_id", "value"], done),  # os-xenapi's spelling
    "ip_link_add_veth_pair": (["dev1_name", "dev2_name"], add_pair),
    "ip_link_del_dev": (["device_name"], delete),
    "ip_link_get_dev": (["device_name"], existing),
    "ip_link_set_dev": (["device_name", "option"], existing),
    "ip_link_set_promisc": (["device_name", "option"], existing),
    "brctl_add_br": (["bridge_name"], add_bridge),
    "brctl_add_if": (["bridge_name", "interface_name"], existing),
    "brctl_del_br": (["bridge_name"], delete_bridge),
    "brctl_del_if": (["bridge_name", "interface_name"], existing),
    "brctl_set_fd": (["bridge_name", "fd"], existing),
    "brctl_set_stp": (["bridge_name", "option"], existing),
}

CALLS = {
    ("xenhost", call.__name__): call
    for call in (
        host_data,
        host_uptime,
        set_host_enabled,
        host_shutdown,
        host_reboot,
        get_pci_device_details,
        get_pci_type,
        network_config,
        host_join,
    )
}
PICKLED = {("xenhost", name) for name in ("get_pci_device_details", "get_pci_type", "network_config")}

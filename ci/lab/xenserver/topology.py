"""The topology file: the pools and hosts, and their initial objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .dom0 import Dom0
from .network import made_up_mac
from .pool import Pool
from .values import GiB, Record, Ref

if TYPE_CHECKING:
    from .world import World

SOFTWARE = {
    "product_brand": "XenServer",
    "product_version": "7.6.0",
    "platform_name": "XCP",
    "platform_version": "2.7.0",
    "xapi": "1.110",
    "xen": "4.7.6-6.2",
    "linux": "4.4.0+10",
    "hostname": "localhost",
    "network_backend": "openvswitch",
    "build_number": "simulated",
}
MANAGEMENT = "Pool-wide network associated with eth0"
CAPABILITIES = ["xen-3.0-x86_64", "xen-3.0-x86_32p", "hvm-3.0-x86_32", "hvm-3.0-x86_32p", "hvm-3.0-x86_64", ""]
CPU = {
    "socket_count": "2",
    "vendor": "GenuineIntel",
    "speed": "2394.086",
    "modelname": "Simulated CPU @ 2.40GHz",
    "family": "6",
    "model": "63",
    "stepping": "2",
    "flags": "fpu de tsc msr pae mce cx8 vmx ept sse2",
    "features": "",
    "features_pv": "",
    "features_hvm": "",
}

KEYS = {"user", "password", "glance", "delays", "gc_seconds", "operation_wait", "seed", "luns", "pools", "listen"}
POOL_KEYS = {"name", "shared_gb", "software", "hosts"}
HOST_KEYS = {"name", "address", "memory_gb", "cpus", "cpu_features", "local_gb", "uuid"}


class BadTopology(Exception):
    """An error in a topology file."""


def read(path: str) -> Record:
    try:
        with open(path) as file:
            topology = json.load(file)
        check(topology)
        return topology
    except (OSError, ValueError, BadTopology) as reason:
        raise BadTopology(f"{path}: {reason}") from reason


def check(topology: Record) -> None:
    only(topology, KEYS, "the topology", {"pools", "listen"})
    names = []
    for pool in topology["pools"]:
        only(pool, POOL_KEYS, "a pool", {"name", "hosts"})
        for host in pool["hosts"]:
            only(host, HOST_KEYS, "a host", {"name", "address"})
            names.append(host["name"])
        if not pool["hosts"]:
            raise BadTopology("pool {} has no hosts".format(pool["name"]))
    if len(set(names)) < len(names):
        raise BadTopology("two hosts have the same name")
    for listener in topology["listen"]:
        only(listener, {"address", "port", "hosts"}, "a listener", {"address", "port", "hosts"})
        strangers = set(listener["hosts"]) - set(names)
        if strangers or not listener["hosts"]:
            raise BadTopology(f"a listener has hosts that are in no pool: {sorted(strangers)}")


def only(value: Any, known: set[str], what: str, required: set[str]) -> None:
    if not isinstance(value, dict):
        raise BadTopology(f"{what} is not an object")
    for key in sorted(set(value) - known):
        raise BadTopology(f"{what} has an unknown key: {key}")
    for key in sorted(required - set(value)):
        raise BadTopology(f"{what} has no key: {key}")


def build(world: World, spec: Record) -> Pool:
    """A pool as a topology file describes it: the first host is the master."""
    pool = Pool(world, spec["name"])
    pool.create("network", dict(name_label=MANAGEMENT, bridge="xenbr0"))
    for host in spec["hosts"]:
        add_host(pool, host, dict(SOFTWARE, **spec.get("software", {})))
    default = (
        add_shared_sr(pool, spec["shared_gb"])
        if spec.get("shared_gb")
        else pool.where("SR", name_label="Local storage")[0]
    )
    pool.ref = pool.create(
        "pool",
        dict(
            name_label=spec["name"],
            master=pool.hosts[spec["hosts"][0]["name"]],
            default_SR=default,
            suspend_image_SR=default,
            crash_dump_SR=default,
        ),
    )
    return pool


def join_host(pool: Pool, spec: Record) -> None:
    """Add a host to a pool that exists; it is attached to the pool's shared storage."""
    add_host(pool, spec, dict(next(iter(pool.db["host"].values()))["software_version"]))
    for sr in pool.where("SR", type="nfs", shared=True):
        add_shared_pbd(pool, sr, pool.hosts[spec["name"]])


def add_host(pool: Pool, spec: Record, software: dict[str, str]) -> None:
    name = spec["name"]
    pool.specs[name] = spec
    (management,) = pool.where("network", name_label=MANAGEMENT)
    version = software["product_version"]
    host = pool.create(
        "host",
        dict(
            name_label=name,
            hostname=name,
            address=spec["address"],
            software_version=dict(software, product_version_text=version.rpartition(".")[0]),
            capabilities=CAPABILITIES,
            cpu_info=dict(CPU, cpu_count=str(spec.get("cpus", 16)), features=spec.get("cpu_features", "")),
            other_config={"iscsi_iqn": "iqn.2026-01.sim.xen:" + name, "agent_start_time": "1."},
            metrics=pool.create("host_metrics", dict(memory_total=str(spec.get("memory_gb", 64) * GiB))),
        ),
        spec.get("uuid"),
    )
    pool.hosts[name] = host
    pool.dom0s[host] = Dom0(pool, host)
    pool.create("PIF", dict(host=host, network=management, management=True, IP=spec["address"], MAC=made_up_mac(name)))
    pool.add_dom0(host, name)
    add_local_sr(pool, host, "Local storage", "ext", "user", "local-storage", spec.get("local_gb", 500))
    add_local_sr(pool, host, "Local storage ISO", "iso", "iso", "local-storage-iso", 20)


def add_local_sr(pool: Pool, host: Ref, label: str, kind: str, content: str, key: str, size_gb: int) -> None:
    sr = pool.create(
        "SR",
        dict(
            name_label=label,
            type=kind,
            content_type=content,
            physical_size=str(size_gb * GiB),
            other_config={"i18n-key": key, "i18n-original-value-name_label": label},
        ),
    )
    pool.create("PBD", dict(host=host, SR=sr, currently_attached=True, device_config={"device": "/dev/sda3"}))


def add_shared_sr(pool: Pool, size_gb: int) -> Ref:
    sr = pool.create(
        "SR",
        dict(
            name_label="Shared NFS",
            type="nfs",
            shared=True,
            physical_size=str(size_gb * GiB),
            other_config={"i18n-key": "shared-nfs"},
        ),
    )
    for host in pool.hosts.values():
        add_shared_pbd(pool, sr, host)
    return sr


def add_shared_pbd(pool: Pool, sr: Ref, host: Ref) -> None:
    pool.create(
        "PBD",
        dict(host=host, SR=sr, currently_attached=True, device_config={"server": "nfs.sim", "serverpath": "/srv"}),
    )

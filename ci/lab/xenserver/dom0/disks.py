"""Plugins that move disks: glance, migration, workarounds, partition_utils, kernel, config_file."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

from ..values import Record, Ref
from .errors import PluginError

if TYPE_CHECKING:
    from . import Dom0

Vhd = namedtuple("Vhd", "virtual_size physical_size content")
# with it xapi allows the move of a VM whose iSCSI disks are in an SR of one host
RELAX = "relax-xsm-sr-check"


def vhd_of(dom0: Dom0, vdi_uuid: str) -> Vhd:
    record = dom0.pool.rec("VDI", dom0.pool.by_uuid("VDI", vdi_uuid))
    return Vhd(int(record["virtual_size"]), int(record["physical_utilisation"]), record.get("_content"))


def import_vhds(dom0: Dom0, sr_path: str, uuid_stack: list[str], vhds: list[Vhd]) -> Record:
    """Import a chain, leaf first, into the SR as one disk; no guest reads it."""
    pool = dom0.pool
    sr = next((ref for ref, record in pool.db["SR"].items() if record["uuid"] in sr_path), None)
    if sr is None:
        raise PluginError("no SR at " + sr_path)
    content = next((vhd.content for vhd in vhds if vhd.content), None)
    vdi = pool.add_vdi(
        dict(
            SR=sr,
            virtual_size=str(vhds[0].virtual_size),
            _content=content,
            physical_utilisation=str(sum(vhd.physical_size for vhd in vhds)),
        ),
        uuid_stack[-1],
    )
    return {"root": {"uuid": pool.db["VDI"][vdi]["uuid"]}}


def download_vhd2(
    dom0: Dom0,
    image_id: str,
    endpoint: str,
    uuid_stack: list[str],
    sr_path: str,
    extra_headers: dict[str, str] | None,
    api_version: int = 1,
) -> Record:
    world = dom0.pool.world
    with world.unlocked():
        vhds = [Vhd(*found) for found in world.images.fetch(endpoint, image_id, extra_headers)]
    return import_vhds(dom0, sr_path, uuid_stack, vhds)


def upload_vhd2(
    dom0: Dom0,
    vdi_uuids: list[str],
    image_id: str,
    endpoint: str,
    sr_path: str,
    extra_headers: dict[str, str] | None,
    properties: Record,
    api_version: int = 1,
) -> None:
    world = dom0.pool.world
    vhds = [vhd_of(dom0, uuid) for uuid in vdi_uuids]
    with world.unlocked():
        world.images.push(endpoint, image_id, extra_headers, properties, vhds)


def transfer_vhd(dom0: Dom0, instance_uuid: str, host: Ref, vdi_uuid: str, sr_path: str, seq_num: int) -> None:
    """Copy a VHD into the staging area of the host with this address."""
    staging = dom0.pool.world.staging.setdefault((host, instance_uuid), {})
    staging[int(seq_num)] = vhd_of(dom0, vdi_uuid)


def move_vhds_into_sr(dom0: Dom0, instance_uuid: str, sr_path: str, uuid_stack: list[str]) -> Record:
    staged = dom0.pool.world.staging.pop((dom0.record["address"], instance_uuid), None)
    if not staged:
        raise PluginError(f"no VHDs in /images/instance{instance_uuid}")
    return import_vhds(dom0, sr_path, uuid_stack, [staged[number] for number in sorted(staged)])


def safe_copy_vdis(dom0: Dom0, sr_path: str, vdi_uuids: list[str], uuid_stack: list[str]) -> Record:
    return import_vhds(dom0, sr_path, uuid_stack, [vhd_of(dom0, uuid) for uuid in vdi_uuids])


def wait_for_dev(dom0: Dom0, dev_path: str, max_seconds: int) -> str:
    return dev_path


def make_partition(dom0: Dom0, dev: str, partition_start: str, partition_end: str) -> None:
    if partition_end != "-":
        raise PluginError("Can only create unbounded partitions")


def mkfs(dom0: Dom0, dev: str, partnum: str, fs_type: str, fs_label: str) -> None:
    if fs_type not in ("swap", "ext3"):
        raise PluginError(f"Partition type {fs_type} not supported")


def copy_vdi(dom0: Dom0, arguments: Record) -> str:
    """A kernel or ramdisk becomes a file of dom0."""
    name = dom0.pool.rec("VDI", arguments["vdi-ref"])["uuid"]
    dom0.boot_files.add(name)
    if arguments.get("cached-image"):
        dom0.boot_files.add(arguments["cached-image"])
    return "/boot/guest/" + name


def create_kernel_ramdisk(dom0: Dom0, arguments: Record) -> str:
    if arguments["cached-image"] not in dom0.boot_files:
        return ""
    dom0.boot_files.add(arguments["new-image-uuid"])
    return "/boot/guest/" + arguments["new-image-uuid"]


def remove_kernel_ramdisk(dom0: Dom0, arguments: Record) -> str:
    for path in (arguments.get("kernel-file"), arguments.get("ramdisk-file")):
        dom0.boot_files.discard((path or "").rpartition("/")[2])
    return "ok"


def get_val(dom0: Dom0, arguments: Record) -> str:
    relaxed = dom0.pool.world.relaxed
    return str(relaxed).lower() if arguments["key"] == RELAX and relaxed is not None else ""


def inject(
    dom0: Dom0,
    sr_path: str,
    vdi_uuid: str,
    boot_menu_url: str,
    ip_address: str,
    netmask: str,
    gateway: str,
    dns: str,
    mkisofs_cmd: str,
) -> None:
    """Write network settings into the iPXE image of an ISO SR."""
    if not any(record["uuid"] in sr_path for record in dom0.pool.db["SR"].values()):
        raise PluginError("no SR at " + sr_path)
    dom0.pool.by_uuid("VDI", vdi_uuid)


PICKLED_CALLS = {
    ("glance", "download_vhd2"): download_vhd2,
    ("glance", "upload_vhd2"): upload_vhd2,
    ("migration", "transfer_vhd"): transfer_vhd,
    ("migration", "move_vhds_into_sr"): move_vhds_into_sr,
    ("workarounds", "safe_copy_vdis"): safe_copy_vdis,
    ("partition_utils", "wait_for_dev"): wait_for_dev,
    ("partition_utils", "make_partition"): make_partition,
    ("partition_utils", "mkfs"): mkfs,
    ("ipxe", "inject"): inject,
}
PICKLED = set(PICKLED_CALLS)
CALLS = {
    **PICKLED_CALLS,
    ("kernel", "copy_vdi"): copy_vdi,
    ("kernel", "create_kernel_ramdisk"): create_kernel_ramdisk,
    ("kernel", "remove_kernel_ramdisk"): remove_kernel_ramdisk,
    ("config_file", "get_val"): get_val,
}

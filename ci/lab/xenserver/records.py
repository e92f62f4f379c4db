"""The fields of each XenAPI class that nova (and the `xe` tool) reads, with their defaults.

int64 fields are strings on the XenAPI wire. The type of a default is the type of its field.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from .values import EPOCH, NULL, Record


class Class(namedtuple("Class", "writable given own")):
    """The fields that a client can set at any time, those that it can set only at creation, and
    those that only the pool sets."""

    @property
    def defaults(self) -> Record:
        return {**self.writable, **self.given, **self.own}


def fields(writable: Record | None = None, given: Record | None = None, **own: Any) -> Class:
    return Class(writable or {}, given or {}, own)


OPERATIONS = dict(allowed_operations=[], current_operations={})
LABELS = dict(name_label="", name_description="")
QOS = dict(qos_algorithm_type="", qos_algorithm_params={})
DEVICE = dict(
    OPERATIONS,
    currently_attached=False,
    status_code="0",
    status_detail="",
    metrics=NULL,
    qos_supported_algorithms=[],
    runtime_properties={},
)

CLASSES = {
    "session": fields(
        dict(other_config={}), this_host=NULL, this_user=NULL, is_local_superuser=True, pool=False, originator=""
    ),
    "task": fields(
        dict(other_config={}),
        LABELS,
        **OPERATIONS,
        status="pending",
        progress=0.0,
        result="",
        error_info=[],
        type="<none/>",
        resident_on=NULL,
        created=EPOCH,
        finished=EPOCH,
        subtasks=[],
        subtask_of=NULL,
    ),
    "pool": fields(
        dict(
            LABELS, default_SR=NULL, suspend_image_SR=NULL, crash_dump_SR=NULL, other_config={}, tags=[], gui_config={}
        ),
        master=NULL,
        ha_enabled=False,
        restrictions={},
    ),
    "host": fields(
        dict(LABELS, address="", other_config={}, tags=[], suspend_image_sr=NULL, crash_dump_sr=NULL),
        **OPERATIONS,
        hostname="",
        enabled=True,
        API_version_major="2",
        API_version_minor="6",
        API_version_vendor="XenSource",
        software_version={},
        capabilities=[],
        cpu_configuration={},
        cpu_info={},
        sched_policy="credit",
        resident_VMs=[],
        PIFs=[],
        PBDs=[],
        PGPUs=[],
        PCIs=[],
        host_CPUs=[],
        metrics=NULL,
        memory_overhead="0",
        local_cache_sr=NULL,
        blobs={},
        license_params={},
        edition="free",
        power_on_mode="",
    ),
    "host_metrics": fields(dict(other_config={}), memory_total="0", memory_free="0", live=True),
    "VM": fields(
        dict(
            LABELS,
            user_version="0",
            is_a_template=False,
            affinity=NULL,
            memory_target="0",
            memory_static_max="0",
            memory_dynamic_max="0",
            memory_dynamic_min="0",
            memory_static_min="0",
            VCPUs_params={},
            VCPUs_max="1",
            VCPUs_at_startup="1",
            actions_after_shutdown="destroy",
            actions_after_reboot="restart",
            actions_after_crash="destroy",
            PV_bootloader="",
            PV_kernel="",
            PV_ramdisk="",
            PV_args="",
            PV_bootloader_args="",
            PV_legacy_args="",
            HVM_boot_policy="",
            HVM_boot_params={},
            HVM_shadow_multiplier=1.0,
            platform={},
            PCI_bus="",
            other_config={},
            xenstore_data={},
            ha_always_run=False,
            ha_restart_priority="",
            blocked_operations={},
            tags=[],
            recommendations="",
            bios_strings={},
            start_delay="0",
            shutdown_delay="0",
            order="0",
            hardware_platform_version="0",
        ),
        dict(generation_id=""),
        **OPERATIONS,
        power_state="Halted",
        is_a_snapshot=False,
        is_control_domain=False,
        snapshot_of=NULL,
        snapshots=[],
        suspend_VDI=NULL,
        resident_on=NULL,
        memory_overhead="0",
        consoles=[],
        VIFs=[],
        VBDs=[],
        VGPUs=[],
        VTPMs=[],
        domid="-1",
        domarch="",
        last_boot_CPU_flags={},
        metrics=NULL,
        guest_metrics=NULL,
        parent=NULL,
        children=[],
        last_booted_record="",
        attached_PCIs=[],
        transportable_snapshot_id="",
        protection_policy=NULL,
    ),
    "VM_metrics": fields(dict(other_config={}), memory_actual="0", VCPUs_number="0", start_time=EPOCH, state=[]),
    "VM_guest_metrics": fields(
        dict(other_config={}),
        os_version={},
        PV_drivers_version={},
        PV_drivers_up_to_date=True,
        networks={},
        other={},
        live=True,
    ),
    "VBD": fields(
        dict(QOS, userdevice="0", bootable=False, mode="RW", type="Disk", unpluggable=True, other_config={}),
        dict(VM=NULL, VDI=NULL, empty=False, device=""),
        **DEVICE,
        storage_lock=False,
    ),
    "VDI": fields(
        dict(
            LABELS,
            sharable=False,
            read_only=False,
            other_config={},
            xenstore_data={},
            sm_config={},
            tags=[],
            on_boot="persist",
            allow_caching=False,
        ),
        dict(SR=NULL, virtual_size="0", type="user"),
        **OPERATIONS,
        VBDs=[],
        physical_utilisation="0",
        storage_lock=False,
        location="",
        managed=True,
        missing=False,
        parent=NULL,
        is_a_snapshot=False,
        snapshot_of=NULL,
        snapshots=[],
        crash_dumps=[],
    ),
    "SR": fields(
        dict(LABELS, other_config={}, sm_config={}, tags=[], shared=False, physical_size="0"),
        **OPERATIONS,
        VDIs=[],
        PBDs=[],
        virtual_allocation="0",
        physical_utilisation="0",
        type="ext",
        content_type="user",
        blobs={},
        local_cache_enabled=False,
    ),
    "PBD": fields(dict(device_config={}, other_config={}), dict(host=NULL, SR=NULL), currently_attached=False),
    "VIF": fields(
        dict(QOS, other_config={}, locking_mode="network_default"),
        dict(device="0", network=NULL, VM=NULL, MAC="", MTU="1500"),
        **DEVICE,
        MAC_autogenerated=False,
    ),
    "network": fields(
        dict(LABELS, MTU="1500", other_config={}, tags=[], default_locking_mode="unlocked"),
        dict(bridge="", managed=True),
        **OPERATIONS,
        VIFs=[],
        PIFs=[],
        blobs={},
        assigned_ips={},
    ),
    "PIF": fields(
        dict(other_config={}),
        device="eth0",
        network=NULL,
        host=NULL,
        MAC="",
        MTU="1500",
        VLAN="-1",
        physical=True,
        currently_attached=True,
        management=False,
        IP="",
        IPv6=[],
        netmask="",
        gateway="",
        DNS="",
        ip_configuration_mode="DHCP",
        metrics=NULL,
        bond_slave_of=NULL,
        VLAN_master_of=NULL,
    ),
    "console": fields(dict(other_config={}), VM=NULL, protocol="rfb", location=""),
    # nova lists these; none exist
    "GPU_group": fields(LABELS, PGPUs=[], VGPUs=[], GPU_types=[], enabled_VGPU_types=[]),
    "PGPU": fields(dict(other_config={}), GPU_group=NULL, host=NULL, enabled_VGPU_types=[]),
    "VGPU_type": fields(vendor_name="", model_name="", max_heads="1"),
}

# the list of back references that belongs to a field: field -> (class, list)
BACKREFS = {
    "VBD": {"VM": ("VM", "VBDs"), "VDI": ("VDI", "VBDs")},
    "VIF": {"VM": ("VM", "VIFs"), "network": ("network", "VIFs")},
    "PBD": {"host": ("host", "PBDs"), "SR": ("SR", "PBDs")},
    "VDI": {"SR": ("SR", "VDIs")},
    "PIF": {"host": ("host", "PIFs"), "network": ("network", "PIFs")},
    "console": {"VM": ("VM", "consoles")},
}

"""The simulated classes: their fields from the data model, with the values that a new record has.

int64 fields are strings on the XenAPI wire. The type of a default is the type of its field.
"""

from __future__ import annotations

from . import model
from .values import Record

# what a new record has where the data model's type alone does not say it
VALUES: dict[str, Record] = {
    "session": dict(is_local_superuser=True),
    "task": dict(status="pending", type="<none/>"),
    "pool": dict(policy_no_vendor_device=False, coordinator_bias=True),
    "host": dict(
        enabled=True,
        API_version_major="2",
        API_version_minor="11",
        API_version_vendor="XenSource",
        sched_policy="credit",
        edition="free",
        display="enabled",
        supported_bootloaders=["pygrub", "eliloader"],
        virtual_hardware_platform_versions=["0", "1", "2"],
    ),
    "host_metrics": dict(live=True),
    "VM": dict(
        power_state="Halted",
        VCPUs_max="1",
        VCPUs_at_startup="1",
        actions_after_shutdown="destroy",
        actions_after_reboot="restart",
        actions_after_crash="destroy",
        HVM_shadow_multiplier=1.0,
        domid="-1",
        domain_type="unspecified",
    ),
    "VM_metrics": dict(current_domain_type="unspecified"),
    "VM_guest_metrics": dict(
        PV_drivers_up_to_date=True, live=True, can_use_hotplug_vbd="unspecified", can_use_hotplug_vif="unspecified"
    ),
    "VBD": dict(userdevice="0", mode="RW", type="Disk", unpluggable=True),
    "VDI": dict(type="user", managed=True, on_boot="persist"),
    "SR": dict(content_type="user"),
    "PBD": {},
    "VIF": dict(
        device="0",
        MTU="1500",
        locking_mode="network_default",
        ipv4_configuration_mode="None",
        ipv6_configuration_mode="None",
    ),
    "network": dict(MTU="1500", managed=True, default_locking_mode="unlocked"),
    "PIF": dict(
        device="eth0",
        MTU="1500",
        VLAN="-1",
        physical=True,
        managed=True,
        currently_attached=True,
        ip_configuration_mode="DHCP",
        ipv6_configuration_mode="None",
        primary_address_type="IPv4",
        igmp_snooping_status="unknown",
    ),
    "console": dict(protocol="rfb"),
    # nova lists these; none exist
    "GPU_group": dict(allocation_algorithm="depth_first"),
    "PGPU": dict(dom0_access="enabled"),
    "VGPU": {},
    "VGPU_type": dict(max_heads="1", implementation="passthrough"),
}

# fields with a message of their own that only sets them: set_FIELD, and the power states in which a VM allows it
HALTED, ANY = ("Halted",), ()
SETTERS = {
    "VM": dict(
        HVM_boot_policy=ANY,
        HVM_shadow_multiplier=HALTED,
        VCPUs_at_startup=ANY,
        VCPUs_max=HALTED,
        actions_after_crash=ANY,
        ha_always_run=ANY,
        ha_restart_priority=ANY,
        memory_dynamic_max=("Halted", "Running"),
        memory_dynamic_min=("Halted", "Running"),
        memory_static_max=HALTED,
        memory_static_min=HALTED,
        order=ANY,
        shutdown_delay=ANY,
        start_delay=ANY,
    ),
    "VBD": dict(mode=HALTED),
    "VDI": dict(allow_caching=ANY, name_description=ANY, name_label=ANY, on_boot=ANY, read_only=ANY, sharable=ANY),
    "SR": dict(name_description=ANY, name_label=ANY, physical_size=ANY),
    "PBD": dict(device_config=ANY),
    "VIF": dict(locking_mode=ANY),
    "network": dict(default_locking_mode=ANY),
}


class Class:
    """The fields that a client can set at any time, those that it can set only at creation, and
    those that only the pool sets, each with its default."""

    def __init__(self, name: str) -> None:
        by_qualifier: dict[str, Record] = {"RW": {}, "given": {}, "RO": {}}
        for field, declared in model.CLASSES[name].fields.items():
            if field != "uuid":
                by_qualifier[declared.qualifier][field] = VALUES[name].get(field, declared.default)
        self.writable, self.given, self.own = by_qualifier["RW"], by_qualifier["given"], by_qualifier["RO"]
        self.defaults: Record = {**self.writable, **self.given, **self.own}


CLASSES = {name: Class(name) for name in VALUES}

# the list of back references that belongs to a field: field -> (class, list)
BACKREFS = {
    "VBD": {"VM": ("VM", "VBDs"), "VDI": ("VDI", "VBDs")},
    "VIF": {"VM": ("VM", "VIFs"), "network": ("network", "VIFs")},
    "PBD": {"host": ("host", "PBDs"), "SR": ("SR", "PBDs")},
    "VDI": {"SR": ("SR", "VDIs")},
    "PIF": {"host": ("host", "PIFs"), "network": ("network", "PIFs")},
    "console": {"VM": ("VM", "consoles")},
}

"""A repair of nova's XenServer driver, off by default: an instance with volumes migrates within its pool.

nova introduces the SR of a volume as not shared (nova/virt/xenapi/volume_utils.py:132) and never makes a PBD for a host
that finds the SR in its pool, since the other host has introduced it. xapi attaches such an SR to one host only
(ocaml/xapi/xapi_pbd.ml check_sharing_constraint: SR_NOT_SHARABLE), and lets a VM move only to a host that sees all its
SRs (xapi_vm_helpers.ml assert_can_see_SRs: VM_REQUIRES_SR). Here the SR is introduced as shared, and has a PBD on the
host of each nova that uses it, and on the pool's master, which is the storage master of a shared SR.
"""

from __future__ import annotations

from typing import Any

from nova.virt.xenapi import volume_utils, volumeops

SHARED = 5  # the position of `shared` among the arguments of SR.introduce


class IntroducesShared:
    """A session whose SR.introduce marks the SR as shared."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def call_xenapi(self, method: str, *arguments: Any) -> Any:
        """As the session's own, but for SR.introduce."""
        if method == "SR.introduce":
            arguments = (*arguments[:SHARED], True, *arguments[SHARED + 1 :])
        return self.session.call_xenapi(method, *arguments)


def plug(session: Any, sr: str, host: str, target: dict[str, Any]) -> None:
    """Attach the SR to the host, unless it is."""
    for pbd in session.call_xenapi("SR.get_PBDs", sr):
        if session.call_xenapi("PBD.get_host", pbd) == host:
            break
    else:
        pbd = session.call_xenapi("PBD.create", {"host": host, "SR": sr, "device_config": target})
    if not session.call_xenapi("PBD.get_currently_attached", pbd):
        session.call_xenapi("PBD.plug", pbd)


def apply() -> None:
    """Change the driver in this process."""
    introduce = volume_utils.introduce_sr
    connect = volumeops.VolumeOps._connect_to_volume_provider

    def introduce_shared(session: Any, uuid: str, label: str, parameters: dict[str, Any]) -> str:
        return introduce(IntroducesShared(session), uuid, label, parameters)

    def connect_here(self: Any, connection: dict[str, Any], name: str) -> tuple[str, str]:
        sr, uuid = connect(self, connection, name)
        _, _, target = volume_utils.parse_sr_info(connection)
        volume_utils._handle_sr_params(target)
        session = self._session
        pool = session.call_xenapi("pool.get_all")[0]
        for host in (session.host_ref, session.call_xenapi("pool.get_master", pool)):
            plug(session, sr, host, target)
        return sr, uuid

    volume_utils.introduce_sr = introduce_shared
    volumeops.VolumeOps._connect_to_volume_provider = connect_here

"""VDI: disks, and the VHD chains that snapshots and clones make."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .messages import constructor
from .values import NULL, Failure, MiB, Record, Ref, now

if TYPE_CHECKING:
    from .world import Session

# the size of an empty VHD on disk
EMPTY_VHD = str(72 * 1024)
VHD_BLOCK = 2 * MiB
LARGEST_VHD = 2040 * 1024 * MiB  # sm, vhdutil.py
# operations that an attached disk allows, and those that it allows if nobody writes to it (xapi_vdi.ml)
LIVE = ("snapshot", "clone", "resize_online")
WITH_READERS = ("copy",)
# what the driver of raw iSCSI LUNs cannot do (sm, ISCSISR.py CAPABILITIES)
RAW_SRS = ("iscsi",)
NOT_RAW = ("snapshot", "clone", "resize", "resize_online")


def whole_blocks(size: int) -> str:
    return str(-(-size // VHD_BLOCK) * VHD_BLOCK)


def backend_failure(code: int, message: str) -> Failure:
    """An error of the storage manager."""
    return Failure(f"SR_BACKEND_FAILURE_{code}", "", message, "")


class VDIs:
    """VDI.create, destroy, introduce, clone, snapshot, copy, resize"""

    def VDI_create(self, session: Session, record: Record) -> Ref:
        record = constructor("VDI", record)
        self.check_attached_sr(record.get("SR"))
        size = int(record.get("virtual_size", 0))
        if not 0 <= size <= LARGEST_VHD:
            raise backend_failure(
                79, f"VDI Invalid size [opterr=VDI size must be between 1 MB and {LARGEST_VHD // MiB} MB]"
            )
        return self.add_vdi(dict(record, virtual_size=whole_blocks(size), physical_utilisation=EMPTY_VHD))

    def check_attached_sr(self, sr: Ref) -> None:
        if not self.attached_pbds(sr):
            raise Failure("SR_HAS_NO_PBDS", sr)

    def check_vdi(self, vdi: Ref, operation: str) -> Record:
        """Failure unless the disk's state and its SR's driver allow the operation (xapi_vdi.ml)."""
        record = self.rec("VDI", vdi)
        if not record["managed"]:
            raise Failure("VDI_NOT_MANAGED", vdi)
        self.check_attached_sr(record["SR"])
        attached = [self.db["VBD"][vbd] for vbd in record["VBDs"] if self.db["VBD"][vbd]["currently_attached"]]
        if operation in WITH_READERS:
            attached = [vbd for vbd in attached if vbd["mode"] == "RW"]
        if operation not in LIVE and attached:
            raise Failure("VDI_IN_USE", vdi, operation)
        if operation in NOT_RAW and self.db["SR"][record["SR"]]["type"] in RAW_SRS:
            raise Failure("SR_OPERATION_NOT_SUPPORTED", record["SR"])
        return record

    def add_vdi(self, record: Record, uuid_: str | None = None) -> Ref:
        vdi = self.create("VDI", record, uuid_)
        self.db["VDI"][vdi]["location"] = self.db["VDI"][vdi]["uuid"]
        return vdi

    def VDI_destroy(self, session: Session, vdi: Ref) -> str:
        self.check_vdi(vdi, "destroy")
        self.drop_vdi(vdi)
        return ""

    def drop_vdi(self, vdi: Ref) -> None:
        """Delete a disk; its drives become empty."""
        for vbd in list(self.db["VDI"][vdi]["VBDs"]):
            self.empty_drive(vbd)
        record = self.delete("VDI", vdi)
        origin = self.db["VDI"].get(record["snapshot_of"])
        if origin and vdi in origin["snapshots"]:
            origin["snapshots"].remove(vdi)

    def VDI_introduce(
        self,
        session: Session,
        uuid_: str,
        label: str,
        description: str,
        sr: Ref,
        type_: str,
        sharable: bool,
        read_only: bool,
        other_config: dict[str, str],
        location: str,
        xenstore_data: dict[str, str],
        sm_config: dict[str, str],
        managed: bool = True,
        virtual_size: str = "0",
        physical_utilisation: str = "0",
        metadata_of_pool: Ref = NULL,
        is_a_snapshot: bool = False,
        snapshot_time: object = None,
        snapshot_of: Ref = NULL,
    ) -> Ref:
        """Let the pool manage a disk that the SR already has."""
        self.rec("SR", sr)
        for vdi in self.where("VDI", uuid=uuid_, SR=sr):
            self.db["VDI"][vdi]["managed"] = True
            return vdi
        record = constructor(
            "VDI",
            dict(
                name_label=label,
                name_description=description,
                SR=sr,
                type=type_,
                sharable=sharable,
                read_only=read_only,
                other_config=other_config,
                xenstore_data=xenstore_data,
                sm_config=sm_config,
            ),
        )
        if any(self.db["VDI"][other]["location"] == location for other in self.db["SR"][sr]["VDIs"]):
            raise Failure("LOCATION_NOT_UNIQUE", sr, location)
        return self.create("VDI", dict(record, location=location), uuid_)

    def VDI_clone(self, session: Session, vdi: Ref, driver_params: Record | None = None) -> Ref:
        self.check_vdi(vdi, "clone")
        return self.fork(vdi)

    def VDI_snapshot(self, session: Session, vdi: Ref, driver_params: Record | None = None) -> Ref:
        self.check_vdi(vdi, "snapshot")
        snapshot = self.fork(vdi, is_a_snapshot=True, snapshot_of=vdi, snapshot_time=now())
        self.db["VDI"][vdi]["snapshots"].append(snapshot)
        return snapshot

    def fork(self, vdi: Ref, **fields: Any) -> Ref:
        """The disk's blocks become a hidden, read-only base copy; the disk and its twin are
        empty VHDs on top of it."""
        leaf = self.rec("VDI", vdi)
        base = self.add_vdi(
            dict(
                name_label="base copy",
                SR=leaf["SR"],
                managed=False,
                read_only=True,
                virtual_size=leaf["virtual_size"],
                physical_utilisation=leaf["physical_utilisation"],
                sm_config={k: v for k, v in leaf["sm_config"].items() if k == "vhd-parent"},
                _content=leaf.get("_content"),
            )
        )
        leaf["sm_config"]["vhd-parent"] = self.db["VDI"][base]["uuid"]
        leaf["physical_utilisation"] = EMPTY_VHD
        return self.add_vdi(dict(self.twin(vdi), **fields))

    def VDI_copy(self, session: Session, vdi: Ref, sr: Ref, base_vdi: Ref = NULL, into_vdi: Ref = NULL) -> Ref:
        """A full copy, with no parent. Copies of differences, and into an existing disk, are not simulated."""
        for given in (base_vdi, into_vdi):
            if given != NULL:
                self.rec("VDI", given)
                raise Failure("VALUE_NOT_SUPPORTED", "vdi", given, "the simulator makes full copies only")
        self.check_vdi(vdi, "copy")
        self.check_attached_sr(sr)
        return self.add_vdi(dict(self.full_copy(vdi), SR=sr))

    def twin(self, vdi: Ref) -> Record:
        """The fields of a copy of a disk, which no drive uses."""
        record = copy.deepcopy(self.rec("VDI", vdi))
        return dict(record, VBDs=[], snapshots=[], is_a_snapshot=False, snapshot_of=NULL)

    def full_copy(self, vdi: Ref) -> Record:
        record = self.twin(vdi)
        record["sm_config"].pop("vhd-parent", None)
        record["physical_utilisation"] = str(self.chain_size(vdi))
        return record

    def chain_size(self, vdi: Ref) -> int:
        """Bytes on disk of a VHD and its parents."""
        record = self.rec("VDI", vdi)
        size, parent = int(record["physical_utilisation"]), record["sm_config"].get("vhd-parent")
        for base in self.where("VDI", uuid=parent, managed=False):
            size += self.chain_size(base)
        return size

    def VDI_resize(self, session: Session, vdi: Ref, size: str) -> str:
        record = self.check_vdi(vdi, "resize")
        if int(size) < int(record["virtual_size"]):
            raise backend_failure(79, "VDI Invalid size [opterr=shrinking not allowed]")
        record["virtual_size"] = whole_blocks(int(size))
        return ""

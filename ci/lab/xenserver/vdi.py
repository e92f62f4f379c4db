"""VDI: disks, and the VHD chains that snapshots and clones make."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .messages import constructor
from .values import NULL, Failure, MiB, Record, Ref

if TYPE_CHECKING:
    from .world import Session

# the size of an empty VHD on disk
EMPTY_VHD = str(72 * 1024)
VHD_BLOCK = 2 * MiB


def whole_blocks(size: int) -> str:
    return str(-(-size // VHD_BLOCK) * VHD_BLOCK)


def backend_failure(code: int, message: str) -> Failure:
    """An error of the storage manager."""
    return Failure(f"SR_BACKEND_FAILURE_{code}", "", message, "")


class VDIs:
    """VDI.create, destroy, introduce, clone, snapshot, copy, resize"""

    def VDI_create(self, session: Session, record: Record) -> Ref:
        record = constructor("VDI", record)
        sr = self.rec("SR", record.get("SR"))
        size = int(record.get("virtual_size", 0))
        if size < 0:
            raise backend_failure(79, "VDI Invalid size")
        if size > int(sr["physical_size"]):
            raise backend_failure(44, "There is insufficient space")
        if not self.attached_pbds(record["SR"]):
            raise Failure("SR_HAS_NO_PBDS", record["SR"])
        return self.add_vdi(
            dict(
                record,
                type=record.get("type", "user").lower(),
                virtual_size=whole_blocks(size),
                physical_utilisation=EMPTY_VHD,
            )
        )

    def add_vdi(self, record: Record, uuid_: str | None = None) -> Ref:
        vdi = self.create("VDI", record, uuid_)
        self.db["VDI"][vdi]["location"] = self.db["VDI"][vdi]["uuid"]
        return vdi

    def VDI_destroy(self, session: Session, vdi: Ref) -> str:
        record = self.rec("VDI", vdi)
        if not record["managed"]:
            raise Failure("VDI_NOT_MANAGED", vdi)
        self.check_detached(vdi, "destroy")
        self.drop_vdi(vdi)
        return ""

    def drop_vdi(self, vdi: Ref) -> None:
        """Delete a disk; its drives become empty."""
        for vbd in list(self.db["VDI"][vdi]["VBDs"]):
            self.empty_drive(vbd)
        self.delete("VDI", vdi)

    def check_detached(self, vdi: Ref, operation: str) -> None:
        if any(self.db["VBD"][vbd]["currently_attached"] for vbd in self.rec("VDI", vdi)["VBDs"]):
            raise Failure("VDI_IN_USE", vdi, operation)

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
        return self.create("VDI", dict(record, location=location), uuid_)

    def VDI_clone(self, session: Session, vdi: Ref, driver_params: Record | None = None) -> Ref:
        return self.fork(vdi)

    def VDI_snapshot(self, session: Session, vdi: Ref, driver_params: Record | None = None) -> Ref:
        snapshot = self.fork(vdi, is_a_snapshot=True, snapshot_of=vdi)
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

    def VDI_copy(self, session: Session, vdi: Ref, sr: Ref) -> Ref:
        """A full copy, with no parent."""
        self.rec("SR", sr)
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
        record = self.rec("VDI", vdi)
        self.check_detached(vdi, "resize")
        if int(size) < int(record["virtual_size"]):
            raise backend_failure(79, "VDI Invalid size [opterr=shrinking not allowed]")
        record["virtual_size"] = whole_blocks(int(size))
        return ""

    def coalesce(self, sr: Ref) -> None:
        """What XenServer's garbage collector does after a scan: an unused base copy is deleted,
        and one whose only child is a base copy is merged with it. A base copy with one leaf
        stays, as nova expects."""
        while self.coalesce_one(sr):
            pass

    def coalesce_one(self, sr: Ref) -> bool:
        bases = [vdi for vdi in self.db["SR"][sr]["VDIs"] if not self.db["VDI"][vdi]["managed"]]
        for vdi in bases:
            base, children = self.db["VDI"][vdi], self.children(sr, vdi)
            if not children:
                self.delete("VDI", vdi)
                return True
            if len(children) == 1 and children[0] in bases:
                child = self.db["VDI"][children[0]]
                for grandchild in self.children(sr, children[0]):
                    self.db["VDI"][grandchild]["sm_config"]["vhd-parent"] = base["uuid"]
                base["physical_utilisation"] = str(
                    int(base["physical_utilisation"]) + int(child["physical_utilisation"])
                )
                base["virtual_size"] = child["virtual_size"]
                base["_content"] = child.get("_content") or base.get("_content")
                self.delete("VDI", children[0])
                return True
        return False

    def children(self, sr: Ref, vdi: Ref) -> list[Ref]:
        uuid_ = self.db["VDI"][vdi]["uuid"]
        return [
            child
            for child in self.db["SR"][sr]["VDIs"]
            if self.db["VDI"][child]["sm_config"].get("vhd-parent") == uuid_
        ]

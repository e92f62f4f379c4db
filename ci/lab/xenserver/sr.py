"""SR and PBD: storage, and the hosts that it is attached to."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from .messages import check_type, constructor
from .values import Failure, GiB, Record, Ref

if TYPE_CHECKING:
    from .world import Session

# drivers of the storage manager; PBD.plug rejects others
TYPES = {"dummy", "ext", "file", "hba", "iscsi", "iso", "lvm", "lvmohba", "lvmoiscsi", "nfs", "smb", "udev"}
# of an IQN that is not in the topology
DEFAULT_LUNS = {str(n): GiB for n in range(4)}


class SRs:
    """SR.introduce, forget, scan, set_shared; PBD.create, destroy, plug, unplug"""

    def SR_introduce(
        self,
        session: Session,
        uuid_: str,
        label: str,
        description: str,
        type_: str,
        content_type: str,
        shared: bool,
        sm_config: dict[str, str],
    ) -> Ref:
        """Only a record: the driver is first needed by PBD.plug."""
        if uuid_ and self.where("SR", uuid=uuid_):
            raise Failure("SR_UUID_EXISTS", uuid_)
        record = dict(name_label=label, name_description=description, shared=shared, sm_config=sm_config)
        for field, value in record.items():
            check_type("SR", field, value)
        return self.create("SR", dict(record, type=type_.lower(), content_type=content_type), uuid_)

    def SR_set_shared(self, session: Session, sr: Ref, value: bool) -> str:
        record = self.rec("SR", sr)
        check_type("SR", "shared", value)
        if not value and len(record["PBDs"]) > 1:
            raise Failure("SR_HAS_MULTIPLE_PBDS", *record["PBDs"])
        record["shared"] = value
        return ""

    def SR_forget(self, session: Session, sr: Ref) -> str:
        """Forget the SR and its disks; the content of the storage stays."""
        record = self.rec("SR", sr)
        if self.attached_pbds(sr):
            raise Failure("SR_HAS_PBD", sr)
        for pbd in list(record["PBDs"]):
            self.delete("PBD", pbd)
        for vdi in list(record["VDIs"]):
            for vbd in list(self.db["VDI"][vdi]["VBDs"]):
                self.delete("VBD", vbd)
            self.delete("VDI", vdi)
        self.delete("SR", sr)
        return ""

    def SR_scan(self, session: Session, sr: Ref) -> str:
        attached = self.attached_pbds(sr)
        if not attached:
            raise Failure("SR_HAS_NO_PBDS", sr)
        if self.db["SR"][sr]["type"] != "iscsi":
            self.scanned(sr)
        elif self.world.late_luns:
            self.world.late_luns -= 1  # the kernel has not seen the LUNs yet
        else:
            self.find_luns(sr, attached[0]["device_config"])
        return ""

    def find_luns(self, sr: Ref, target: dict[str, str]) -> None:
        record, iqn = self.db["SR"][sr], target.get("targetIQN", "")
        luns = self.world.luns.get(iqn, DEFAULT_LUNS)
        known = {self.db["VDI"][vdi]["sm_config"].get("LUNid") for vdi in record["VDIs"]}
        for lun, size in luns.items():
            lun_uuid = uuid.uuid5(uuid.NAMESPACE_URL, "{}/{}/{}".format(target.get("target"), iqn, lun))
            if lun not in known:
                self.create(
                    "VDI",
                    dict(
                        SR=sr,
                        virtual_size=str(size),
                        physical_utilisation=str(size),
                        location=str(lun_uuid),
                        sm_config={"LUNid": lun, "SCSIid": "36" + lun_uuid.hex[:30], "backend-kind": "vbd"},
                    ),
                    str(lun_uuid),
                )
        record["physical_size"] = str(sum(luns.values()))

    def attached_pbds(self, sr: Ref) -> list[Record]:
        pbds = [self.db["PBD"][pbd] for pbd in self.rec("SR", sr)["PBDs"]]
        return [pbd for pbd in pbds if pbd["currently_attached"]]

    def PBD_create(self, session: Session, record: Record) -> Ref:
        record = constructor("PBD", record)
        host, sr = record.get("host"), record.get("SR")
        self.rec("host", host)
        for pbd in self.rec("SR", sr)["PBDs"]:
            if self.db["PBD"][pbd]["host"] == host:
                raise Failure("PBD_EXISTS", sr, host, pbd)
        return self.create("PBD", record)

    def PBD_destroy(self, session: Session, pbd: Ref) -> str:
        if self.rec("PBD", pbd)["currently_attached"]:
            raise Failure("OPERATION_NOT_ALLOWED", "PBD is currently attached")
        self.delete("PBD", pbd)
        return ""

    def PBD_plug(self, session: Session, pbd: Ref) -> str:
        """An SR that is not shared is attached to one host at a time (xapi_pbd.ml check_sharing_constraint)."""
        record = self.rec("PBD", pbd)
        sr = self.db["SR"][record["SR"]]
        if sr["type"] not in TYPES:
            raise Failure("SR_UNKNOWN_DRIVER", sr["type"])
        if not record["currently_attached"] and not sr["shared"]:
            for other in self.attached_pbds(record["SR"]):
                raise Failure("SR_NOT_SHARABLE", record["SR"], other["host"])
        record["currently_attached"] = True
        return ""

    def PBD_unplug(self, session: Session, pbd: Ref) -> str:
        record = self.rec("PBD", pbd)
        used = [
            vdi
            for vm in self.where("VM", resident_on=record["host"])
            for vbd, vdi in self.disks(vm)
            if self.db["VDI"][vdi]["SR"] == record["SR"] and self.db["VBD"][vbd]["currently_attached"]
        ]
        if used and record["currently_attached"]:
            raise Failure("VDI_IN_USE", *used)
        record["currently_attached"] = False
        return ""

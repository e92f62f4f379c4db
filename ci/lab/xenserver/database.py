"""The records of one pool."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from .records import BACKREFS, CLASSES
from .values import Failure, Record, Ref, new_ref


class Database:
    """Records by class and reference. A field whose name begins with _ is internal and not
    visible over XenAPI."""

    def __init__(self) -> None:
        self.db = {cls: {} for cls in CLASSES}

    def create(self, cls: str, fields: Record, uuid_: str | None = None) -> Ref:
        record = copy.deepcopy({**CLASSES[cls].defaults, **fields})
        record["uuid"] = uuid_ or str(uuid.uuid4())
        ref = new_ref()
        self.db[cls][ref] = record
        for field in BACKREFS.get(cls, ()):
            self.backrefs(cls, record, field).append(ref)
        return ref

    def delete(self, cls: str, ref: Ref) -> Record:
        record = self.rec(cls, ref)
        for field in BACKREFS.get(cls, ()):
            self.unlink(cls, ref, field)
        del self.db[cls][ref]
        return record

    def relink(self, cls: str, ref: Ref, field: str, target: Ref) -> None:
        """Set a field with a back reference to another record."""
        self.unlink(cls, ref, field)
        record = self.rec(cls, ref)
        record[field] = target
        self.backrefs(cls, record, field).append(ref)

    def unlink(self, cls: str, ref: Ref, field: str) -> None:
        backrefs = self.backrefs(cls, self.rec(cls, ref), field)
        if ref in backrefs:
            backrefs.remove(ref)

    def backrefs(self, cls: str, record: Record, field: str) -> list[Ref]:
        """The list of back references for this field; an unused one if the field is null."""
        target, members = BACKREFS[cls][field]
        return self.db[target].get(record[field], {members: []})[members]

    def rec(self, cls: str, ref: Any) -> Record:
        if not isinstance(ref, str) or ref not in self.db[cls]:
            raise Failure("HANDLE_INVALID", cls, ref)
        return self.db[cls][ref]

    def where(self, cls: str, **fields: Any) -> list[Ref]:
        return [
            ref
            for ref, record in self.db[cls].items()
            if all(record.get(name) == value for name, value in fields.items())
        ]

    def by_uuid(self, cls: str, uuid_: str) -> Ref:
        for ref in self.where(cls, uuid=uuid_):
            return ref
        raise Failure("UUID_INVALID", cls, uuid_)

    def view(self, cls: str, ref: Ref) -> Record:
        """A record as XenAPI returns it: a copy, with computed fields."""
        record = {k: v for k, v in self.rec(cls, ref).items() if not k.startswith("_")}
        if cls == "SR":
            vdis = [self.db["VDI"][vdi] for vdi in record["VDIs"]]
            record["physical_utilisation"] = str(sum(int(v["physical_utilisation"]) for v in vdis))
            record["virtual_allocation"] = str(sum(int(v["virtual_size"]) for v in vdis))
        elif cls == "host_metrics":
            record["memory_free"] = str(self.free_memory(self.where("host", metrics=ref)[0]))
        elif cls == "VM_metrics":
            self.metrics_view(record, ref)
        elif cls == "VM_guest_metrics":
            self.guest_view(record, ref)
        return copy.deepcopy(record)

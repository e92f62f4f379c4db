"""Import and export of whole disks over HTTP, as xapi does it: /import_raw_vdi and /export_raw_vdi."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from .values import Failure, Record
from .vhd import empty_vhd, virtual_size

if TYPE_CHECKING:
    from .world import World

IMPORT, EXPORT = "/import_raw_vdi", "/export_raw_vdi"
FORMATS = ("raw", "vhd")


class Transfer:
    def __init__(self, world: World) -> None:
        self.world = world

    def disk(self, query: dict[str, str]) -> tuple[Record, str]:
        """(VDI record, format) of a request; Failure if there is no such disk."""
        kind = query.get("format", "raw")
        if kind not in FORMATS:
            raise Failure("VDI_INCOMPATIBLE_TYPE", query.get("vdi", ""), kind)
        with self.world.lock:
            return self.world.pool_of(query.get("session_id")).rec("VDI", query.get("vdi")), kind

    def take(self, query: dict[str, str], stream: BinaryIO, length: int) -> None:
        record, kind = self.disk(query)
        path = self.world.images.keep(stream, length)
        if kind == "vhd" and path:
            with open(path, "rb") as content:
                virtual_size(content.read(512))
        with self.world.lock:
            record.update(_content=path, physical_utilisation=str(length))

    def give(self, query: dict[str, str]) -> BinaryIO:
        """An open file with the disk's content."""
        record, _ = self.disk(query)
        if record.get("_content"):
            return open(record["_content"], "rb")
        return io.BytesIO(empty_vhd(int(record["virtual_size"])))

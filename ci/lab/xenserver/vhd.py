"""Dynamic VHDs: the part of the format that os-xenapi reads."""

from __future__ import annotations

import struct
import uuid

from .values import MiB

BLOCK = 2 * MiB


def checksum(header: bytearray) -> int:
    return ~sum(header) & 0xFFFFFFFF


def empty_vhd(size: int) -> bytes:
    """The bytes of an empty VHD of that virtual size."""
    size = (size + 511) // 512 * 512
    footer = bytearray(512)
    footer[0:8] = b"conectix"
    # features, version, offset of the header, time, creator, its version, its system, two sizes
    struct.pack_into(">IIQI4sI4sQQ", footer, 8, 2, 0x00010000, 512, 0, b"xsim", 0x00010003, b"Wi2k", size, size)
    # cylinders, heads, sectors; type 3: dynamic
    struct.pack_into(">HBBI", footer, 56, 1024, 16, 63, 3)
    footer[68:84] = uuid.uuid4().bytes
    struct.pack_into(">I", footer, 64, checksum(footer))
    entries = (size + BLOCK - 1) // BLOCK
    header = bytearray(1024)
    header[0:8] = b"cxsparse"
    # no more headers, offset of the allocation table, version, its entries, block size
    struct.pack_into(">QQIII", header, 8, 0xFFFFFFFFFFFFFFFF, 1536, 0x00010000, entries, BLOCK)
    struct.pack_into(">I", header, 36, checksum(header))
    table = b"\xff" * ((entries * 4 + 511) // 512 * 512)
    return bytes(footer) + bytes(header) + table + bytes(footer)


def virtual_size(start: bytes) -> int:
    """The size in the copy of the footer at the start of a VHD."""
    if len(start) < 56 or start[:8] != b"conectix":
        raise ValueError(f"not a VHD: it begins with {start[:8]!r}")
    return struct.unpack_from(">Q", start, 48)[0]

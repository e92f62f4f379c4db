"""Disk contents: stored in a folder, downloaded from glance and uploaded to it as dom0's plugin does."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import tarfile
import tempfile
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, BinaryIO, Iterator

from .dom0.errors import PluginError, RetryableError
from .values import Failure, GiB, MiB, Record
from .vhd import empty_vhd, virtual_size

if TYPE_CHECKING:
    from .dom0.disks import Vhd

CHUNK = MiB
TIMEOUT = 60
# the plugin's list of statuses for which a retry is useless
PERMANENT = {
    400,
    401,
    402,
    403,
    405,
    406,
    407,
    409,
    410,
    411,
    412,
    413,
    414,
    415,
    416,
    417,
    422,
    423,
    424,
    426,
    501,
    505,
    510,
}
UNFETCHED = (GiB, 41 * MiB, None)


def chunks(stream: BinaryIO, length: int) -> Iterator[bytes]:
    """Exactly that many bytes of a stream, in pieces."""
    while length > 0:
        chunk = stream.read(min(CHUNK, length))
        if not chunk:
            raise EOFError(f"{length} bytes are missing")
        length -= len(chunk)
        yield chunk


class Images:
    """The folder may be None: then no content is stored, and all disks are empty. Without glance,
    every image is an empty disk of 1 GiB."""

    def __init__(self, folder: str | None, glance: bool) -> None:
        self.folder = folder
        self.glance = glance

    def keep(self, stream: BinaryIO, length: int) -> str | None:
        """Store the content of a stream. Returns its path; identical contents are stored once."""
        if not self.folder:
            for _ in chunks(stream, length):
                pass
            return None
        os.makedirs(self.folder, exist_ok=True)
        digest = hashlib.sha256()
        handle, partial = tempfile.mkstemp(dir=self.folder)
        try:
            with open(handle, "wb") as file:
                for chunk in chunks(stream, length):
                    digest.update(chunk)
                    file.write(chunk)
            path = os.path.join(self.folder, digest.hexdigest())
            os.replace(partial, path)
            return path
        except BaseException:
            os.unlink(partial)
            raise

    def content(self, path: str | None, size: int) -> BinaryIO:
        """An open file: the stored content, or an empty VHD of this size."""
        return open(path, "rb") if path else io.BytesIO(empty_vhd(size))

    def fetch(self, endpoint: str, image_id: str, headers: dict[str, str] | None) -> list[tuple[int, int, str | None]]:
        """[(virtual size, size on disk, path)] of the chain in an image's tarball, leaf first."""
        if not self.glance:
            return [UNFETCHED]
        url = f"{endpoint}/v2/images/{image_id}/file"
        with tempfile.TemporaryFile() as body:
            try:
                request = urllib.request.Request(url, headers=headers or {})
                with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                    for chunk in iter(lambda: response.read(CHUNK), b""):
                        body.write(chunk)
            except (OSError, http.client.HTTPException) as error:
                raise RetryableError(f"{url}: {error}") from error
            body.seek(0)
            try:
                with tarfile.open(fileobj=body) as tarball:
                    return self.chain(tarball)
            except (tarfile.TarError, ValueError, EOFError, OSError) as error:
                raise PluginError(f"image {image_id}: {error}") from error

    def chain(self, tarball: tarfile.TarFile) -> list[tuple[int, int, str | None]]:
        members = sorted(
            (m for m in tarball.getmembers() if m.isfile() and m.name.endswith(".vhd")), key=lambda member: member.name
        )
        if not members:
            raise ValueError("no .vhd in the tarball")
        return [
            (
                virtual_size(tarball.extractfile(member).read(512)),
                member.size,
                self.keep(tarball.extractfile(member), member.size),
            )
            for member in members
        ]

    def push(
        self, endpoint: str, image_id: str, headers: dict[str, str] | None, properties: Record, vhds: list[Vhd]
    ) -> None:
        if not self.glance:
            return
        url = f"{endpoint}/v2/images/{image_id}"
        metadata = dict(
            {name.replace("_", "-"): str(value) for name, value in properties.items()},
            container_format="ovf",
            disk_format="vhd",
            visibility="private",
        )
        patch = json.dumps(
            [{"op": "add", "path": "/" + name, "value": value} for name, value in metadata.items()]
        ).encode()
        try:
            self.send("PATCH", url, headers, "application/openstack-images-v2.1-json-patch", patch)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise Failure("XENAPI_PLUGIN_FAILURE", "upload_vhd2", "Failure", "ImageNotFound") from error
        with tempfile.TemporaryFile() as body:
            self.pack(vhds, body)
            try:
                self.send("PUT", url + "/file", headers, "application/octet-stream", body)
            except urllib.error.HTTPError as error:
                raise (PluginError if error.code in PERMANENT else RetryableError)(f"{url}: {error}") from error

    def send(self, verb: str, url: str, headers: dict[str, str] | None, kind: str, body: bytes | BinaryIO) -> None:
        length = len(body) if isinstance(body, bytes) else body.seek(0, io.SEEK_END)
        if not isinstance(body, bytes):
            body.seek(0)
        request = urllib.request.Request(
            url,
            data=body,
            method=verb,
            headers=dict(headers or {}, **{"Content-Type": kind, "Content-Length": str(length)}),
        )
        try:
            urllib.request.urlopen(request, timeout=TIMEOUT).read()
        except urllib.error.HTTPError:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise RetryableError(f"{url}: {error}") from error

    def pack(self, vhds: list[Vhd], body: BinaryIO) -> None:
        """A tarball of a chain, leaf first."""
        with tarfile.open(fileobj=body, mode="w:gz", compresslevel=1) as tarball:
            for number, vhd in enumerate(vhds):
                with self.content(vhd.content, vhd.virtual_size) as content:
                    member = tarfile.TarInfo(f"{number}.vhd")
                    member.size = content.seek(0, io.SEEK_END)
                    content.seek(0)
                    tarball.addfile(member, content)

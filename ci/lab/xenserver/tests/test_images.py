"""Disk contents: images fetched from and pushed to a glance, disks moved and imported."""

import http.server
import io
import json
import os
import tarfile
import tempfile
import threading

from xenserver.vhd import empty_vhd, virtual_size

from .support import GiB, SimulatorCase


class Glance(http.server.BaseHTTPRequestHandler):
    """Just enough of one: images are in memory."""

    def log_message(self, *ignored):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        image = self.server.images.get(self.path.split("/")[3])
        self.answer(200, image) if image is not None else self.answer(404)

    def do_PATCH(self):
        self.server.patches.append(json.loads(self.body()))
        self.answer(404 if "gone" in self.path else 200)

    def do_PUT(self):
        self.server.images[self.path.split("/")[3]] = self.body()
        self.answer(self.server.put_status)

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"]))


def tarball(**files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name + ".vhd")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


class ImageCase(SimulatorCase):
    options = {"glance": True}

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = os.path.join(self.folder.name, "disks")
        self.glance = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Glance)
        self.glance.images, self.glance.patches, self.glance.put_status = {}, [], 204
        threading.Thread(target=self.glance.serve_forever, daemon=True).start()
        self.addCleanup(self.glance.server_close)
        self.addCleanup(self.glance.shutdown)
        super().setUp()
        self.endpoint = f"http://127.0.0.1:{self.glance.server_address[1]}"
        self.sr_path = "/var/run/sr-mount/" + self.xen.call("SR.get_uuid", self.xen.default_sr())

    def download(self, image, uuid="disk-1"):
        answer = self.xen.plugin(
            "glance",
            "download_vhd2",
            image_id=image,
            endpoint=self.endpoint,
            sr_path=self.sr_path,
            uuid_stack=["unused", uuid],
            extra_headers={"X-Auth-Token": "x"},
            api_version=2,
        )
        self.assertEqual(answer, {"root": {"uuid": uuid}})
        return self.xen.call("VDI.get_by_uuid", uuid)

    def upload(self, image, *vdis):
        self.xen.plugin(
            "glance",
            "upload_vhd2",
            image_id=image,
            endpoint=self.endpoint,
            sr_path=self.sr_path,
            vdi_uuids=[self.xen.call("VDI.get_uuid", vdi) for vdi in vdis],
            extra_headers={"X-Auth-Token": "x"},
            properties={"os_type": "linux"},
            api_version=2,
        )


class Images(ImageCase):
    def test_a_disk_from_an_image_and_back(self):
        content = empty_vhd(3 * GiB)
        self.glance.images["image"] = tarball(**{"0": content, "1": empty_vhd(GiB)})
        vdi = self.download("image")
        self.assertEqual(self.xen.call("VDI.get_virtual_size", vdi), str(3 * GiB))
        self.upload("new", vdi, self.xen.vdi(GiB))
        with tarfile.open(fileobj=io.BytesIO(self.glance.images["new"])) as tar:
            self.assertEqual(tar.extractfile("0.vhd").read(), content)
            self.assertEqual(virtual_size(tar.extractfile("1.vhd").read()), GiB)
        values = {item["path"]: item["value"] for item in self.glance.patches[0]}
        self.assertEqual(
            values, {"/container_format": "ovf", "/disk_format": "vhd", "/visibility": "private", "/os-type": "linux"}
        )

    def test_equal_contents_are_kept_once(self):
        self.glance.images["image"] = tarball(**{"0": empty_vhd(GiB)})
        self.download("image")
        self.download("image", "disk-2")
        self.assertEqual(len(os.listdir(self.data)), 1)

    def test_images_that_cannot_be_had(self):
        for name, body in (
            ("text", b"no tarball"),
            ("empty", tarball()),
            ("raw", tarball(**{"0": b"x" * 1000})),
            ("cut", tarball(**{"0": empty_vhd(GiB) + os.urandom(9000)})[:3000]),
        ):
            self.glance.images[name] = body
            with self.fails("XENAPI_PLUGIN_EXCEPTION", "download_vhd2", "PluginError"):
                self.download(name)
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "download_vhd2", "RetryableError"):
            self.download("missing")
        self.endpoint = "http://127.0.0.1:1"
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "download_vhd2", "RetryableError"):
            self.download("image")

    def test_uploads_that_fail(self):
        vdi = self.xen.vdi()
        with self.fails("XENAPI_PLUGIN_FAILURE", "upload_vhd2", "Failure", "ImageNotFound"):
            self.upload("gone", vdi)
        for status, kind in ((409, "PluginError"), (503, "RetryableError")):
            self.glance.put_status = status
            with self.fails("XENAPI_PLUGIN_EXCEPTION", "upload_vhd2", kind):
                self.upload("new", vdi)

    def test_an_sr_that_is_not_there(self):
        self.glance.images["image"] = tarball(**{"0": empty_vhd(GiB)})
        self.sr_path = "/var/run/sr-mount/none"
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "download_vhd2", "PluginError"):
            self.download("image")


class NoGlance(ImageCase):
    options = {}

    def test_every_image_is_an_empty_disk(self):
        self.assertEqual(self.xen.call("VDI.get_virtual_size", self.download("any")), str(GiB))
        self.upload("any", self.xen.vdi())
        self.assertEqual(self.glance.images, {})


class Staging(SimulatorCase):
    def test_a_resize_to_another_host_copies_the_chain(self):
        sr_path = "/sr/" + self.xen.call("SR.get_uuid", self.xen.default_sr())
        leaf, base = self.xen.vdi(2 * GiB), self.xen.vdi(GiB)
        for number, vdi in ((1, base), (0, leaf)):
            self.xen.plugin(
                "migration",
                "transfer_vhd",
                "instance",
                "127.0.0.1",
                self.xen.call("VDI.get_uuid", vdi),
                sr_path,
                number,
            )
        other = self.login("xs-a2")
        answer = other.plugin("migration", "move_vhds_into_sr", "instance", sr_path, ["x", "new"])
        self.assertEqual(answer, {"root": {"uuid": "new"}})
        vdi = self.xen.call("VDI.get_by_uuid", "new")
        self.assertEqual(self.xen.call("VDI.get_virtual_size", vdi), str(2 * GiB))
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "move_vhds_into_sr", "PluginError"):
            other.plugin("migration", "move_vhds_into_sr", "instance", sr_path, ["x", "again"])

    def test_a_safe_copy(self):
        sr_path = "/sr/" + self.xen.call("SR.get_uuid", self.xen.default_sr())
        uuid = self.xen.call("VDI.get_uuid", self.xen.vdi())
        self.xen.plugin("workarounds", "safe_copy_vdis", sr_path, [uuid], ["copy"])
        self.xen.call("VDI.get_by_uuid", "copy")


class Transfer(ImageCase):
    def path(self, action, vdi, **more):
        query = dict({"session_id": self.xen.session, "vdi": vdi, "format": "vhd"}, **more)
        return "/{}_raw_vdi?{}".format(action, "&".join("{}={}".format(*item) for item in query.items()))

    def test_in_and_out(self):
        vdi, content = self.xen.vdi(), empty_vhd(GiB)
        status, body = self.http("GET", self.path("export", vdi))
        self.assertEqual((status, virtual_size(body)), (200, GiB))
        self.assertEqual(self.http("PUT", self.path("import", vdi), content)[0], 200)
        self.assertEqual(self.http("GET", self.path("export", vdi)), (200, content))
        self.assertEqual(self.xen.call("VDI.get_physical_utilisation", vdi), str(len(content)))
        self.assertEqual(self.http("PUT", self.path("import", vdi, format="raw"), b"iso")[0], 200)
        self.assertEqual(self.http("GET", self.path("export", vdi)), (200, b"iso"))

    def test_what_cannot_be(self):
        vdi = self.xen.vdi()
        for status, path in (
            (401, self.path("import", vdi, session_id="none")),
            (400, self.path("import", "none")),
            (400, self.path("import", vdi, format="qcow2")),
            (400, self.path("import", vdi)),
        ):
            self.assertEqual(self.http("PUT", path, b"no disk")[0], status, path)
        self.assertEqual(self.http("GET", self.path("export", "none"))[0], 400)

"""A small endpoint in memory, with a clock that tests move, behind the manners."""

import http.client
import http.server
import threading
import unittest
import urllib.parse

from manners import settings as settings_of
from manners.service import Service
from manners.world import World
from mutants.document import Document
from mutants.proxy import ADDRESS

NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
LISTS = {
    "DescribeVpcs": ("vpc", "VpcId", "vpcSet"),
    "DescribeVolumes": ("vol", "VolumeId", "volumeSet"),
    "DescribeSubnets": ("subnet", "SubnetId", "subnetSet"),
    "DescribeInstances": ("i", "InstanceId", "reservationSet"),
    "DescribeInstanceStatus": ("i", "InstanceId", "instanceStatusSet"),
    "DescribeAddresses": ("eipalloc", "AllocationId", "addressesSet"),
    "DescribeSecurityGroups": ("sg", "GroupId", "securityGroupInfo"),
    "DescribeKeyPairs": ("key", "KeyName", "keySet"),
}
NOT_FOUND = {"vpc": "InvalidVpcID.NotFound", "vol": "InvalidVolume.NotFound"}
OFFERED = ("us-east-1a", "us-east-1b")


class Endpoint(http.server.ThreadingHTTPServer):
    """Carries out everything at once, and keeps the requests."""

    daemon_threads = True

    def __init__(self):
        super().__init__((ADDRESS, 0), Handler)
        self.items = {}
        """Id -> the inside of its item."""
        self.requests = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def create(self, prefix: str, inside: str) -> str:
        one = f"{prefix}-{len(self.items) + 1:017x}"
        self.items[one] = inside
        return one

    def answer(self, action: str, asked: dict) -> tuple:
        """The status and the inside of the response."""
        if action in LISTS:
            return self.listed(action, asked)
        if action == "DescribeAvailabilityZones":
            zones = "".join(f"<item><zoneName>us-east-1{letter}</zoneName></item>" for letter in "abe")
            return 200, f"<availabilityZoneInfo>{zones}</availabilityZoneInfo>"
        if action == "DescribeInstanceTypeOfferings":
            zones = "".join(f"<item><location>{zone}</location></item>" for zone in OFFERED)
            return 200, f"<instanceTypeOfferingSet>{zones}</instanceTypeOfferingSet>"
        if action == "DescribeInstanceTypes":
            cpus = "<vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo>"
            return 200, f"<instanceTypeSet><item>{cpus}</item></instanceTypeSet>"
        return 200, self.changed(action, asked)

    def listed(self, action: str, asked: dict) -> tuple:
        prefix, by, name = LISTS[action]
        wanted = [value for key, value in asked.items() if key.startswith(f"{by}.")]
        missing = [one for one in wanted if one not in self.items]
        if missing:
            return 400, NOT_FOUND.get(prefix, "Invalid.NotFound")
        found = [one for one in self.items if one.startswith(f"{prefix}-") and (not wanted or one in wanted)]
        if prefix == "key":
            found = [one for one in self.items if not wanted or one in wanted]
        value = asked.get("Filter.1.Value.1")
        found = [one for one in found if value is None or f">{value}<" in self.items[one] or value == one]
        items = "".join(f"<item>{self.items[one]}</item>" for one in found)
        if action == "DescribeInstances":
            items = "".join(
                f"<item><instancesSet><item>{self.items[one]}</item></instancesSet></item>" for one in found
            )
        return 200, f"<{name}>{items}</{name}>"

    def changed(self, action: str, asked: dict) -> str:
        if action == "CreateVpc":
            one = self.create("vpc", "")
            self.items[one] = f"<vpcId>{one}</vpcId><state>available</state>"
            return f"<vpc>{self.items[one]}</vpc>"
        if action == "CreateSubnet":
            one = self.create("subnet", "")
            zone = asked.get("AvailabilityZone", "us-east-1a")
            self.items[one] = (
                f"<subnetId>{one}</subnetId><state>available</state><availabilityZone>{zone}</availabilityZone>"
            )
            return f"<subnet>{self.items[one]}</subnet>"
        if action == "CreateVolume":
            one = self.create("vol", "")
            self.items[one] = f"<volumeId>{one}</volumeId><status>available</status>"
            return self.items[one]
        if action == "CreateKeyPair":
            self.items[asked["KeyName"]] = f"<keyName>{asked['KeyName']}</keyName>"
            return self.items[asked["KeyName"]]
        if action == "AllocateAddress":
            one = self.create("eipalloc", "")
            self.items[one] = f"<allocationId>{one}</allocationId>"
            return self.items[one]
        if action == "RunInstances":
            one = self.create("i", "")
            subnet = asked.get("SubnetId", "")
            self.state(one, "16", "running", f"<subnetId>{subnet}</subnetId>")
            return f"<instancesSet><item>{self.items[one]}</item></instancesSet>"
        if action == "TerminateInstances":
            self.state(asked["InstanceId.1"], "48", "terminated", "")
        elif action == "CreateTags":
            one = asked["ResourceId.1"]
            tag = f"<item><key>{asked['Tag.1.Key']}</key><value>{asked['Tag.1.Value']}</value></item>"
            self.items[one] += f"<tagSet>{tag}</tagSet>"
        elif action.startswith("Delete"):
            self.items.pop(next(value for value in asked.values() if value in self.items), None)
        return "<return>true</return>"

    def state(self, one: str, code: str, name: str, more: str) -> None:
        state = f"<instanceState><code>{code}</code><name>{name}</name></instanceState>"
        self.items[one] = f"<instanceId>{one}</instanceId><instanceType>t3.micro</instanceType>{state}{more}"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        action = asked.pop("Action")
        asked.pop("Version", None)
        with self.server.lock:
            self.server.requests.append((action, asked))
            status, inside = self.server.answer(action, asked)
        body = f'<{action}Response xmlns="{NAMESPACE}">{inside}</{action}Response>'
        if status != 200:
            body = f"<Response><Errors><Error><Code>{inside}</Code><Message/></Error></Errors></Response>"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


class Cut(Exception):
    """The connection ended without a response."""


class MannersTest(unittest.TestCase):
    """An endpoint behind the manners that a test names."""

    def setUp(self):
        self.now = 1000.0
        self.endpoint = Endpoint()
        self.addCleanup(self.endpoint.server_close)
        self.addCleanup(self.endpoint.shutdown)

    def serve(self, *names: str, seed: int = 1, **changes) -> Service:
        """A server with these manners; `changes` are settings of the first."""
        settings = settings_of.only(settings_of.default(), list(names))
        settings = settings_of.merge(settings, {names[0]: changes})
        endpoint = f"{ADDRESS}:{self.endpoint.server_address[1]}"
        self.server = Service(World(settings, seed, endpoint, lambda: self.now))
        self.server.__enter__()
        self.addCleanup(self.server.__exit__, None, None, None)
        return self.server

    def call(self, action: str, **parameters) -> Document:
        """The response; `Name_1` stands for `Name.1`."""
        words = {"Action": action, "Version": "2016-11-15"}
        words.update({name.replace("_", "."): value for name, value in parameters.items()})
        connection = http.client.HTTPConnection(ADDRESS, self.server.server_address[1], timeout=10)
        try:
            connection.request("POST", "/", urllib.parse.urlencode(words))
            response = connection.getresponse()
            return Document(response.status, response.read())
        except (http.client.RemoteDisconnected, ConnectionResetError) as e:
            raise Cut from e
        finally:
            connection.close()

    def code(self, action: str, **parameters) -> str:
        """The error code of the response; empty if it is a success."""
        document = self.call(action, **parameters)
        return "" if document.status == 200 else document.root.findtext("Errors/Error/Code")

    def text(self, path: str, action: str, **parameters) -> list:
        """The texts at a path of the response."""
        document = self.call(action, **parameters)
        self.assertEqual(200, document.status, document.body)
        return [element.text for element in document.find(path)]

    def created(self, action: str, path: str, **parameters) -> str:
        """The id in the response of a creation."""
        return self.text(path, action, **parameters)[0]

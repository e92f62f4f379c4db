"""Every fault bites, and the proxy injects it into the responses of an endpoint."""

import http.server
import threading
import unittest
import urllib.parse
import urllib.request

from mutants.document import Document
from mutants.fault import Call, Fault, load, success
from mutants.proxy import ADDRESS, FaultyServer

VOLUMES = success(
    "DescribeVolumes", "<volumeSet><item><volumeId>vol-1</volumeId><volumeType>gp3</volumeType></item></volumeSet>"
)


class Endpoint(http.server.ThreadingHTTPServer):
    """Answers every request with the same volumes, and keeps the requests."""

    def __init__(self):
        self.requests = []
        super().__init__((ADDRESS, 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        self.server.requests.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(VOLUMES)))
        self.end_headers()
        self.wfile.write(VOLUMES)


class Faults(unittest.TestCase):
    def test_each_has_a_code_scenarios_and_a_description(self):
        faults = load()
        self.assertGreaterEqual(len(faults), 150)
        for name, fault in faults.items():
            self.assertRegex(fault.code, r"^[A-Z]\d{3}$", name)
            self.assertTrue(fault.scenarios and fault.actions and fault.what.endswith("."), name)
            self.assertNotEqual(fault.request is None, fault.response is None, name)

    def test_only_successes_of_its_actions_change(self):
        fault = load()["volume-type-forgotten"]
        refused = Document(400, VOLUMES)
        other = Document(200, VOLUMES)
        fault.on_response(Call("DescribeVolumes", []), refused)
        fault.on_response(Call("DescribeInstances", []), other)
        self.assertIn(b"gp3", refused.encode())
        self.assertIn(b"gp3", other.encode())
        broken = Document(200, b"<not xml")
        fault.on_response(Call("DescribeVolumes", []), broken)
        self.assertEqual(broken.encode(), b"<not xml")

    def test_what_is_remembered_is_of_the_call(self):
        fault = load()["gateway-kept"]
        attached = "<attachmentSet><item><vpcId>vpc-1</vpcId></item></attachmentSet>"
        text = "<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId>{}</item></internetGatewaySet>"
        memory = {}
        for inner in (attached, "<attachmentSet/>"):
            document = Document(200, success("DescribeInternetGateways", text.format(inner)))
            fault.on_response(Call("DescribeInternetGateways", [], memory), document)
        self.assertIn(b"vpc-1", document.encode())


class Proxy(unittest.TestCase):
    def setUp(self):
        self.endpoint = Endpoint()
        self.addCleanup(self.endpoint.server_close)
        self.addCleanup(self.endpoint.shutdown)

    def ask(self, faults: list, parameters: dict) -> bytes:
        with FaultyServer(faults, f"{ADDRESS}:{self.endpoint.server_address[1]}") as server:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(server.url + "/", urllib.parse.urlencode(parameters).encode(), timeout=10) as response:
                answer = response.read()
            self.changed = server.changed
            return answer

    def test_changes_a_response(self):
        answer = self.ask([load()["volume-type-forgotten"]], {"Action": "DescribeVolumes"})
        self.assertIn(b"<volumeType>standard</volumeType>", answer)
        self.assertIn(b'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"', answer)
        self.assertEqual(self.changed, {"volume-type-forgotten"})

    def test_changes_a_request(self):
        tagged = {"Action": "CreateVpc", "CidrBlock": "10.0.0.0/16", "TagSpecification.1.ResourceType": "vpc"}
        self.ask([load()["tags-at-creation-forgotten"]], tagged)
        self.assertEqual(self.endpoint.requests, ["Action=CreateVpc&CidrBlock=10.0.0.0%2F16"])

    def test_sends_what_is_appended_to_a_request(self):
        def request(call: Call) -> None:
            call.parameters.append(("MaxResults", "5"))

        fault = Fault("small-pages", "Pages are small.", ("DescribeVolumes",), "X102", ("*",), request, None)
        self.ask([fault], {"Action": "DescribeVolumes"})
        self.assertEqual(self.endpoint.requests, ["Action=DescribeVolumes&MaxResults=5"])

    def test_answers_in_the_place_of_the_endpoint(self):
        answer = self.ask([load()["tags-not-deleted"]], {"Action": "DeleteTags"})
        self.assertIn(b"<return>true</return>", answer)
        self.assertEqual(self.endpoint.requests, [])

    def test_leaves_everything_else_as_it_is(self):
        answer = self.ask([load()["tags-not-deleted"]], {"Action": "DescribeVolumes"})
        self.assertEqual(answer, VOLUMES)
        self.assertEqual(self.changed, set())

    def test_plays_several_faults(self):
        faults = [load()[name] for name in ("tags-not-deleted", "volume-type-forgotten")]
        self.assertIn(b"<volumeType>standard</volumeType>", self.ask(faults, {"Action": "DescribeVolumes"}))
        self.assertIn(b"<return>true</return>", self.ask(faults, {"Action": "DeleteTags"}))


if __name__ == "__main__":
    unittest.main()

"""What the hooks share: which nova server an EC2 instance is, the services' APIs as admin, the simulator's view, and
the one JSON line that each hook prints.  Standard library only.

Exit status 0: it did what its name says, and the simulator agrees.  1: it did not, and "error" says why.
"""

import json
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from control import layout
from control.problem import Problem

MICROVERSION = "2.79"  # servers name their flavor; the host may be chosen
ENDS = ("completed", "error", "failed", "cancelled")  # of a migration


class Failed(Exception):
    pass


def http(method, url, body=None, headers=None):
    """(decoded answer, headers)."""
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers=dict({"Content-Type": "application/json"}, **(headers or {})),
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            data = answer.read()
            return (json.loads(data) if data else {}), answer.headers
    except urllib.error.HTTPError as e:
        raise Failed(f"{method} {url}: {e.code} {e.read().decode(errors='replace')[:300]}") from e
    except OSError as e:
        raise Failed(f"{method} {url}: {e}") from e


def server_of(instance):
    """ec2-api keeps the pairs of EC2 and OpenStack ids in its table `items`."""
    path = layout.CLOUD / "db" / "ec2api.sqlite"
    if not path.exists():
        raise Failed(f"the lab is not up ({layout.HOME})")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        row = database.execute("select os_id from items where id = ?", (instance,)).fetchone()
    finally:
        database.close()
    if not row:
        raise Failed(f"ec2-api knows no instance {instance}")
    return row[0]


def users():
    try:
        return json.loads(layout.CREDENTIALS.read_text())["users"]
    except OSError:
        raise Failed(f"the lab was never up ({layout.HOME})") from None


class Cloud:
    """The services' APIs, as admin."""

    def __init__(self):
        self.admin = users()["admin"]
        _, headers = http(
            "POST",
            layout.url("keystone") + "/v3/auth/tokens",
            {
                "auth": {
                    "identity": {
                        "methods": ["password"],
                        "password": {
                            "user": {"name": "admin", "password": self.admin["password"], "domain": {"id": "default"}}
                        },
                    },
                    "scope": {"project": {"name": "admin", "domain": {"id": "default"}}},
                }
            },
        )
        self.headers = {"X-Auth-Token": headers["X-Subject-Token"], "X-OpenStack-Nova-API-Version": MICROVERSION}
        self.nova = layout.url("nova") + "/v2.1"
        self.cinder = "{}/v3/{}".format(layout.url("cinder"), self.admin["project_id"])
        self.neutron = layout.url("neutron") + "/v2.0"

    def call(self, method, url, body=None):
        return http(method, url, body, self.headers)[0]


class Server(Cloud):
    """One server of nova."""

    def __init__(self, id_):
        super().__init__()
        self.id = id_
        self.url = f"{self.nova}/servers/{id_}"

    def show(self):
        return self.call("GET", self.url)["server"]

    def host(self):
        return self.show()["OS-EXT-SRV-ATTR:host"]

    def act(self, action, body=None):
        return self.call("POST", self.url + "/action", {action: body})

    def wait(self, *states, seconds=180, migrations=None):
        """Until the server rests in one of these states; migrations: how many it had before it was told to move, for a
        move that nova gives up leaves the server as it was."""
        end = time.monotonic() + seconds
        while True:
            if migrations is not None:
                made = self.migrations()
                if len(made) > migrations and made[0][3] == "error":
                    raise Failed(f"nova gave up: {self.complaint()}")
            shown = self.show()
            if not shown["OS-EXT-STS:task_state"]:
                if shown["status"] in states:
                    return shown
                if shown["status"] == "ERROR":
                    raise Failed("server in ERROR: {}".format(shown.get("fault", {}).get("message")))
            if time.monotonic() > end:
                raise Failed(f"still {shown['status']} ({shown['OS-EXT-STS:task_state']}) after {seconds} s")
            time.sleep(0.2)

    def complaint(self, seconds=10):
        """What nova says of the last thing that it was told to do with the server and could not: a traceback's end."""
        end = time.monotonic() + seconds
        while True:
            last = self.call("GET", self.url + "/os-instance-actions")["instanceActions"][0]
            last = self.call("GET", "{}/os-instance-actions/{}".format(self.url, last["request_id"]))["instanceAction"]
            for event in last["events"]:
                lines = (event.get("traceback") or "").split("\n")
                lines = [line.strip() for line in lines if line.strip()]
                if lines:
                    return "{}: {}".format(event["event"], lines[-1])
            if time.monotonic() > end:
                return last["action"]
            time.sleep(0.2)

    def bigger_flavor(self):
        """(name of its flavor, the next bigger one): to make a disk smaller, nova's driver must work in a domU."""

        def size(flavor):
            return flavor["ram"], flavor["disk"], flavor["vcpus"]

        flavors = self.call("GET", self.nova + "/flavors/detail")["flavors"]
        old = self.show()["flavor"]["original_name"]
        (least,) = (size(flavor) for flavor in flavors if flavor["name"] == old)
        bigger = sorted(
            (
                flavor
                for flavor in flavors
                if size(flavor) != least and all(a >= b for a, b in zip(size(flavor), least))
            ),
            key=size,
        )
        if not bigger:
            raise Failed(f"nothing is bigger than {old}")
        return old, bigger[0]

    def migrations(self):
        """(when made, from, to, status), the newest first."""
        found = self.call("GET", f"{self.nova}/os-migrations?instance_uuid={self.id}")["migrations"]
        return sorted(((m["id"], m["source_compute"], m["dest_compute"], m["status"]) for m in found), reverse=True)


def simulator(path, body=None, method=None):
    url = layout.url("xenserver") + "/_sim/" + path
    return http(method or ("GET" if body is None else "POST"), url, body)[0]


def simulated(server):
    """The VMs that the simulator has for a server, rescue VM included, each with its pool: the truth that nova's and
    EC2's words are checked against."""
    return [
        dict(vm, pool=pool)
        for pool, p in sorted(simulator("state")["pools"].items())
        for vm in p["vms"]
        if vm["nova_uuid"] == server
    ]


def pools():
    """{host: pool} of the topology."""
    topology = json.loads(layout.TOPOLOGY.read_text())
    return {host["name"]: pool["name"] for pool in topology["pools"] for host in pool["hosts"]}


def expect(server, *wanted, seconds=30):
    """Exactly these (host, power state) in the simulator, which may be a moment behind nova; else Failed."""
    end = time.monotonic() + seconds
    while True:
        seen = sorted([(vm["host"], vm["state"]) for vm in simulated(server)], key=str)
        if seen == sorted(wanted, key=str):
            return
        if time.monotonic() > end:
            raise Failed(f"the simulator has {seen}, not {list(wanted)}")
        time.sleep(0.2)


def given(usage):
    """The arguments of the command line.  What the runner had nothing to fill in for stays `{name}`: not given."""
    words = [word for word in sys.argv[1:] if not (word.startswith("{") and word.endswith("}"))]
    least = len([word for word in usage.split() if not word.startswith("[")])
    if not least <= len(words) <= len(usage.split()) or {"-h", "--help"} & set(words):
        sys.exit(f"usage: {Path(sys.argv[0]).name} {usage}")
    return words


def report(act, **about):
    """Run act(), which gives what happened as a dict, and print the line."""
    out = dict({"hook": Path(sys.argv[0]).name, "instance": None, "ok": False, "seconds": None}, **about)
    started = time.monotonic()
    try:
        out.update(act())
        out["ok"] = True
    except (Failed, Problem) as e:
        out["error"] = str(e)
    except Exception as e:  # whatever it is, the line is printed
        out["error"] = repr(e)
    out["seconds"] = round(time.monotonic() - started, 2)
    print(json.dumps(out), flush=True)
    if not out["ok"]:
        sys.exit(out["error"])


def on_server(act):
    """A hook on one instance: act(server) gives what happened."""
    (instance,) = given("INSTANCE_ID")

    def found():
        server = Server(server_of(instance))
        return dict(act(server), server=server.id)

    report(found, instance=instance)


def change(action, body, state, *vms):
    """A hook that takes a server into a state by one action; vms: (host, power state) of what the simulator then has,
    where the host True is the server's own."""

    def act(server):
        before = server.show()["status"]
        server.act(action, body)
        after = server.wait(state)
        own = after["OS-EXT-SRV-ATTR:host"]
        expect(server.id, *[(own if host is True else host, power) for host, power in vms])
        return {"from": before, "to": after["status"], "host": own}

    on_server(act)


def begin_move(server, choose):
    """Start to move a server, live, to the first host that choose(source, host, pools) takes."""
    source, where = server.host(), pools()
    targets = [host for host in where if host != source and choose(source, host, where)]
    if not targets:
        raise Failed(f"no host to move to from {source}")
    server.act("os-migrateLive", {"host": targets[0], "block_migration": "auto"})
    return {"from": source, "to": targets[0], "from_pool": where[source], "to_pool": where[targets[0]]}


def move(choose):
    """A hook that moves a server, live, and waits for the end."""

    def act(server):
        before = len(server.migrations())
        moved = begin_move(server, choose)
        end = time.monotonic() + 180
        while True:
            made = server.migrations()
            if len(made) > before and made[0][3] in ENDS:
                break
            if time.monotonic() > end:
                raise Failed(f"not moved after 180 s; migrations: {made[:3]}")
            time.sleep(0.2)
        shown = server.wait("ACTIVE")
        if shown["OS-EXT-SRV-ATTR:host"] != moved["to"]:
            raise Failed("still on {}; migrations: {}".format(moved["from"], made[:3]))
        expect(server.id, (moved["to"], "Running"))
        return moved

    on_server(act)


def within_pool(source, host, pool):
    return pool[host] == pool[source]


def across_pools(source, host, pool):
    return pool[host] != pool[source]

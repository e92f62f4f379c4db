"""The control interface of the simulator: /_sim/ over HTTP, JSON in and out. README.md has the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Collection

from .guests import SHUTDOWNS, Habits
from .values import Failure, Record, Ref
from .world import LOGIN

if TYPE_CHECKING:
    from .pool import Pool
    from .world import World


class Refused(Exception):
    """A rejected request: an HTTP status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Control:
    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, verb: str, path: str, request: Record) -> Record:
        """The response to a request; both are JSON objects."""
        name = "{}_{}".format(verb.lower(), path[len("/_sim/") :])
        act = getattr(self, name, None) if name in ACTIONS else None
        if not act:
            raise Refused(
                404,
                "no {} {}; there is: {}".format(
                    verb,
                    path,
                    ", ".join("{} /_sim/{}".format(a.partition("_")[0].upper(), a.partition("_")[2]) for a in ACTIONS),
                ),
            )
        return act(request)

    def get_state(self, request: Record) -> Record:
        world = self.world
        with world.lock:
            return {
                "calls": world.calls,
                "sessions": len(world.sessions),
                "pools": {pool.name: pool_state(pool) for pool in world.pools},
            }

    def post_mark(self, request: Record) -> Record:
        """Write a line to the call log."""
        self.world.log.write({"mark": take(request, name=str)["name"]})
        return {}

    def get_fault(self, request: Record) -> Record:
        return {"faults": self.world.faults.shown()}

    def post_fault(self, request: Record) -> Record:
        given = take(
            request,
            method=str,
            error=list,
            count=(int, type(None)),
            delay=(int, float),
            match=str,
            optional=("error", "count", "delay", "match"),
        )
        self.known(given["method"])
        if not given.get("error") and not given.get("delay"):
            raise Refused(400, "a fault has an error, a delay or both")
        if not all(isinstance(word, str) for word in given.get("error", [])):
            raise Refused(400, "error is a list of strings: a code and its details")
        if given.get("delay", 0) < 0 or (given.get("count") is not None and given["count"] < 1):
            raise Refused(400, "delay and count are positive; a count of null is endless")
        return {"id": self.world.faults.add(**given)}

    def delete_fault(self, request: Record) -> Record:
        """Remove all, or the one with this id."""
        given = take(request, id=int, optional=("id",))
        cleared = self.world.faults.clear(given.get("id"))
        if "id" in given and not cleared:
            raise Refused(404, f"no fault {given['id']} is waiting")
        return {"cleared": cleared}

    def get_delays(self, request: Record) -> Record:
        return {"delays": dict(self.world.faults.delays)}

    def post_delays(self, request: Record) -> Record:
        """Set these; 0 removes one."""
        for method, seconds in request.items():
            self.known(method)
            if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds < 0:
                raise Refused(400, f"the delay of {method} is no number of seconds")
        delays = {**self.world.faults.delays, **request}
        self.world.faults.delays = {method: s for method, s in delays.items() if s}
        return self.get_delays({})

    def delete_delays(self, request: Record) -> Record:
        self.world.faults.delays = {}
        return self.get_delays({})

    def post_host(self, request: Record) -> Record:
        """Make a host unreachable or reachable; if it was rebooted, without its guests."""
        given = take(request, name=str, away=bool, rebooted=bool, optional=("rebooted",))
        pool, host = self.world.find_host(given["name"])
        if not host:
            raise Refused(404, "no host " + given["name"])
        with self.world.lock:
            if given["away"]:
                pool.host_leaves(host)
            else:
                rebooted = given.get("rebooted", False)
                pool.host_returns(host, rebooted)
                if rebooted:
                    self.world.drop_sessions(host)
            return host_state(pool, host)

    def post_guests(self, request: Record) -> Record:
        """How guests behave: those of a VM (its uuid, or that of nova's server), or all that start from now on."""
        kinds = Habits.keys()
        given = take(request, optional=("uuid", *kinds), uuid=str, **{**kinds, "boot_seconds": (int, float)})
        changes = {key: value for key, value in given.items() if key != "uuid"}
        if changes.get("shutdown", "clean") not in SHUTDOWNS or changes.get("boot_seconds", 0) < 0:
            raise Refused(400, f"shutdown is one of {', '.join(SHUTDOWNS)}; boot_seconds is positive")
        world = self.world
        with world.lock:
            if "uuid" not in given:
                world.habits = world.habits._replace(**changes)
                return world.habits._asdict()
            found = self.vms(given["uuid"])
            for _, _, vm in found:
                vm["_habits"] = vm.get("_habits", world.habits)._replace(**changes)
            return found[0][2]["_habits"]._asdict()

    def delete_guests(self, request: Record) -> Record:
        """Guests that start from now on cooperate again."""
        with self.world.lock:
            self.world.habits = Habits()
            return self.world.habits._asdict()

    def post_storage(self, request: Record) -> Record:
        """late_luns: how many scans of an iSCSI SR find no LUN; relax: dom0's relax-xsm-sr-check (null: absent)."""
        given = take(request, optional=("late_luns", "relax"), late_luns=int, relax=(bool, type(None)))
        with self.world.lock:
            self.world.late_luns = given.get("late_luns", self.world.late_luns)
            if "relax" in given:
                self.world.relaxed = given["relax"]
            return {"late_luns": self.world.late_luns, "relax": self.world.relaxed}

    def vms(self, uuid: str) -> list[tuple[Pool, Ref, Record]]:
        """The VMs with this uuid, or of nova's server with it."""
        found = [
            (pool, ref, vm)
            for pool in self.world.pools
            for ref, vm in pool.db["VM"].items()
            if uuid in (vm["uuid"], vm["other_config"].get("nova_uuid")) and not vm["is_control_domain"]
        ]
        if not found:
            raise Refused(404, "no VM " + uuid)
        return found

    def post_vm(self, request: Record) -> Record:
        """Halt a guest, as if by itself. The uuid is the VM's, or that of nova's server."""
        uuid = take(request, uuid=str)["uuid"]
        with self.world.lock:
            running = [(pool, ref) for pool, ref, vm in self.vms(uuid) if vm["power_state"] == "Running"]
            if not running:
                raise Refused(409, f"VM {uuid} does not run")
            for pool, ref in running:
                pool.halt(ref)
            return {"halted": len(running)}

    def known(self, method: str) -> object:
        try:
            return method == LOGIN or self.world.pools[0].handler(method)
        except Failure:
            raise Refused(400, "no XenAPI call is named " + method) from None


ACTIONS = [name for name in vars(Control) if name.partition("_")[0] in ("get", "post", "delete")]


def take(request: Record, optional: Collection[str] = (), **types: type | tuple[type, ...]) -> Record:
    """The request, after checking its keys and their types."""
    for key in request:
        if key not in types:
            raise Refused(400, f"unknown key {key}; known: {', '.join(types)}")
    for key, kind in types.items():
        if key not in request and key in optional:
            continue
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if key not in request or type(request[key]) not in kinds:
            raise Refused(400, "{} is needed: {}".format(key, " or ".join(k.__name__ for k in kinds)))
    return request


def pool_state(pool: Pool) -> Record:
    return {
        "vms": [vm_state(pool, vm) for vm in pool.db["VM"].values() if not vm["is_control_domain"]],
        "hosts": {name: host_state(pool, host) for name, host in pool.hosts.items()},
        "counts": {cls: len(records) for cls, records in pool.db.items() if records},
    }


def host_state(pool: Pool, host: Ref) -> Record:
    return {
        "away": host in pool.away,
        "enabled": pool.db["host"][host]["enabled"],
        "master": pool.db["pool"][pool.ref]["master"] == host,
        "memory_free": pool.free_memory(host),
    }


def vm_state(pool: Pool, vm: Record) -> Record:
    host = pool.db["host"].get(vm["resident_on"])
    drives = [pool.db["VBD"][vbd] for vbd in vm["VBDs"]]
    return {
        "name": vm["name_label"],
        "uuid": vm["uuid"],
        "nova_uuid": vm["other_config"].get("nova_uuid"),
        "state": vm["power_state"],
        "host": host["name_label"] if host else None,
        "domid": vm["domid"],
        "memory": int(vm["memory_static_max"]),
        "vcpus": int(vm["VCPUs_max"]),
        "macs": [pool.db["VIF"][vif]["MAC"] for vif in vm["VIFs"]],
        "disks": [drive["userdevice"] for drive in drives],
        "volumes": [drive["device"] for drive in drives if drive["other_config"].get("osvol")],
    }

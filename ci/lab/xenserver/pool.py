"""A pool: its records, and the dispatch of XenAPI messages."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Callable, Sequence

from . import model
from .database import Database
from .dom0 import Dom0Calls
from .garbage import Garbage
from .gpu import GPUs
from .guests import Guests
from .host import Hosts
from .membership import Membership
from .messages import Messages
from .migration import Migration
from .network import Networks
from .placement import Placement
from .power import Power
from .records import CLASSES
from .sr import SRs
from .values import NULL, Failure, Record, Ref
from .vbd import VBDs
from .vdi import VDIs
from .vm import VMs

if TYPE_CHECKING:
    from .world import Session, World


class Pool(
    VMs,
    Power,
    Guests,
    Placement,
    Migration,
    VBDs,
    VDIs,
    Garbage,
    SRs,
    Networks,
    Hosts,
    Membership,
    GPUs,
    Dom0Calls,
    Messages,
    Database,
):
    """A method Class_message(session, *arguments) is the XenAPI call Class.message, if the data model declares it; the
    other messages are those that every class has."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__()
        self.world = world
        self.name = name
        self.ref = None  # of its record
        self.hosts = {}  # name -> ref
        self.specs = {}  # name -> what the topology says of the host
        self.away = set()  # hosts that cannot be reached
        self.garbage = {}  # SR -> when its base copies are merged
        self.bridges = 0  # number of bridges created for networks
        self.domids = {}  # host -> the last domid there
        self.xenstore = {}  # (host, domid) -> {path: value}
        self.dom0s = {}  # host -> the state of its plugins

    def handler(self, method: str) -> tuple[Callable[..., Any], int, int]:
        """(function of the session and the arguments, least and most number of arguments)"""
        cls, _, message = method.partition(".")
        if cls in CLASSES and model.message(cls, message):
            own = getattr(self, f"{cls}_{message}", None)
            if own:
                return (own, *arity(own))
            common = self.common_message(cls, message)
            if common:
                return common[0], common[1], common[1]
        raise Failure("MESSAGE_METHOD_UNKNOWN", method)

    def call(self, session: Session, method: str, arguments: Sequence[Any]) -> Any:
        handle, least, most = self.handler(method)
        if not least <= len(arguments) <= most:
            raise Failure(
                "MESSAGE_PARAMETER_COUNT_MISMATCH", method, least if len(arguments) < least else most, len(arguments)
            )
        self.collect_garbage()
        if inspect.ismethod(handle):
            self.check_reachable(method, arguments)
        return handle(session, *arguments)

    def check_reachable(self, method: str, arguments: Sequence[Any]) -> None:
        """Work on an object is done by its host, which must be reachable."""
        host = self.host_of(method.partition(".")[0], *arguments[:1])
        if host in self.away:
            raise Failure("HOST_OFFLINE", host)

    def host_of(self, cls: str, ref: Any = None) -> Ref | None:
        """The host that is responsible for an object, or None."""
        if not isinstance(ref, str) or ref not in self.db[cls]:
            return None
        if cls == "host":
            return ref
        record = self.db[cls][ref]
        if cls in ("VBD", "VIF"):
            record = self.db["VM"][record["VM"]]
        return record["host"] if cls == "PBD" else record.get("resident_on")

    def check_operation(self, cls: str, name: str, ref: Ref) -> None:
        """Failure unless the object's state allows the operation."""
        if cls == "VM":
            self.check_vm(ref, name)
        elif cls == "VBD":
            self.check_vbd(ref, name)
        else:
            self.check_vif(ref, name)

    def named(self, ref: str) -> list[Record]:
        """The record of a reference and, if it is a device, that of its VM."""
        for cls in CLASSES:
            if ref in self.db[cls] and ref != NULL:
                record = self.db[cls][ref]
                return [record] + [self.db["VM"][vm] for vm in [record.get("VM")] if vm in self.db["VM"]]
        return []


def arity(method: Callable[..., Any]) -> tuple[int, int]:
    """(least, most) number of arguments after the session."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    optional = sum(p.default is not p.empty for p in parameters)
    return len(parameters) - optional, len(parameters)

"""All pools, the sessions on them, and the dispatch of calls."""

from __future__ import annotations

import contextlib
import random
import threading
import time
import traceback
import xmlrpc.client
from typing import TYPE_CHECKING, Any, Iterator, Sequence

from . import model
from .calllog import CallLog
from .faults import Faults
from .guests import Habits
from .images import Images
from .operations import LONGEST_WAIT, Call, Operations
from .topology import build, join_host
from .values import Failure, Record, Ref, Unreachable, now

if TYPE_CHECKING:
    from .pool import Pool

LOGIN = "session.login_with_password"
LOGOUT = "session.logout"
ASYNC = "Async."


class Session:
    def __init__(self, pool: Pool, host: Ref) -> None:
        self.pool, self.host = pool, host

    @property
    def host_name(self) -> str:
        return self.pool.db["host"][self.host]["name_label"]


class World:
    """One lock guards all records: a call is atomic, except for its delays."""

    def __init__(self, topology: Record, log: str | None = None, data: str | None = None) -> None:
        self.lock = threading.Lock()
        self.user = topology.get("user", "root")
        self.password = topology.get("password", "simulated")
        self.luns = topology.get("luns", {})  # IQN -> {LUN: bytes}
        self.gc_seconds = topology.get("gc_seconds", 0.0)  # from a scan to the merging of base copies
        self.late_luns = 0  # scans of an iSCSI SR that will not find its LUNs yet
        self.relaxed = True  # dom0's relax-xsm-sr-check; None: not in its configuration
        self.random = random.Random(topology.get("seed"))
        self.habits = Habits()  # of the guests that start from now on
        self.operations = Operations(self.lock, topology.get("operation_wait", LONGEST_WAIT))
        self.images = Images(data, topology.get("glance", False))
        self.faults = Faults(topology.get("delays", {}))
        self.log = CallLog(log)
        self.sessions = {}
        self.staging = {}  # (address, instance uuid) -> {sequence number: VHD}
        self.calls = 0
        self.pools = [build(self, spec) for spec in topology["pools"]]

    @contextlib.contextmanager
    def unlocked(self) -> Iterator[None]:
        """Release the lock during the long part of a call."""
        self.lock.release()
        try:
            yield
        finally:
            self.lock.acquire()

    def find_host(self, name: str) -> tuple[Pool, Ref] | tuple[None, None]:
        for pool in self.pools:
            if name in pool.hosts:
                return pool, pool.hosts[name]
        return None, None

    def master_of(self, address: str, user: str, password: str) -> Pool | None:
        """The pool whose master has this address (hosts can share one: then user@host names it), or None."""
        name, _, host_name = user.partition("@")
        if name != self.user or password != self.password:
            return None
        for pool in self.pools:
            master = pool.db["host"][pool.db["pool"][pool.ref]["master"]]
            if master["name_label"] == host_name if host_name else master["address"] == address:
                return pool
        return None

    def move_host(self, source: Pool, spec: Record, target: Pool | None) -> None:
        """A host leaves its pool for another, or for one of its own; what it had is gone."""
        host = source.hosts[spec["name"]]
        self.drop_sessions(host)
        source.forget_host(host)
        if not source.hosts:
            self.pools.remove(source)
        if target is None:
            self.pools.append(build(self, {"name": spec["name"], "hosts": [spec]}))
        else:
            join_host(target, spec)

    def new_session(self, pool: Pool, host: Ref, originator: str) -> Ref:
        token = pool.create("session", dict(this_host=host, originator=originator))
        self.sessions[token] = Session(pool, host)
        return token

    def drop_sessions(self, host: Ref) -> None:
        for token in [t for t, session in self.sessions.items() if session.host == host]:
            self.end_session(token)

    def end_session(self, token: Ref) -> None:
        self.sessions.pop(token).pool.delete("session", token)

    def session(self, token: Any) -> Session:
        if not isinstance(token, str) or token not in self.sessions:
            raise Failure("SESSION_INVALID", token if isinstance(token, str) else "")
        return self.sessions[token]

    def pool_of(self, token: Ref) -> Pool:
        return self.session(token).pool

    def answer(self, listener: Record, method: str, params: Sequence[Any]) -> Record:
        """The XenAPI result of a call."""
        started, clock = time.time(), time.monotonic()
        self.calls += 1
        host = ""
        try:
            if method == LOGIN:
                value = self.login(listener, params)
            else:
                session = self.session(params[0] if params else "")
                host = session.host_name
                value = self.call(params[0], session, method, list(params[1:]))
            reply = {"Status": "Success", "Value": value}
        except Failure as failure:
            reply = {"Status": "Failure", "ErrorDescription": failure.details}
        except Unreachable:
            self.log.call(started, 0, host, method, params, {"ErrorDescription": ["(unreachable)"]})
            raise
        except Exception as error:
            traceback.print_exc()
            reply = {"Status": "Failure", "ErrorDescription": ["INTERNAL_ERROR", repr(error)]}
        self.log.call(started, 1000 * (time.monotonic() - clock), host, method, params, reply)
        return reply

    def login(self, listener: Record, params: Sequence[Any]) -> Ref:
        """(user, password, API version, originator); the user can name a host: root@xs-a2."""
        if not 2 <= len(params) <= 4:
            raise Failure("MESSAGE_PARAMETER_COUNT_MISMATCH", LOGIN, 4, len(params))
        name, password = str(params[0]), params[1]
        self.faults.strike(None, LOGIN, [name])
        user, _, host_name = name.partition("@")
        pool, host = self.find_host(host_name or listener["hosts"][0])
        if user != self.user or password != self.password or not host:
            raise Failure("SESSION_AUTHENTICATION_FAILED", name, "Authentication failure")
        with self.lock:
            if host in pool.away:
                raise Unreachable(host)
            master = pool.db["pool"][pool.ref]["master"]
            if not host_name and host != master:
                raise Failure("HOST_IS_SLAVE", pool.db["host"][master]["address"])
            return self.new_session(pool, host, str(params[3]) if len(params) == 4 else "")

    def call(self, token: Ref, session: Session, method: str, arguments: Sequence[Any]) -> Any:
        self.check_reachable(session)
        if method == LOGOUT:
            with self.lock:
                self.end_session(token)
            return ""
        if method.startswith(ASYNC):
            return self.start(session, method[len(ASYNC) :], arguments)
        return self.run(session, method, arguments)

    def run(self, session: Session, method: str, arguments: Sequence[Any]) -> Any:
        call = Call()
        with self.operations.progress(session.pool, method, arguments, call):
            self.faults.strike(session.pool, method, arguments, call.sleep)
            with self.lock:
                self.check_reachable(session)
                return session.pool.call(session, method, arguments)

    def check_reachable(self, session: Session) -> None:
        if session.host in session.pool.away:
            raise Unreachable(session.host)

    def start(self, session: Session, method: str, arguments: Sequence[Any]) -> Ref:
        """Start a call in a task. Returns the task."""
        pool = session.pool
        pool.handler(method)
        if not model.asynchronous(*method.split(".", 1)):
            raise Failure("MESSAGE_METHOD_UNKNOWN", ASYNC + method)
        with self.lock:
            task = pool.create("task", dict(name_label=ASYNC + method, created=now(), resident_on=session.host))
        threading.Thread(target=self.work, args=(session, method, arguments, task), daemon=True).start()
        return task

    def work(self, session: Session, method: str, arguments: Sequence[Any], task: Ref) -> None:
        pool, call = session.pool, Call(task)
        try:
            with self.operations.progress(pool, method, arguments, call):
                self.faults.strike(pool, method, arguments, call.sleep)
                with self.lock:
                    value = pool.call(session, method, arguments)
                    result = (
                        xmlrpc.client.dumps((value,)).partition("<param>\n")[2].partition("\n</param>")[0]
                        if value
                        else ""
                    )
                    pool.finish_task(task, status="success", result=result)
        except Exception as error:
            details = error.details if isinstance(error, Failure) else ["INTERNAL_ERROR", repr(error)]
            status = "cancelled" if details[0] == "TASK_CANCELLED" else "failure"
            with self.lock:
                pool.finish_task(task, status=status, error_info=details)

"""Operations in progress: which exclude each other, which cancel others, and how a client waits for them.

As in xapi's message_forwarding.ml (with_vm_operation), xapi_vm_lifecycle.ml, xapi_vbd_helpers.ml, xapi_vif_helpers.ml
and helpers.ml (retry): an operation that another one excludes is tried again until the other has ended, for up to two
hours, and only then fails with OTHER_OPERATION_IN_PROGRESS. The power state is checked first, and fails at once.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Iterator, Sequence

from .values import Failure, Ref, new_ref

if TYPE_CHECKING:
    from .pool import Pool

LONGEST_WAIT = 7200.0  # seconds; Helpers.Policy.standard

# the power states in which a VM allows an operation, in the order in which an error lists them
POWER_STATES = {
    "start": ("Halted",),
    "start_on": ("Halted",),
    "pause": ("Running",),
    "unpause": ("Paused",),
    "suspend": ("Running",),
    "resume": ("Suspended",),
    "resume_on": ("Suspended",),
    "clean_shutdown": ("Running",),
    "hard_shutdown": ("Paused", "Suspended", "Running"),
    "shutdown": ("Paused", "Suspended", "Running"),
    "clean_reboot": ("Running",),
    "hard_reboot": ("Paused", "Running"),
    "pool_migrate": ("Running",),
    "migrate_send": ("Halted", "Suspended", "Running"),
    "destroy": ("Halted", "Suspended"),
}
DEVICE_OPERATIONS = {
    "VBD": ("plug", "unplug", "unplug_force", "insert", "eject"),
    "VIF": ("plug", "unplug", "unplug_force"),
}
# what may begin while others are in progress, and which of them it cancels
CANCELS = {
    "hard_shutdown": ("clean_shutdown", "clean_reboot", "hard_reboot", "pool_migrate", "suspend"),
    "hard_reboot": ("clean_shutdown", "clean_reboot", "pool_migrate", "suspend"),
}
NOT_BESIDE = {"hard_shutdown": ("hard_shutdown",), "hard_reboot": ("hard_shutdown", "hard_reboot")}
# while a VM does this, nothing is plugged into it
NO_PLUGGING = ("clean_shutdown", "hard_shutdown", "suspend", "pause")


class Call:
    """A call under way: its task, and whether somebody has cancelled it."""

    def __init__(self, task: Ref | None = None) -> None:
        self.task = task or new_ref()
        self.cancelled = threading.Event()

    def sleep(self, seconds: float) -> None:
        """Wait; TASK_CANCELLED as soon as the call is cancelled."""
        if self.cancelled.wait(seconds) if seconds else self.cancelled.is_set():
            raise Failure("TASK_CANCELLED", self.task)


class Operations:
    """The operations in progress of all pools. Its condition is on the lock that guards the records."""

    def __init__(self, lock: threading.Lock, longest_wait: float) -> None:
        self.ended = threading.Condition(lock)
        self.longest_wait = longest_wait
        self.calls: dict[Ref, Call] = {}  # by task

    @contextlib.contextmanager
    def progress(self, pool: Pool, method: str, arguments: Sequence[Any], call: Call) -> Iterator[None]:
        """While the body runs, without the lock, the operation is in progress."""
        cls, _, name = method.partition(".")
        ref = arguments[0] if arguments else None
        with self.ended:
            self.calls[call.task] = call
            marked = is_operation(cls, name) and isinstance(ref, str) and ref in pool.db[cls]
            try:
                if marked:
                    self.begin(pool, cls, name, ref, call)
            except BaseException:
                del self.calls[call.task]
                raise
        try:
            yield
        finally:
            with self.ended:
                del self.calls[call.task]
                if marked and ref in pool.db[cls]:
                    pool.db[cls][ref]["current_operations"].pop(call.task, None)
                self.ended.notify_all()

    def begin(self, pool: Pool, cls: str, name: str, ref: Ref, call: Call) -> None:
        deadline = time.monotonic() + self.longest_wait
        while True:
            pool.check_operation(cls, name, ref)
            others = pool.db[cls][ref]["current_operations"]
            hindering = excluded_by(cls, name, list(others.values()))
            if not hindering:
                break
            if call.cancelled.is_set():
                raise Failure("TASK_CANCELLED", call.task)
            if not self.ended.wait(deadline - time.monotonic()):
                raise other_operation(cls, ref, hindering)
        for task, other in others.items():
            if other in CANCELS.get(name, ()) and cls == "VM":
                self.calls[task].cancelled.set()
        others[call.task] = name

    def cancel(self, task: Ref) -> bool:
        """Ask the call of this task to end. Whether there is one."""
        call = self.calls.get(task)
        if call:
            call.cancelled.set()
            self.ended.notify_all()
        return bool(call)


def is_operation(cls: str, name: str) -> bool:
    return (cls == "VM" and name in POWER_STATES) or name in DEVICE_OPERATIONS.get(cls, ())


def excluded_by(cls: str, name: str, others: list[str]) -> list[str]:
    """The operations in progress that this one has to wait for."""
    if cls == "VM" and name in NOT_BESIDE:
        return [other for other in others if other in NOT_BESIDE[name]]
    return others


def other_operation(cls: str, ref: Ref, others: list[str]) -> Failure:
    if cls != "VM":
        return Failure("OTHER_OPERATION_IN_PROGRESS", cls, ref, others[0])
    shown = others[0] if len(others) == 1 else "{" + ",".join(others) + "}"
    return Failure("OTHER_OPERATION_IN_PROGRESS", "VM." + shown, ref)

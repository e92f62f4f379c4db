"""host, pool and task: enabling, memory, reachability."""

from __future__ import annotations

import xmlrpc.client
from typing import TYPE_CHECKING, Any

from .values import Ref, new_ref, now

if TYPE_CHECKING:
    from .world import Session


class Hosts:
    """host.enable, disable, compute_free_memory, get_servertime; task.create, cancel, destroy"""

    def host_compute_free_memory(self, session: Session, host: Ref) -> str:
        self.rec("host", host)
        return str(self.free_memory(host))

    def host_get_servertime(self, session: Session, host: Ref) -> xmlrpc.client.DateTime:
        self.rec("host", host)
        return now()

    def host_enable(self, session: Session, host: Ref) -> str:
        self.rec("host", host)["enabled"] = True
        return ""

    def host_disable(self, session: Session, host: Ref) -> str:
        self.rec("host", host)["enabled"] = False
        return ""

    def task_create(self, session: Session, label: str, description: str) -> Ref:
        return self.create("task", dict(name_label=label, name_description=description, created=now()))

    def task_cancel(self, session: Session, task: Ref) -> str:
        """A request: the call of the task ends with TASK_CANCELLED at its next chance. A task that the client made
        itself has no call, and only notes the request."""
        record = self.rec("task", task)
        if record["status"] == "pending":
            record["current_operations"][new_ref()] = "cancel"
            if self.world.operations.cancel(task):
                record["status"] = "cancelling"
        return ""

    def task_destroy(self, session: Session, task: Ref) -> str:
        self.delete("task", task)
        return ""

    def finish_task(self, task: Ref, **outcome: Any) -> None:
        """Set the result, unless the task was destroyed meanwhile."""
        record = self.db["task"].get(task)
        if record and record["status"] in ("pending", "cancelling"):
            record.update(outcome, progress=1.0, finished=now())

    def host_leaves(self, host: Ref) -> None:
        """Make the host unreachable. The pool assumes that its VMs still run."""
        self.away.add(host)
        self.db["host_metrics"][self.db["host"][host]["metrics"]]["live"] = False
        pool = self.db["pool"][self.ref]
        if pool["master"] == host:
            # as in a pool with high availability, another host takes over
            pool["master"] = next((h for h in self.db["host"] if h not in self.away), host)

    def host_returns(self, host: Ref, rebooted: bool) -> None:
        """Make it reachable again; if it was rebooted, without its guests."""
        self.away.discard(host)
        self.db["host_metrics"][self.db["host"][host]["metrics"]]["live"] = True
        if rebooted:
            self.stop_guests(host)
            self.dom0s[host].reset()

    def stop_guests(self, host: Ref) -> None:
        for vm in self.where("VM", resident_on=host, is_control_domain=False):
            self.halt(vm)

"""GET /vm_rrd: a VM's round-robin database, as nova's diagnostics read it. No guest runs: the values are canned."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .values import Failure

if TYPE_CHECKING:
    from .world import World

PATH = "/vm_rrd"
STEP = 5  # seconds
SOURCE = (
    "<ds><name>{}</name><type>GAUGE</type><minimal_heartbeat>300.0000</minimal_heartbeat><min>0.0</min>"
    "<max>Infinity</max><last_ds>{}</last_ds><value>0.0</value><unknown_sec>0</unknown_sec></ds>"
)


def authorized(world: World, header: str) -> bool:
    """Whether this is HTTP's basic authentication of the pools' user; a user may name a host: root@xs-a2."""
    scheme, _, encoded = header.partition(" ")
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return False
    return (
        scheme.lower() == "basic"
        and user.replace("%40", "@").partition("@")[0] == world.user
        and password == world.password
    )


def document(world: World, uuid: str) -> bytes:
    """Failure UUID_INVALID if no VM has the uuid, VM_BAD_POWER_STATE if it has no domain."""
    with world.lock:
        for pool in world.pools:
            for vm in pool.where("VM", uuid=uuid):
                record = pool.in_state(vm, "Running", "Paused")
                return rrd(record["memory_static_max"], int(record["VCPUs_at_startup"])).encode()
    raise Failure("UUID_INVALID", "VM", uuid)


def rrd(memory: str, cpus: int) -> str:
    values = {"memory": memory, "memory_internal_free": str(int(memory) // 2 // 1024)}
    values.update({f"cpu{n}": "0.05" for n in range(cpus)})
    sources = "".join(SOURCE.format(escape(name), value) for name, value in values.items())
    row = "<row>" + "".join(f"<v>{value}</v>" for value in values.values()) + "</row>"
    archive = (
        "<rra><cf>AVERAGE</cf><pdp_per_row>1</pdp_per_row><params><xff>0.5</xff></params>"
        f"<database>{row}</database></rra>"
    )
    return (
        f"<rrd><version>0003</version><step>{STEP}</step><lastupdate>{int(time.time())}</lastupdate>"
        f"{sources}{archive}</rrd>"
    )

"""Plugins for a guest: its xenstore, console, agent and traffic."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, NoReturn

from ..values import Record
from .errors import PluginError

if TYPE_CHECKING:
    from . import Dom0

VERSION = "2.1"
TRAFFIC = {"bw_in": 1000, "bw_out": 2000}


def get_version(dom0: Dom0) -> str:
    return VERSION


def as_json(text: str) -> str:
    """The result of the plugin is JSON, which a stored value may already be."""
    try:
        json.loads(text)
        return text
    except ValueError:
        return json.dumps(text)


def store(dom0: Dom0, arguments: Record) -> dict[str, str]:
    for vm in dom0.pool.where("VM", resident_on=dom0.host, domid=str(arguments["dom_id"])):
        dom0.pool.report_drivers(dom0.pool.db["VM"][vm])
    return dom0.pool.xenstore.setdefault((dom0.host, str(arguments["dom_id"])), {})


def read_record(dom0: Dom0, arguments: Record) -> str:
    path = arguments["path"]
    value = store(dom0, arguments).get(path)
    # any string is true to the plugin, 'False' too
    if value is None and not arguments.get("ignore_missing_path"):
        raise PluginError(f"cmd: xenstore-read; returncode: 1; stderr: couldn't read path {path}; stdout: ")
    return as_json("None" if value is None else value)


def write_record(dom0: Dom0, arguments: Record) -> str:
    store(dom0, arguments)[arguments["path"]] = arguments["value"]
    return as_json(arguments["value"])


def delete_record(dom0: Dom0, arguments: Record) -> str:
    store(dom0, arguments).pop(arguments["path"], None)
    return as_json("")


def get_console_log(dom0: Dom0, arguments: Record) -> str:
    if "dom_id" not in arguments:
        raise PluginError("Missing dom_id")
    try:
        domid = int(arguments["dom_id"])
    except ValueError:
        raise PluginError("Invalid dom_id") from None
    if not 0 < domid <= dom0.pool.domids.get(dom0.host, 0):
        raise PluginError(f"[Errno 2] No such file or directory: '/var/log/xen/guest/console.{domid}'")
    text = f"simulated console of domain {domid} on {dom0.record['name_label']}\nlogin: "
    return base64.b64encode(zlib.compress(text.encode())).decode()


def fetch_all_bandwidth(dom0: Dom0) -> Record:
    pool = dom0.pool
    return {
        pool.db["VM"][vm]["domid"]: {pool.db["VIF"][vif]["device"]: TRAFFIC for vif in pool.db["VM"][vm]["VIFs"]}
        for vm in pool.where("VM", resident_on=dom0.host, is_control_domain=False)
    }


def no_agent(dom0: Dom0, arguments: Record) -> NoReturn:
    """No guest runs, so no agent responds. The real plugin would wait first."""
    raise PluginError("TIMEOUT: No response from agent within {} seconds.".format(arguments.get("timeout", 30)))


CALLS = {
    ("dom0_plugin_version", "get_version"): get_version,
    ("xenstore", "read_record"): read_record,
    ("xenstore", "write_record"): write_record,
    ("xenstore", "delete_record"): delete_record,
    ("console", "get_console_log"): get_console_log,
    ("bandwidth", "fetch_all_bandwidth"): fetch_all_bandwidth,
    **{
        ("agent", function): no_agent
        for function in ("version", "key_init", "password", "resetnetwork", "inject_file", "agentupdate")
    },
}
PICKLED = {("dom0_plugin_version", "get_version"), ("bandwidth", "fetch_all_bandwidth")}

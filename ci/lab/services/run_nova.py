"""nova's API, conductor, scheduler and a compute for each XenServer host in one process, with
rpc by fake:///, so without a broker."""

import nova.monkey_patch  # first: it patches the standard library
import importlib
import json
import os
import shlex
import sys
from typing import Any, Iterator

import os_vif
from oslo_log import log as logging
from oslo_privsep import priv_context
from oslo_reports import guru_meditation_report as gmr
from oslo_reports import opts as gmr_opts
from oslo_service import service as os_service

from nova import config, objects, service, utils, version
from nova.compute import rpcapi as compute_rpcapi
import nova.conf
from nova.conductor import rpcapi as conductor_rpcapi
from nova.scheduler import rpcapi as scheduler_rpcapi

from process_control.port import is_listening
from process_control.wait import wait_until

import kept_connections
import nova_repairs
import nova_volume_repair

CONF = nova.conf.CONF
MANAGERS = ("nova.conductor.manager", "nova.scheduler.manager", "nova.compute.manager")


def wait_for_others() -> None:
    """While the services are made, nova gets a token from keystone and each driver logs in to its XenServer."""
    for port in map(int, os.environ["LAB_WAIT_PORTS"].split(",")):
        wait_until(lambda p=port: is_listening(os.environ["LAB_ADDRESS"], p), f"port {port} to listen", 60)


def import_managers() -> None:
    """What the services import when they are made, imported while others start; nova has to wait for those anyhow."""
    driver = "nova.virt." + CONF.compute_driver.rpartition(".")[0]
    for name in (*MANAGERS, driver, "nova.api.openstack.compute.routes"):
        importlib.import_module(name)


def computes() -> Iterator[Any]:
    """A service for each host of the topology. The XenServer driver reads [xenserver] only while it is made.

    CONF.host must be the host's name_label, by which VM.pool_migrate looks it up. The simulator takes the host from the
    user's name, since all hosts share one address.
    """
    with open(os.environ["LAB_TOPOLOGY"]) as f:
        topology = json.load(f)
    for pool in topology["pools"]:
        for host in pool["hosts"]:
            CONF.set_override("host", host["name"])
            if os.environ["LAB_HYPERVISOR"] == "xenserver":
                CONF.set_override("connection_username", f"{topology['user']}@{host['name']}", "xenserver")
            yield service.Service.create(host=host["name"], binary="nova-compute", topic=compute_rpcapi.RPC_TOPIC)


def main() -> None:
    """Run until a signal."""
    config.parse_args(sys.argv)
    logging.setup(CONF, "nova")
    gmr_opts.set_defaults(CONF)
    gmr.TextGuruMeditation.setup_autorun(version, conf=CONF)
    priv_context.init(root_helper=shlex.split(utils.get_root_helper()))
    import_managers()
    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    kept_connections.apply()
    nova_repairs.apply(os.environ["LAB_HYPERVISOR"])
    if "volume-migration" in os.environ["LAB_REPAIR"].split(","):
        nova_volume_repair.apply()
    wait_for_others()
    launcher = os_service.ServiceLauncher(CONF)
    for binary, topic in (
        ("nova-conductor", conductor_rpcapi.RPC_TOPIC),
        ("nova-scheduler", scheduler_rpcapi.RPC_TOPIC),
    ):
        launcher.launch_service(service.Service.create(binary=binary, topic=topic))
    for compute in computes():
        launcher.launch_service(compute)
    launcher.launch_service(service.WSGIService("osapi_compute", use_ssl=False))
    launcher.wait()


main()

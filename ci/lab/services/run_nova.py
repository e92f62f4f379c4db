"""nova API, conductor, scheduler and a compute for each XenServer host, in one
process: rpc by fake:///, so no broker."""

import nova.monkey_patch  # first: it patches the standard library
import json
import os
import shlex
import socket
import sys
import time

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

import kept_connections
import nova_repairs

CONF = nova.conf.CONF


def wait_for_others():
    """nova asks keystone for a token, and each driver logs in to its XenServer,
    while the services are made."""
    for port in os.environ["LAB_WAIT_PORTS"].split(","):
        for _ in range(600):
            try:
                socket.create_connection((os.environ["LAB_ADDRESS"], int(port)), 1).close()
                break
            except OSError:
                time.sleep(0.1)


def computes():
    """One for each XenServer host.  The driver reads [xenserver] only while it
    is made.  CONF.host must be the host's name_label (VM.pool_migrate looks it up
    so), and the simulator takes the host from the user name, as all the hosts
    share one address."""
    with open(os.environ["LAB_TOPOLOGY"]) as f:
        topology = json.load(f)
    for pool in topology["pools"]:
        for host in pool["hosts"]:
            CONF.set_override("host", host["name"])
            CONF.set_override("connection_username", f"{topology['user']}@{host['name']}", "xenserver")
            yield service.Service.create(host=host["name"], binary="nova-compute", topic=compute_rpcapi.RPC_TOPIC)


def main():
    config.parse_args(sys.argv)
    logging.setup(CONF, "nova")
    gmr_opts.set_defaults(CONF)
    gmr.TextGuruMeditation.setup_autorun(version, conf=CONF)
    priv_context.init(root_helper=shlex.split(utils.get_root_helper()))
    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    kept_connections.apply()
    nova_repairs.apply()
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

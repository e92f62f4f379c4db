"""cinder's API, scheduler and volume service in one process (rpc: fake:///)."""

import eventlet

eventlet.monkey_patch()
# eventlet leaves the original threading module with its own table of threads
import __original_module_threading as original
import threading

original.current_thread.__globals__["_active"] = threading._active

import sys

from oslo_config import cfg
from oslo_log import log as logging
from oslo_reports import guru_meditation_report as gmr
from oslo_reports import opts as gmr_opts
from oslo_service import service as os_service

from cinder import i18n

i18n.enable_lazy()
from cinder import coordination, objects, rpc, service, utils, version
from cinder.common import config, constants

import kept_connections

CONF = cfg.CONF
host_opt = cfg.StrOpt("backend_host")
CONF.register_cli_opt(host_opt)
CONF.register_opt(cfg.StrOpt("cluster"))


def main() -> None:
    """Run until a signal."""
    kept_connections.apply()
    objects.register_all()
    CONF(sys.argv[1:], project="cinder", version=version.version_string())
    config.set_middleware_defaults()
    logging.setup(CONF, "cinder")
    gmr_opts.set_defaults(CONF)
    gmr.TextGuruMeditation.setup_autorun(version, conf=CONF)
    utils.monkey_patch()
    coordination.COORDINATOR.start()
    rpc.init(CONF)
    launcher = os_service.ServiceLauncher(CONF)
    launcher.launch_service(service.Service.create(binary="cinder-scheduler"))
    for backend in CONF.enabled_backends:
        CONF.register_opt(host_opt, group=backend)
        launcher.launch_service(
            service.Service.create(
                host=f"{CONF.host}@{backend}", service_name=backend, binary=constants.VOLUME_BINARY, coordination=False
            )
        )
    launcher.launch_service(service.WSGIService("osapi_volume"))
    launcher.wait()


main()

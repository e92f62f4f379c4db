"""keystone, placement or neutron under waitress: run_wsgi.py NAME ETC PORT."""

import os
import sys

import waitress

import kept_connections

kept_connections.apply()
name, etc, port = sys.argv[1:4]
sys.argv = [name]
threads = 6
if name == "keystone":
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = etc
    from keystone.server import wsgi

    app = wsgi.initialize_public_application()
elif name == "placement":
    os.environ["OS_PLACEMENT_CONFIG_DIR"] = etc
    from placement import wsgi

    app = wsgi.init_application()
else:
    # One thread: requests run one after another. neutron-server (eventlet) on
    # SQLite lets two half-done transactions of one process wait for each other
    # for the whole SQLite timeout, then fail with "database is locked".
    threads = 1
    os.environ["OS_NEUTRON_CONFIG_DIR"] = etc
    os.environ["OS_NEUTRON_CONFIG_FILES"] = "neutron.conf"
    import neutron_repairs

    neutron_repairs.apply()
    from neutron import server

    app = server.get_application()
waitress.serve(app, host="127.0.0.1", port=int(port), threads=threads, ident=None)

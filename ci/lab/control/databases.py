"""The databases of an empty cloud."""

import getpass
import grp
import os

from . import layout, settings
from .tools import Tool, run


def make() -> None:
    """Run two chains at the same time: nova's migrations take as long as all the others."""
    config = {
        name: ("--config-file", layout.CLOUD / "etc" / (name + ".conf"))
        for name in ("keystone", "placement", "glance-api", "neutron", "cinder", "nova", "ec2api")
    }
    keystone = ("keystone-manage", *config["keystone"])
    owner = ("--keystone-user", getpass.getuser(), "--keystone-group", grp.getgrgid(os.getgid()).gr_name)
    v3 = layout.url("keystone") + "/v3"
    nova = ("nova-manage", *config["nova"])
    run(
        (
            Tool("database-keystone", *keystone, "db_sync"),
            Tool("keys-fernet", *keystone, "fernet_setup", *owner),
            Tool("keys-credentials", *keystone, "credential_setup", *owner),
            Tool(
                "keystone-bootstrap",
                *keystone,
                "bootstrap",
                "--bootstrap-password",
                layout.PASSWORD,
                "--bootstrap-public-url",
                v3,
                "--bootstrap-internal-url",
                v3,
                "--bootstrap-admin-url",
                v3,
                "--bootstrap-region-id",
                layout.REGION,
            ),
            Tool("database-placement", "placement-manage", *config["placement"], "db", "sync"),
            Tool("database-glance", "glance-manage", *config["glance-api"], "db_sync"),
            Tool("database-neutron", layout.SERVICES / "neutron_schema.py", *config["neutron"]),
            Tool("database-cinder", "cinder-manage", *config["cinder"], "db", "sync"),
            Tool("database-ec2api", "ec2-api-manage", *config["ec2api"], "db_sync"),
        ),
        (
            Tool("database-nova-api", *nova, "api_db", "sync"),
            Tool(
                "database-nova-cell0",
                *nova,
                "cell_v2",
                "map_cell0",
                "--database_connection",
                settings.database_url("nova_cell0"),
            ),
            Tool("database-nova", *nova, "db", "sync"),
            Tool("database-nova-cell1", *nova, "cell_v2", "create_cell", "--name", "cell1"),
        ),
    )


def map_computes() -> None:
    """Let nova find the compute services that have reported; from then on it schedules to them."""
    run(
        [
            Tool(
                "nova-discover-hosts",
                "nova-manage",
                "--config-file",
                layout.CLOUD / "etc" / "nova.conf",
                "cell_v2",
                "discover_hosts",
            )
        ]
    )

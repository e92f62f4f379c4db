"""A connection to the endpoint that the environment names; and waiting, which boto leaves to its users."""

import os
import time

import boto.vpc
from boto.regioninfo import RegionInfo

try:
    from urllib.parse import urlsplit
except ImportError:  # Python 2
    from urlparse import urlsplit

SECONDS = 1200


def connect():
    url, region = urlsplit(os.environ["EC2_URL"]), os.environ["AWS_REGION"]
    connection = boto.vpc.VPCConnection(
        is_secure=url.scheme == "https", port=url.port, region=RegionInfo(name=region, endpoint=url.hostname)
    )
    connection.auth_region_name = region
    connection.auth_service_name = "ec2"
    return connection


def wait(what, is_reached):
    """What `what()` returns, once `is_reached` holds for it."""
    deadline = time.time() + SECONDS
    while True:
        found = what()
        if is_reached(found):
            return found
        if time.time() > deadline:
            raise RuntimeError("still %s" % found)
        time.sleep(2)

"""The driver, connected to the endpoint that the environment names; and waiting, which the driver leaves to its users."""

import os
import time
from urllib.parse import urlsplit

from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

SECONDS = 1200


def connect():
    url = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    driver = get_driver(Provider.EC2)(
        os.environ["AWS_ACCESS_KEY_ID"],
        os.environ["AWS_SECRET_ACCESS_KEY"],
        secure=url.scheme == "https",
        host=url.hostname,
        port=url.port,
    )
    driver.region_name = os.environ["AWS_REGION"]  # the constructor takes Amazon's own regions only
    return driver


def wait(what, is_reached):
    """What `what()` returns, once `is_reached` holds for it."""
    deadline = time.monotonic() + SECONDS
    while True:
        found = what()
        if is_reached(found):
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {found}")
        time.sleep(2)

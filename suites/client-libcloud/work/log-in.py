"""log-in.py"""

from connect import connect
from say import say

driver = connect()
say(
    zones=[location.availability_zone.name for location in driver.list_locations()],
    images=len(driver.list_images(ex_owner="self")),
    instances=len(driver.list_nodes()),
    vpcs=len(driver.ex_list_networks()),
)

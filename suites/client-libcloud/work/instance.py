"""instance.py NAME IMAGE TYPE SUBNET"""

import sys

from connect import connect, wait
from libcloud.compute.base import NodeSize
from say import say

name, image, kind, subnet = sys.argv[1:]
driver = connect()
size = NodeSize(kind, kind, 0, 0, 0, 0, driver)  # the driver lists Amazon's own regions and types alone
subnet = driver.ex_list_subnets(subnet_ids=[subnet])[0]
node = driver.create_node(name, size, driver.get_image(image), ex_subnet=subnet)
states = []


def reach(state):
    shown = wait(lambda: driver.list_nodes(ex_node_ids=[node.id])[0], lambda shown: shown.extra["status"] == state)
    states.append(shown.extra["status"])
    return shown


reach("running")
driver.ex_create_tags(node, {"Name": name})
driver.ex_stop_node(node)
reach("stopped")
driver.ex_start_node(node)
shown = reach("running")
driver.destroy_node(node)
reach("terminated")
say(states=states, subnet=shown.extra["subnet_id"], name=shown.name)

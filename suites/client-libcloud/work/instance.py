"""instance.py NAME IMAGE TYPE SUBNET"""

import sys

from connect import connect, wait
from say import say

name, image, kind, subnet = sys.argv[1:]
driver = connect()
size = [size for size in driver.list_sizes() if size.id == kind]
if not size:
    from libcloud.compute.base import NodeSize

    size = [NodeSize(kind, kind, 0, 0, 0, 0, driver)]  # the driver lists Amazon's own types only
subnet = driver.ex_list_subnets(subnet_ids=[subnet])[0]
node = driver.create_node(name, size[0], driver.get_image(image), ex_subnet=subnet)
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

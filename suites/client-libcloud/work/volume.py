"""volume.py NAME ZONE INSTANCE"""

import sys

from connect import connect, wait
from say import say

name, zone, instance = sys.argv[1:]
driver = connect()
location = [one for one in driver.list_locations() if one.availability_zone.name == zone][0]
volume = driver.create_volume(1, name, location=location, ex_volume_type="gp2")
states = []


def shown():
    return [one for one in driver.list_volumes(ex_filters={"volume-id": volume.id})][0]


def reach(state):
    found = wait(shown, lambda found: found.extra["state"] == state)
    states.append(found.extra["state"])
    return found


reach("available")
node = driver.list_nodes(ex_node_ids=[instance])[0]
driver.attach_volume(node, volume, "/dev/sdf")
attached = reach("in-use")
driver.detach_volume(attached)
reach("available")
driver.destroy_volume(volume)
say(size=attached.size, attached=attached.extra["instance_id"], states=states)

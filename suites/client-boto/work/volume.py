"""volume.py NAME ZONE INSTANCE"""

import sys

from connect import connect, wait
from say import say

name, zone, instance = sys.argv[1:]
ec2 = connect()
volume = ec2.create_volume(1, zone)
states = []


def reach(state):
    wait(volume.update, lambda found: found == state)
    states.append(volume.status)


reach("available")
volume.add_tag("Name", name)
volume.attach(instance, "/dev/sdf")
reach("in-use")
shown = ec2.get_all_volumes([volume.id])[0]
volume.detach()
reach("available")
volume.delete()
say(size=shown.size, attached=shown.attach_data.instance_id, states=states)

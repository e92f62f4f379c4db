"""instance.py NAME IMAGE TYPE SUBNET"""

import sys

from connect import connect, wait
from say import say

name, image, kind, subnet = sys.argv[1:]
ec2 = connect()
instance = ec2.run_instances(image, instance_type=kind, subnet_id=subnet).instances[0]
states = []


def reach(state):
    wait(instance.update, lambda found: found == state)
    states.append(instance.state)


reach("running")
instance.add_tag("Name", name)
instance.stop()
reach("stopped")
instance.start()
reach("running")
shown = ec2.get_only_instances([instance.id])[0]
instance.terminate()
reach("terminated")
say(states=states, subnet=shown.subnet_id, name=shown.tags["Name"])

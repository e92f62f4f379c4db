"""image.py NAME INSTANCE"""

import sys

from connect import connect, wait
from say import say

name, instance = sys.argv[1:]
ec2 = connect()
image = ec2.create_image(instance, name, no_reboot=True)


def shown():
    return ec2.get_all_images([image])[0]


found = wait(shown, lambda found: found.state == "available")
ec2.deregister_image(image, delete_snapshot=True)
say(name=found.name, state=found.state)

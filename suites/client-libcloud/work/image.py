"""image.py NAME INSTANCE"""

import sys

from connect import connect, wait
from say import say

name, instance = sys.argv[1:]
driver = connect()
node = driver.list_nodes(ex_node_ids=[instance])[0]
image = driver.create_image(node, name)


def shown():
    return driver.list_images(ex_image_ids=[image.id])[0]


found = wait(shown, lambda found: found.extra["state"] == "available")
driver.delete_image(image)
say(name=found.name, state=found.extra["state"])

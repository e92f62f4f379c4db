"""snapshot.py NAME VOLUME"""

import sys

from connect import connect, wait
from say import say

name, volume = sys.argv[1:]
driver = connect()
volume = driver.list_volumes(ex_filters={"volume-id": volume})[0]
snapshot = driver.create_volume_snapshot(volume, name)


def shown():
    return [one for one in driver.list_volume_snapshots(volume) if one.id == snapshot.id][0]


found = wait(shown, lambda found: found.extra["state"] == "completed")
driver.destroy_volume_snapshot(snapshot)
say(volume=found.extra["volume_id"], state=found.extra["state"], size=found.size)

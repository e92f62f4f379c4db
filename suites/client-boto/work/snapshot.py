"""snapshot.py NAME VOLUME"""

import sys

from connect import connect, wait
from say import say

name, volume = sys.argv[1:]
ec2 = connect()
snapshot = ec2.create_snapshot(volume, name)


def shown():
    return [one for one in ec2.get_all_snapshots(owner="self") if one.id == snapshot.id][0]


found = wait(shown, lambda found: found.status == "completed")
snapshot.delete()
say(volume=found.volume_id, state=found.status, size=found.volume_size)

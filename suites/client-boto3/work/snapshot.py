"""snapshot.py NAME VOLUME"""

import sys

import boto3
from say import say

name, volume = sys.argv[1:]
ec2 = boto3.client("ec2")
snapshot = ec2.create_snapshot(VolumeId=volume, Description=name)["SnapshotId"]
ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot])
pages = ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"])
shown = [one for page in pages for one in page["Snapshots"] if one["SnapshotId"] == snapshot][0]
ec2.delete_snapshot(SnapshotId=snapshot)
say(volume=shown["VolumeId"], state=shown["State"], size=shown["VolumeSize"], description=shown["Description"])

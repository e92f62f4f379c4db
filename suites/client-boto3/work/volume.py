"""volume.py NAME ZONE INSTANCE"""

import sys

import boto3
from say import say

name, zone, instance = sys.argv[1:]
ec2 = boto3.client("ec2")
volume = ec2.create_volume(AvailabilityZone=zone, Size=1)["VolumeId"]
states = []


def wait(waiter):
    ec2.get_waiter(waiter).wait(VolumeIds=[volume])
    shown = ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]
    states.append(shown["State"])
    return shown


wait("volume_available")
ec2.create_tags(Resources=[volume], Tags=[{"Key": "Name", "Value": name}])
ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
attached = wait("volume_in_use")
ec2.detach_volume(VolumeId=volume)
wait("volume_available")
ec2.delete_volume(VolumeId=volume)
ec2.get_waiter("volume_deleted").wait(VolumeIds=[volume])
attachment = attached["Attachments"][0]
say(size=attached["Size"], attached=attachment["InstanceId"], at=attachment["AttachTime"].isoformat(), states=states)

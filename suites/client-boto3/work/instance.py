"""instance.py NAME IMAGE TYPE SUBNET"""

import sys

import boto3
from say import say

name, image, kind, subnet = sys.argv[1:]
ec2 = boto3.client("ec2")
launched = ec2.run_instances(ImageId=image, InstanceType=kind, SubnetId=subnet, MinCount=1, MaxCount=1)["Instances"][0]
instance = launched["InstanceId"]
states = []


def wait(waiter):
    ec2.get_waiter(waiter).wait(InstanceIds=[instance])
    shown = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    states.append(shown["State"]["Name"])
    return shown


wait("instance_running")
ec2.create_tags(Resources=[instance], Tags=[{"Key": "Name", "Value": name}])
ec2.stop_instances(InstanceIds=[instance])
wait("instance_stopped")
ec2.start_instances(InstanceIds=[instance])
shown = wait("instance_running")
ec2.terminate_instances(InstanceIds=[instance])
wait("instance_terminated")
tags = {tag["Key"]: tag["Value"] for tag in shown["Tags"]}
say(states=states, subnet=shown["SubnetId"], name=tags["Name"], launched=shown["LaunchTime"].isoformat())

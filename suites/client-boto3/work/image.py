"""image.py NAME INSTANCE"""

import sys

import boto3
from say import say

name, instance = sys.argv[1:]
ec2 = boto3.client("ec2")
image = ec2.create_image(InstanceId=instance, Name=name, NoReboot=True)["ImageId"]
ec2.get_waiter("image_available").wait(ImageIds=[image])
shown = ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": [name]}])["Images"][0]
ec2.deregister_image(ImageId=image)
snapshots = [mapping["Ebs"]["SnapshotId"] for mapping in shown["BlockDeviceMappings"] if "Ebs" in mapping]
for snapshot in snapshots:
    ec2.delete_snapshot(SnapshotId=snapshot)
say(name=shown["Name"], state=shown["State"], snapshots=len(snapshots))

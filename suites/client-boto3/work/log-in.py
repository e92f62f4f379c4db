"""log-in.py REGION"""

import sys

import boto3
from say import say

session = boto3.session.Session(region_name=sys.argv[1])
caller = session.client("sts").get_caller_identity()
ec2 = session.client("ec2")
say(
    account=caller["Account"],
    regions=[region["RegionName"] for region in ec2.describe_regions()["Regions"]],
    zones=len(ec2.describe_availability_zones()["AvailabilityZones"]),
    images=len(ec2.describe_images(Owners=["self"])["Images"]),
    instances=len([one for page in ec2.get_paginator("describe_instances").paginate() for one in page["Reservations"]]),
    vpcs=len([one for page in ec2.get_paginator("describe_vpcs").paginate() for one in page["Vpcs"]]),
)

"""address.py NAME"""

import sys

import boto3
from say import say

name = sys.argv[1]
ec2 = boto3.client("ec2")
allocated = ec2.allocate_address(Domain="vpc")
ec2.create_tags(Resources=[allocated["AllocationId"]], Tags=[{"Key": "Name", "Value": name}])


def shown():
    return ec2.describe_addresses(Filters=[{"Name": "public-ip", "Values": [allocated["PublicIp"]]}])["Addresses"]


before = shown()
ec2.release_address(AllocationId=allocated["AllocationId"])
say(domain=before[0]["Domain"], found=len(before), left=len(shown()))

"""security-group.py NAME VPC"""

import sys

import boto3
from say import say

name, vpc = sys.argv[1:]
ec2 = boto3.client("ec2")
group = ec2.create_security_group(GroupName=name, Description="of a client", VpcId=vpc)["GroupId"]
ec2.get_waiter("security_group_exists").wait(GroupIds=[group])


def rule(port):
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}


def ports():
    shown = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    return sorted(permission["FromPort"] for permission in shown["IpPermissions"])


ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(22), rule(443)])
before = ports()
ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule(22)])
after = ports()
ec2.delete_security_group(GroupId=group)
say(ports=before, left=after)

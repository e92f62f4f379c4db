"""key-pair.py NAME"""

import sys

import boto3
from say import say

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqZ8R7Wb9u6hJ2k1l3m4n5o6p7q8r9s0t1u2v3w4x5y example"

name = sys.argv[1]
ec2 = boto3.client("ec2")
created = ec2.create_key_pair(KeyName=name, TagSpecifications=[{"ResourceType": "key-pair", "Tags": [{"Key": "Name", "Value": name}]}])
ec2.import_key_pair(KeyName=name + "-imported", PublicKeyMaterial=KEY.encode())
ec2.get_waiter("key_pair_exists").wait(KeyNames=[name, name + "-imported"])


def found():
    pairs = ec2.describe_key_pairs(Filters=[{"Name": "key-name", "Values": [name + "*"]}])["KeyPairs"]
    return sorted(pair["KeyName"] for pair in pairs)


before = found()
for one in before:
    ec2.delete_key_pair(KeyName=one)
say(material=created["KeyMaterial"].startswith("-----BEGIN"), found=before, left=found())

"""key-pair.py NAME"""

import sys

from connect import connect
from say import say

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqZ8R7Wb9u6hJ2k1l3m4n5o6p7q8r9s0t1u2v3w4x5y example"

name = sys.argv[1]
ec2 = connect()
created = ec2.create_key_pair(name)
ec2.import_key_pair(name + "-imported", KEY.encode())


def found():
    return sorted(pair.name for pair in ec2.get_all_key_pairs() if pair.name.startswith(name))


before = found()
for one in before:
    ec2.delete_key_pair(one)
say(material=created.material.startswith("-----BEGIN"), found=before, left=found())

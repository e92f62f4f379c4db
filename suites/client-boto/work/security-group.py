"""security-group.py NAME VPC"""

import sys

from connect import connect
from say import say

name, vpc = sys.argv[1:]
ec2 = connect()
group = ec2.create_security_group(name, "of a client", vpc_id=vpc)
for port in (22, 443):
    group.authorize("tcp", port, port, "203.0.113.0/24")


def ports():
    return sorted(int(rule.from_port) for rule in ec2.get_all_security_groups(group_ids=[group.id])[0].rules)


before = ports()
group.revoke("tcp", 22, 22, "203.0.113.0/24")
after = ports()
group.delete()
say(ports=before, left=after)

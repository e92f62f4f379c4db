"""security-group.py NAME VPC"""

import sys

from connect import connect
from say import say

name, vpc = sys.argv[1:]
driver = connect()
group = driver.ex_create_security_group(name, "of a client", vpc_id=vpc)["group_id"]
for port in (22, 443):
    driver.ex_authorize_security_group_ingress(group, port, port, cidr_ips=["203.0.113.0/24"])


def ports():
    shown = driver.ex_get_security_groups(group_ids=[group])[0]
    return sorted(int(rule["from_port"]) for rule in shown.ingress_rules)


before = ports()
driver.ex_revoke_security_group_ingress(group, 22, 22, cidr_ips=["203.0.113.0/24"])
after = ports()
driver.ex_delete_security_group_by_id(group)
say(ports=before, left=after)

"""network.py NAME ZONE"""

import sys

from connect import connect
from say import say

name, zone = sys.argv[1:]
ec2 = connect()
vpc = ec2.create_vpc("10.30.0.0/16")
vpc.add_tag("Name", name)
subnet = ec2.create_subnet(vpc.id, "10.30.1.0/24", availability_zone=zone)
gateway = ec2.create_internet_gateway()
ec2.attach_internet_gateway(gateway.id, vpc.id)
table = ec2.create_route_table(vpc.id)
ec2.create_route(table.id, "0.0.0.0/0", gateway_id=gateway.id)
association = ec2.associate_route_table(table.id, subnet.id)

shown = ec2.get_all_vpcs(filters={"tag:Name": name})[0]
subnets = ec2.get_all_subnets(filters={"vpc-id": vpc.id})
routes = ec2.get_all_route_tables([table.id])[0].routes

ec2.disassociate_route_table(association)
ec2.delete_route_table(table.id)
ec2.detach_internet_gateway(gateway.id, vpc.id)
ec2.delete_internet_gateway(gateway.id)
ec2.delete_subnet(subnet.id)
ec2.delete_vpc(vpc.id)
say(
    state=shown.state,
    zone=subnets[0].availability_zone,
    targets=[route.destination_cidr_block for route in routes if route.gateway_id == gateway.id],
)

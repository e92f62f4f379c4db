"""network.py NAME ZONE"""

import sys

from connect import connect, wait
from say import say

name, zone = sys.argv[1:]
driver = connect()
vpc = driver.ex_create_network("10.30.0.0/16", name=name)
wait(lambda: driver.ex_list_networks(network_ids=[vpc.id])[0].extra["state"], "available".__eq__)
subnet = driver.ex_create_subnet(vpc.id, "10.30.1.0/24", zone, name=name)
gateway = driver.ex_create_internet_gateway(name=name)
driver.ex_attach_internet_gateway(gateway, vpc)
table = driver.ex_create_route_table(vpc, name=name)
driver.ex_create_route(table, "0.0.0.0/0", internet_gateway=gateway)
driver.ex_associate_route_table(table, subnet)

shown = driver.ex_list_networks(filters={"tag:Name": name})[0]
subnets = driver.ex_list_subnets(filters={"vpc-id": vpc.id})
table = driver.ex_list_route_tables(route_table_ids=[table.id])[0]

driver.ex_dissociate_route_table(table.subnet_associations[0])
driver.ex_delete_route_table(table)
driver.ex_detach_internet_gateway(gateway, vpc)
driver.ex_delete_internet_gateway(gateway)
driver.ex_delete_subnet(subnet)
driver.ex_delete_network(vpc)
say(
    state=shown.extra["state"],
    zone=subnets[0].extra["zone"],
    targets=[route.cidr for route in table.routes if route.gateway_id == gateway.id],
)

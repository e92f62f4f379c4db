// network.js NAME ZONE

const { waitUntilSubnetAvailable, waitUntilVpcAvailable } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

run(async ({ ec2, within }, name, zone) => {
  const { VpcId } = (await ec2.createVpc({ CidrBlock: "10.30.0.0/16" })).Vpc;
  await waitUntilVpcAvailable(within, { VpcIds: [VpcId] });
  await ec2.createTags({ Resources: [VpcId], Tags: [{ Key: "Name", Value: name }] });
  const { SubnetId } = (await ec2.createSubnet({ VpcId, CidrBlock: "10.30.1.0/24", AvailabilityZone: zone })).Subnet;
  await waitUntilSubnetAvailable(within, { SubnetIds: [SubnetId] });
  const { InternetGatewayId } = (await ec2.createInternetGateway({})).InternetGateway;
  await ec2.attachInternetGateway({ InternetGatewayId, VpcId });
  const { RouteTableId } = (await ec2.createRouteTable({ VpcId })).RouteTable;
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: InternetGatewayId });
  const { AssociationId } = await ec2.associateRouteTable({ RouteTableId, SubnetId });

  const shown = (await ec2.describeVpcs({ Filters: [{ Name: "tag:Name", Values: [name] }] })).Vpcs[0];
  const subnets = (await ec2.describeSubnets({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] })).Subnets;
  const routes = (await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] })).RouteTables[0].Routes;

  await ec2.disassociateRouteTable({ AssociationId });
  await ec2.deleteRouteTable({ RouteTableId });
  await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
  await ec2.deleteInternetGateway({ InternetGatewayId });
  await ec2.deleteSubnet({ SubnetId });
  await ec2.deleteVpc({ VpcId });
  const targets = routes.filter((route) => route.GatewayId === InternetGatewayId);
  return {
    state: shown.State,
    zone: subnets[0].AvailabilityZone,
    targets: targets.map((route) => route.DestinationCidrBlock),
  };
});

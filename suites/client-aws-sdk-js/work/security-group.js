// security-group.js NAME VPC

const { waitUntilSecurityGroupExists } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

const rule = (port) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: "203.0.113.0/24" }] });

run(async ({ ec2, within }, name, vpc) => {
  const { GroupId } = await ec2.createSecurityGroup({ GroupName: name, Description: "of a client", VpcId: vpc });
  await waitUntilSecurityGroupExists(within, { GroupIds: [GroupId] });
  const find = async () => {
    const shown = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
    return shown.SecurityGroups[0].IpPermissions.map((one) => one.FromPort).sort((one, other) => one - other);
  };
  await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [rule(22), rule(443)] });
  const ports = await find();
  await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: [rule(22)] });
  const left = await find();
  await ec2.deleteSecurityGroup({ GroupId });
  return { ports, left };
});

// image.js NAME INSTANCE

const { waitUntilImageAvailable } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

run(async ({ ec2, within }, name, instance) => {
  const { ImageId } = await ec2.createImage({ InstanceId: instance, Name: name, NoReboot: true });
  await waitUntilImageAvailable(within, { ImageIds: [ImageId] });
  const named = { Owners: ["self"], Filters: [{ Name: "name", Values: [name] }] };
  const shown = (await ec2.describeImages(named)).Images[0];
  await ec2.deregisterImage({ ImageId });
  const snapshots = shown.BlockDeviceMappings.filter((mapping) => mapping.Ebs).map((mapping) => mapping.Ebs.SnapshotId);
  for (const SnapshotId of snapshots) await ec2.deleteSnapshot({ SnapshotId });
  return { name: shown.Name, state: shown.State, snapshots: snapshots.length };
});

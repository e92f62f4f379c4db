// snapshot.js NAME VOLUME

const { paginateDescribeSnapshots, waitUntilSnapshotCompleted } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

run(async ({ ec2, within }, name, volume) => {
  const { SnapshotId } = await ec2.createSnapshot({ VolumeId: volume, Description: name });
  await waitUntilSnapshotCompleted(within, { SnapshotIds: [SnapshotId] });
  let shown;
  for await (const page of paginateDescribeSnapshots({ client: ec2 }, { OwnerIds: ["self"] })) {
    shown = page.Snapshots.find((one) => one.SnapshotId === SnapshotId) ?? shown;
  }
  await ec2.deleteSnapshot({ SnapshotId });
  return { volume: shown.VolumeId, state: shown.State, size: shown.VolumeSize, description: shown.Description };
});

// volume.js NAME ZONE INSTANCE

const { waitUntilVolumeAvailable, waitUntilVolumeDeleted, waitUntilVolumeInUse } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

run(async ({ ec2, within }, name, zone, instance) => {
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: zone, Size: 1 });
  const one = { VolumeIds: [VolumeId] };
  const states = [];
  const reach = async (wait) => {
    await wait(within, one);
    const shown = (await ec2.describeVolumes(one)).Volumes[0];
    states.push(shown.State);
    return shown;
  };
  await reach(waitUntilVolumeAvailable);
  await ec2.createTags({ Resources: [VolumeId], Tags: [{ Key: "Name", Value: name }] });
  await ec2.attachVolume({ VolumeId, InstanceId: instance, Device: "/dev/sdf" });
  const shown = await reach(waitUntilVolumeInUse);
  await ec2.detachVolume({ VolumeId });
  await reach(waitUntilVolumeAvailable);
  await ec2.deleteVolume({ VolumeId });
  await waitUntilVolumeDeleted(within, one);
  const [attachment] = shown.Attachments;
  return { size: shown.Size, attached: attachment.InstanceId, at: attachment.AttachTime.toISOString(), states };
});

// instance.js NAME IMAGE TYPE SUBNET

const {
  waitUntilInstanceRunning,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
} = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

run(async ({ ec2, within }, name, image, kind, subnet) => {
  const launch = { ImageId: image, InstanceType: kind, SubnetId: subnet, MinCount: 1, MaxCount: 1 };
  const { InstanceId } = (await ec2.runInstances(launch)).Instances[0];
  const one = { InstanceIds: [InstanceId] };
  const states = [];
  const reach = async (wait) => {
    await wait(within, one);
    const shown = (await ec2.describeInstances(one)).Reservations[0].Instances[0];
    states.push(shown.State.Name);
    return shown;
  };
  await reach(waitUntilInstanceRunning);
  await ec2.createTags({ Resources: [InstanceId], Tags: [{ Key: "Name", Value: name }] });
  await ec2.stopInstances(one);
  await reach(waitUntilInstanceStopped);
  await ec2.startInstances(one);
  const shown = await reach(waitUntilInstanceRunning);
  await ec2.terminateInstances(one);
  await reach(waitUntilInstanceTerminated);
  const tag = shown.Tags.find((tag) => tag.Key === "Name");
  return { states, subnet: shown.SubnetId, name: tag.Value, launched: shown.LaunchTime.toISOString() };
});

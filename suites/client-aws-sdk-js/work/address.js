// address.js NAME

const { run } = require("./run.js");

run(async ({ ec2 }, name) => {
  const { AllocationId, PublicIp } = await ec2.allocateAddress({ Domain: "vpc" });
  await ec2.createTags({ Resources: [AllocationId], Tags: [{ Key: "Name", Value: name }] });
  const find = async () =>
    (await ec2.describeAddresses({ Filters: [{ Name: "public-ip", Values: [PublicIp] }] })).Addresses ?? [];
  const found = await find();
  await ec2.releaseAddress({ AllocationId });
  return { domain: found[0].Domain, found: found.length, left: (await find()).length };
});

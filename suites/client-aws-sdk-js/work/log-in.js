// log-in.js REGION

const { paginateDescribeInstances, paginateDescribeVpcs } = require("@aws-sdk/client-ec2");
const { STS } = require("@aws-sdk/client-sts");
const { run } = require("./run.js");

run(async ({ ec2 }, region) => {
  const caller = await new STS({ region }).getCallerIdentity({});
  const regions = (await ec2.describeRegions({})).Regions.map((one) => one.RegionName);
  const images = (await ec2.describeImages({ Owners: ["self"] })).Images ?? [];
  let [instances, vpcs] = [0, 0];
  for await (const page of paginateDescribeInstances({ client: ec2 }, {})) instances += (page.Reservations ?? []).length;
  for await (const page of paginateDescribeVpcs({ client: ec2 }, {})) vpcs += (page.Vpcs ?? []).length;
  return { account: caller.Account, regions, images: images.length, instances, vpcs };
});

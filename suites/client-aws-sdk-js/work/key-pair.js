// key-pair.js NAME

const { waitUntilKeyPairExists } = require("@aws-sdk/client-ec2");
const { run } = require("./run.js");

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPqZ8R7Wb9u6hJ2k1l3m4n5o6p7q8r9s0t1u2v3w4x5y example";

run(async ({ ec2, within }, name) => {
  const created = await ec2.createKeyPair({ KeyName: name });
  await ec2.importKeyPair({ KeyName: `${name}-imported`, PublicKeyMaterial: Buffer.from(KEY) });
  await waitUntilKeyPairExists(within, { KeyNames: [name, `${name}-imported`] });
  const find = async () => {
    const shown = await ec2.describeKeyPairs({ Filters: [{ Name: "key-name", Values: [`${name}*`] }] });
    return (shown.KeyPairs ?? []).map((pair) => pair.KeyName).sort();
  };
  const found = await find();
  for (const one of found) await ec2.deleteKeyPair({ KeyName: one });
  return { material: created.KeyMaterial.startsWith("-----BEGIN"), found, left: await find() };
});

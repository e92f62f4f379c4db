// Runs a script with a client, and prints what it found as JSON: the scenario's expectations are about it.

const { EC2 } = require("@aws-sdk/client-ec2");

exports.run = (script) => {
  const ec2 = new EC2({});
  script({ ec2, within: { client: ec2, maxWaitTime: 1200 } }, ...process.argv.slice(2)).then(
    (found) => console.log(JSON.stringify(found)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
};

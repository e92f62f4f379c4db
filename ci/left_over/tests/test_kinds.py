"""The table of kinds: complete, and as botocore's model has the operations."""

import re
import subprocess
import unittest

from left_over.environment import CI, ensure
from left_over.kinds import load

FINDING = re.compile(r"(?<=\n  find:\n)((?:  (?:-|  ).*\n)+)")
"""The value of `find` in src/contract/data/lifecycle.yaml."""
AGAINST_THE_MODEL = """
import re, sys
sys.path.insert(0, sys.argv[1])
import botocore.session, jmespath
from left_over.kinds import load
model = botocore.session.get_session().get_service_model("ec2")
for kind in load().values():
    operation = model.operation_model(kind.operation)
    given = set(kind.parameters) | set(kind.of[1:])
    taken = set(operation.input_shape.members)
    assert set(operation.input_shape.required_members) <= given <= taken, kind
    jmespath.compile(kind.each)
    if kind.delete:
        parameter = kind.delete[1].removesuffix("[]")
        assert parameter in model.operation_model(kind.delete[0]).input_shape.members, kind
    if kind.name.startswith("setting:") or kind.each.startswith("["):
        continue
    shape = operation.output_shape
    for member in re.findall(r"[A-Za-z0-9]+(?=\\[)", kind.each):
        shape = shape.members[member].member
    assert any(member in shape.members for member in kind.id), kind
"""


class Kinds(unittest.TestCase):
    def test_everything_that_the_program_can_look_for_is_listed(self):
        lifecycles = (CI.parent / "src/contract/data/lifecycle.yaml").read_text(encoding="utf-8")
        searches = "".join(FINDING.findall(lifecycles))
        operations = set(re.findall(r"operation: (\w+)", searches))
        self.assertGreater(len(operations), 80)
        self.assertEqual(operations - {kind.operation for kind in load().values()}, set())

    def test_it_agrees_with_the_model(self):
        command = [str(ensure()), "-B", "-c", AGAINST_THE_MODEL, str(CI)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_state_of_deletion_is_gone_and_a_failed_image_is_not(self):
        kinds = load()
        self.assertTrue(kinds["instance"].is_gone({"State": {"Name": "terminated"}}))
        self.assertTrue(kinds["vpc-peering-connection"].is_gone({"Status": {"Code": "rejected"}}))
        self.assertFalse(kinds["image"].is_gone({"State": "failed"}))
        self.assertFalse(kinds["vpc"].is_gone({}))

    def test_an_address_without_an_allocation_is_its_own_id(self):
        self.assertEqual(load()["elastic-ip"].identify({"PublicIp": "192.0.2.1"}), "192.0.2.1")


if __name__ == "__main__":
    unittest.main()

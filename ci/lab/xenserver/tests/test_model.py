"""The simulator is held to xapi's data model: records, messages, parameters, failures; and answers nothing else."""

import ast
import json
import unittest
from pathlib import Path

from xenserver import model, topology
from xenserver.pool import Pool, arity
from xenserver.records import CLASSES, SETTERS, VALUES
from xenserver.values import Failure
from xenserver.world import LOGIN, LOGOUT, World

from .model_check import wrong_failure, wrong_fields, wrong_value
from .support import NULL, SimulatorCase

PACKAGE = Path(__file__).resolve().parents[1]
ABSENT = json.loads((PACKAGE / "absent.json").read_text())
MESSAGES = {f"{cls}.{name}": m for cls, c in model.CLASSES.items() for name, m in c.messages.items()}
NOT_SIMULATED = [name for names in ABSENT["messages"].values() for name in names]
NO_OBJECTS = {"GPU_group", "PGPU", "VGPU", "VGPU_type"}


class Data(unittest.TestCase):
    def test_it_is_the_whole_model(self):
        fields = sum(len(cls.fields) for cls in model.CLASSES.values())
        hidden = sum("get_all_records" in data["implicit"] for data in model.MODEL["classes"].values())
        self.assertEqual((len(model.CLASSES), fields, len(MESSAGES) - hidden), (63, 763, 1663))

    def test_every_class_is_simulated_or_listed_as_absent(self):
        self.assertEqual(sorted([*CLASSES, *ABSENT["classes"]]), sorted(model.CLASSES))

    def test_what_the_simulator_says_of_classes_is_in_the_model(self):
        for cls in CLASSES:
            self.assertLessEqual(set(VALUES[cls]), set(model.CLASSES[cls].fields), cls)
            for field in SETTERS.get(cls, ()):
                self.assertFalse(MESSAGES[f"{cls}.set_{field}"].implicit, field)


class Handlers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = World(topology.read(str(PACKAGE / "topology.json"))).pools[0]

    def answered(self, name):
        try:
            return name in (LOGIN, LOGOUT) or self.pool.handler(name)
        except Failure as failure:
            self.assertEqual(failure.details, ["MESSAGE_METHOD_UNKNOWN", name])
            return None

    def test_every_message_is_answered_or_listed_as_absent(self):
        for name in MESSAGES:
            absent = name in NOT_SIMULATED or name.partition(".")[0] in ABSENT["classes"]
            self.assertEqual(bool(self.answered(name)), not absent, name)
        self.assertLessEqual(set(NOT_SIMULATED), set(MESSAGES))
        self.assertEqual(len(NOT_SIMULATED), len(set(NOT_SIMULATED)))

    def test_the_figures_of_the_readme(self):
        simulated = [name for name in MESSAGES if name.partition(".")[0] in CLASSES]
        answered = [name for name in simulated if self.answered(name)]
        self.assertEqual(len(answered) + len(NOT_SIMULATED), len(simulated))
        text = " ".join((PACKAGE / "README.md").read_text().split())
        self.assertIn(
            f"{len(answered)} of the {len(simulated):,} messages of the {len(CLASSES)} simulated classes are answered; "
            f"the other {len(NOT_SIMULATED)}, and the other {len(ABSENT['classes'])} classes, are in",
            text,
        )

    def test_nothing_else_is_answered(self):
        """Whatever the implementation has as an attribute, split in every way into a class and a message."""
        for attribute in dir(Pool):
            for place, letter in enumerate(attribute):
                name = attribute[:place] + "." + attribute[place + 1 :]
                if letter == "_" and name not in MESSAGES:
                    self.assertIsNone(self.answered(name), name)

    def test_messages_take_the_parameters_of_the_model(self):
        for name, declared in MESSAGES.items():
            handler = self.answered(name)
            if not handler or handler is True:
                continue
            _, least, most = handler
            self.assertEqual(most, len(declared.parameters), name)
            self.assertEqual(least, ABSENT["optional"].get(name, most), name)

    def test_every_message_of_a_class_has_an_implementation_that_the_model_knows(self):
        own = [a for a in dir(Pool) if a.partition("_")[0] in CLASSES and callable(getattr(Pool, a))]
        names = {a: self.longest(a) for a in own}
        helpers = [a for a, name in names.items() if name not in MESSAGES]
        self.assertEqual(helpers, ["host_leaves", "host_of", "host_returns"])
        self.assertEqual(arity(Pool.VM_start_on.__get__(self.pool)), (4, 4))

    def longest(self, attribute):
        cls = max((c for c in CLASSES if attribute.startswith(c + "_")), key=len)
        return f"{cls}.{attribute[len(cls) + 1 :]}"


class Failures(unittest.TestCase):
    def raised(self):
        """(file, code, number of details or None) of every Failure in the simulator's source."""
        for path in sorted(PACKAGE.glob("**/*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Failure" and node.args:
                    code, *details = node.args
                    if isinstance(code, ast.Constant):
                        starred = any(isinstance(detail, ast.Starred) for detail in details)
                        yield path.name, code.value, None if starred else len(details)

    def test_each_has_a_code_and_as_many_details_as_xapi_gives(self):
        found = list(self.raised())
        self.assertGreater(len({code for _, code, _ in found}), 50)
        for name, code, count in found:
            if count is None:
                self.assertEqual(model.MODEL["raised"][code][0], "any", (name, code))
            else:
                self.assertEqual(wrong_failure([code, *[""] * count]), "", (name, code))

    def test_the_check_itself(self):
        self.assertIn("no such error", wrong_failure(["VM_IS_TIRED"]))
        self.assertIn("with 1 details", wrong_failure(["VM_BAD_POWER_STATE", "x"]))
        self.assertEqual(wrong_failure(["VDI_IN_USE", "x"]), "")
        self.assertEqual(wrong_failure(["SR_BACKEND_FAILURE_79", "", "x", ""]), "")
        self.assertTrue(wrong_value("int", 7))
        self.assertTrue(wrong_value("(string -> VM ref) map", {"a": "b"}))
        self.assertFalse(wrong_value("(string -> VM ref) map", {"a": NULL}))


class Records(SimulatorCase):
    def objects(self):
        """A VM in each state, with one of everything."""
        vm = self.xen.started("full")
        disk = self.xen.vbd(vm, self.xen.vdi(), "1")
        self.xen.call("VBD.plug", disk)
        vif = {"VM": vm, "network": self.xen.network(), "device": "0", "MAC": "fa:16:3e:00:00:01"}
        self.xen.call("VIF.plug", self.xen.call("VIF.create", vif))
        self.xen.call("VDI.snapshot", self.xen.call("VBD.get_VDI", disk))
        self.xen.iscsi_sr()
        self.xen.call("VM.suspend", self.xen.started("suspended"))
        self.xen.vm("halted")
        self.xen.call("task.create", "a", "task")

    def test_get_record_is_the_record_of_the_model(self):
        self.objects()
        seen = set()
        for cls in CLASSES:
            if cls == "session":
                records = [self.xen.call("session.get_record", self.xen.session)]
            else:
                records = list(self.xen.call(cls + ".get_all_records").values())
            for record in records:
                seen.add(cls)
                self.assertEqual(wrong_fields(cls, record), [])
        self.assertEqual(set(CLASSES) - seen, NO_OBJECTS)
        for cls in NO_OBJECTS:
            self.assertEqual(wrong_fields(cls, dict(CLASSES[cls].defaults, uuid="")), [])

    def test_each_field_is_got_alone_as_in_the_record(self):
        self.objects()
        for cls in set(CLASSES) - NO_OBJECTS - {"session"}:
            ref = self.xen.call(cls + ".get_all")[0]
            record = self.xen.call(cls + ".get_record", ref)
            for field in model.CLASSES[cls].fields:
                self.assertEqual(self.xen.call(f"{cls}.get_{field}", ref), record[field], (cls, field))


if __name__ == "__main__":
    unittest.main()

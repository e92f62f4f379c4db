"""The messages that every class has."""

from .support import SimulatorCase


class Records(SimulatorCase):
    def test_a_record_by_its_reference_uuid_and_label(self):
        vm = self.xen.vm("one")
        record = self.xen.call("VM.get_record", vm)
        self.assertEqual(record["name_label"], "one")
        self.assertEqual(record["power_state"], "Halted")
        self.assertEqual(self.xen.call("VM.get_by_uuid", record["uuid"]), vm)
        self.assertEqual(self.xen.call("VM.get_by_name_label", "one"), [vm])
        self.assertEqual(self.xen.call("VM.get_by_name_label", "other"), [])
        self.assertIn(vm, self.xen.call("VM.get_all"))
        self.assertEqual(self.xen.call("VM.get_all_records")[vm], record)

    def test_an_unknown_uuid(self):
        with self.fails("UUID_INVALID", "SR", "none"):
            self.xen.call("SR.get_by_uuid", "none")

    def test_what_a_client_may_not_give_is_ignored(self):
        vm = self.xen.call("VM.create", {"name_label": "x", "domid": "7", "uuid": "mine"})
        self.assertEqual(self.xen.call("VM.get_domid", vm), "-1")
        self.assertNotEqual(self.xen.call("VM.get_uuid", vm), "mine")

    def test_the_simulators_own_fields_are_not_shown(self):
        vm = self.xen.started()
        self.assertFalse([f for f in self.xen.call("VM.get_record", vm) if f.startswith("_")])


class Fields(SimulatorCase):
    def test_set(self):
        vm = self.xen.vm()
        self.xen.call("VM.set_name_label", vm, "new")
        self.assertEqual(self.xen.call("VM.get_name_label", vm), "new")

    def test_maps(self):
        vm = self.xen.vm()
        self.xen.call("VM.add_to_xenstore_data", vm, "key", "value")
        with self.fails("MAP_DUPLICATE_KEY", "VM", "xenstore_data", vm, "key"):
            self.xen.call("VM.add_to_xenstore_data", vm, "key", "other")
        self.xen.call("VM.remove_from_xenstore_data", vm, "key")
        self.xen.call("VM.remove_from_xenstore_data", vm, "key")
        self.assertEqual(self.xen.call("VM.get_xenstore_data", vm), {})

    def test_sets(self):
        vm = self.xen.vm()
        for _ in range(2):
            self.xen.call("VM.add_tags", vm, "red")
        self.assertEqual(self.xen.call("VM.get_tags", vm), ["red"])
        for _ in range(2):
            self.xen.call("VM.remove_tags", vm, "red")
        self.assertEqual(self.xen.call("VM.get_tags", vm), [])


class Where(SimulatorCase):
    def found(self, expression):
        records = self.xen.call("VM.get_all_records_where", expression)
        return sorted(record["name_label"] for record in records.values() if not record["is_control_domain"])

    def test_expressions(self):
        for name in ("a", "b", 'say "c"'):
            self.xen.vm(name)
        self.xen.started("d")
        halted = 'field "power_state" = "Halted"'
        for expression, names in (
            ("true", ["a", "b", "d", 'say "c"']),
            ("false", []),
            ('field "name__label"="a"', ["a"]),
            (f'not field "name__label" = "a" and {halted}', ["b", "d", 'say "c"']),
            ("not " + halted, ["d"]),
            ('field "name__label"="a" or field "name__label" = "d"', ["a", "d"]),
            (f'(field "name__label"="a" or not {halted}) and {halted}', ["a"]),
            ('"a" = field "name__label"', ["a"]),
            ('"a" = "a"', ["a", "b", "d", 'say "c"']),
            # `and` and `or` bind equally, from left to right
            (f"true or true and not {halted}", ["d"]),
            # `not` takes all that follows
            (f"not {halted} and false", ["a", "b", "d", 'say "c"']),
            ('field "is_control_domain"="false" and ' + halted, ["a", "b", 'say "c"']),
            (f'field "resident_on"="{self.xen.host}"', ["d"]),
        ):
            self.assertEqual(self.found(expression), names, expression)

    def test_expressions_that_are_none(self):
        for expression in (
            "",
            "field",
            'field "a"',
            'field "a" =',
            'field "a" = b',
            "(true",
            "true true",
            'a = "b"',
            "true and",
            "%",
            "field 'name__label' = 'a'",
            'field "name__label" != "a"',
            'field "nothing" = "x"',
            'field "a" ( "b"',
        ):
            with self.fails("INTERNAL_ERROR"):
                self.found(expression)


class Tasks(SimulatorCase):
    def finished(self, task):
        while self.xen.call("task.get_status", task) == "pending":
            pass
        return self.xen.call("task.get_record", task)

    def test_a_call_goes_on_in_a_task(self):
        vm = self.xen.vm()
        task = self.xen.call("Async.VM.start_on", vm, self.xen.host, False, False)
        record = self.finished(task)
        self.assertEqual(
            (record["status"], record["name_label"], record["result"]), ("success", "Async.VM.start_on", "")
        )
        self.assertEqual(self.xen.state(vm), "Running")
        self.xen.call("task.destroy", task)
        with self.fails("HANDLE_INVALID", "task"):
            self.xen.call("task.get_record", task)

    def test_its_result_is_a_value(self):
        record = self.finished(self.xen.call("Async.VDI.clone", self.xen.vdi()))
        self.assertRegex(record["result"], "^<value><string>OpaqueRef:[^<]*</string></value>$")

    def test_it_fails_as_the_call_does(self):
        task = self.xen.call("Async.VM.pause", self.xen.vm())
        self.assertEqual(self.finished(task)["error_info"][0], "VM_BAD_POWER_STATE")

    def test_an_unknown_method_gets_no_task(self):
        with self.fails("MESSAGE_METHOD_UNKNOWN", "VM.fly"):
            self.xen.call("Async.VM.fly")
        for method in ("VM.get_all", "VM.set_name_label", "task.create", "host.get_servertime"):
            with self.fails("MESSAGE_METHOD_UNKNOWN", "Async." + method):
                self.xen.call("Async." + method)
        self.assertEqual(self.xen.call("task.get_all"), [])

    def test_a_cancelled_task_does_nothing(self):
        vm = self.xen.started()
        self.sim("POST", "delays", {"VM.pause": 60})
        task = self.xen.call("Async.VM.pause", vm)
        while not self.xen.call("VM.get_current_operations", vm):
            pass
        self.xen.call("task.cancel", task)
        while self.xen.call("task.get_status", task) in ("pending", "cancelling"):
            pass
        self.assertEqual(self.xen.call("task.get_status", task), "cancelled")
        self.assertEqual(self.xen.call("task.get_error_info", task), ["TASK_CANCELLED", task])
        self.assertEqual((self.xen.state(vm), self.xen.call("VM.get_current_operations", vm)), ("Running", {}))

    def test_tasks_of_the_client(self):
        task = self.xen.call("task.create", "mine", "of the test")
        self.assertEqual(self.xen.call("task.get_by_name_label", "mine"), [task])
        self.xen.call("task.cancel", task)  # only a request, and nothing runs that could end
        self.assertEqual(self.xen.call("task.get_status", task), "pending")
        self.assertEqual(list(self.xen.call("task.get_current_operations", task).values()), ["cancel"])

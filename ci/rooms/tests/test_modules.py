"""Circles between the files of a crate are found, by whatever path a file imports the other."""

import tempfile
import unittest
from pathlib import Path

from rooms.modules import Crate, in_words, names


class Names(unittest.TestCase):
    """What a `use` declaration imports."""

    def test_groups_are_within_groups_and_names_are_changed(self) -> None:
        found = {use.name: "::".join(use.path) for use in names("crate::{a::{self, B as C}, d::E, f::*}")}
        self.assertEqual(found, {"a": "crate::a", "C": "crate::a::B", "E": "crate::d::E"})


class Circles(unittest.TestCase):
    """Crates of a few files."""

    def circles(self, **files: str) -> list:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name.replace("__", "/") + ".rs")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return [in_words(circle) for circle in Crate(Path(folder, "lib.rs")).circles()]

    def test_two_files_that_import_each_other_are_one(self) -> None:
        found = self.circles(
            lib="mod a;\nmod b;\n",
            a="use crate::b::{\n    B,\n    C,\n};\npub struct A(B, C);\n",
            b="pub struct B;\npub struct C;\nfn f() -> crate::a::A { todo!() }\n",
        )
        self.assertEqual(found, ["a -> b -> a"])

    def test_imports_by_way_of_a_re_export_count_for_the_file_that_defines_the_name(self) -> None:
        found = self.circles(
            lib="mod m;\npub use m::{A, C};\n",
            m__mod="mod a;\nmod b;\nmod c;\npub use a::A;\npub use b::B;\npub use c::C;\n",
            m__a="use super::B;\npub struct A(B);\n",
            m__b="use crate::C;\npub struct B(C);\n",
            m__c="use crate::m::a;\npub struct C(a::A);\n",
        )
        self.assertEqual(found, ["m::a -> m::b -> m::c -> m::a"])

    def test_a_file_that_uses_what_it_re_exports_imports_it(self) -> None:
        files = {"m__a": "use crate::m::Whole;\npub struct Part(Box<Whole>);\n", "lib": "mod m;\n"}
        whole = "mod a;\npub use a::Part;\npub struct Whole"
        self.assertEqual(self.circles(m__mod=f"{whole}(Part);\n", **files), ["m -> m::a -> m"])
        self.assertEqual(self.circles(m__mod=f"{whole};\n", **files), [])
        self.assertEqual(self.circles(m__mod=f"{whole}(a::Part);\n", **files), ["m -> m::a -> m"])

    def test_comments_texts_and_unit_tests_are_not_read(self) -> None:
        found = self.circles(
            lib="mod a;\nmod b;\n",
            a="use crate::b::B;\npub struct A(B);\n",
            b=(
                "/// [`A`](crate::a::A)\npub struct B;\nconst Q: char = '\"';\n"
                'const C: &str = "crate::a::A // use";\n'
                "#[cfg(test)]\nmod tests {\n    use crate::a::A;\n    fn f(_: A) {}\n}\n"
            ),
        )
        self.assertEqual(found, [])

    def test_imports_in_one_direction_are_none(self) -> None:
        found = self.circles(
            lib="mod a;\nmod b;\nmod c;\npub use a::A;\n",
            a="use crate::b::B;\nuse crate::c::C;\nuse serde::Serialize;\npub struct A(B, C);\n",
            b="use crate::c::C;\npub struct B(C);\n",
            c="pub struct C;\n",
        )
        self.assertEqual(found, [])

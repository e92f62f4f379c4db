"""Modules (files) of a crate that import each other in a circle.

An import counts for the file that defines the name: re-exports are followed, and are imports of their own only where
the file uses the name itself. Unit tests (`#[cfg(test)] mod`), glob imports and calls of methods are not read.
"""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path as File
from typing import Iterator, NamedTuple, Tuple

Path = Tuple[str, ...]  # of a module or a name, from the root of its crate

COMMENT_OR_TEXT = r"""//[^\n]*|/\*.*?\*/|\bb?r(#*)".*?"\1|"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\.[^'\n]*)'"""
NOISE = re.compile(COMMENT_OR_TEXT, re.DOTALL)
TESTS = re.compile(r"^#\[cfg\(test\)\]\s*mod \w+ \{.*?^\}", re.DOTALL | re.MULTILINE)
USE = re.compile(r"^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);", re.MULTILINE)
CHILD = re.compile(r"^(?:pub(?:\([^)]*\))? )?mod (\w+);", re.MULTILINE)
INLINE = re.compile(r"(?<![\w:])(?:crate|super|self)(?:::\w+)+")


class Use(NamedTuple):
    """A name that a file imports, and what it stands for: `d` and `a::c` for `use a::c as d`."""

    name: str
    path: Path


class Module(NamedTuple):
    """A file: the modules that it declares, what it imports, and its code without these."""

    children: set[str]
    uses: list[Use]
    code: str


def names(tree: str) -> Iterator[Use]:
    """The names of a `use` declaration: `a::{b, c as d}` has `b` and `d`."""
    before, brace, inside = tree.strip().partition("{")
    if not brace:
        path, _, alias = before.partition(" as ")
        segments = tuple(path.strip().split("::"))
        segments = segments[:-1] if segments[-1] == "self" else segments
        if segments[-1] != "*":
            yield Use(alias.strip() or segments[-1], segments)
        return
    depth, part = 0, ""
    for c in inside.strip()[:-1] + ",":
        depth += (c == "{") - (c == "}")
        if c == "," and not depth:
            yield from names(before + part.strip()) if part.strip() else ()
            part = ""
        else:
            part += c


def read(text: str) -> Module:
    """The module that a file is."""
    text = TESTS.sub("", NOISE.sub('""', text))
    uses = [use for tree in USE.findall(text) for use in names(" ".join(tree.split()))]
    return Module(set(CHILD.findall(text)), uses, CHILD.sub("", USE.sub("", text)))


class Crate:
    """The modules of a crate by their paths; that of its root is empty."""

    def __init__(self, root: File) -> None:
        self.modules: dict[Path, Module] = {}
        self._add((), root)

    def _add(self, path: Path, file: File) -> None:
        module = self.modules[path] = read(file.read_text(encoding="utf-8"))
        folder = file.parent if not path or file.name == "mod.rs" else file.with_suffix("")
        for child in sorted(module.children):
            places = (folder / f"{child}.rs", folder / child / "mod.rs")
            self._add((*path, child), next(place for place in places if place.exists()))

    def _absolute(self, at: Path, path: Path) -> Path | None:
        """A path as it is written in a module, from the root; none where it leads to another crate."""
        if path[0] == "crate":
            return path[1:]
        if path[0] in ("self", "super"):
            above = at if path[0] == "self" else at[:-1]
            return self._absolute(above, path[1:]) if path[1:2] == ("super",) else above + path[1:]
        return at + path if path[0] in self.modules[at].children else None

    def _owner(self, path: Path | None) -> Path | None:
        """The module that defines a name, or that is the name; none for what another crate defines."""
        at: Path = ()
        for index, segment in enumerate(path or ()):
            if (*at, segment) in self.modules:
                at = (*at, segment)
                continue
            use = next((use for use in self.modules[at].uses if use.name == segment), None)
            if use is None:
                return at
            target = self._absolute(at, use.path)
            return self._owner(target + path[index + 1 :]) if target else None
        return None if path is None else at

    def imports(self, at: Path) -> set[Path]:
        """The modules whose names a module uses."""
        module = self.modules[at]
        paths = [self._absolute(at, tuple(path.split("::"))) for path in INLINE.findall(module.code)]
        for name, path in [*module.uses, *((child, ("self", child)) for child in module.children)]:
            target = self._absolute(at, path)
            if target in self.modules:
                paths += [(*target, used) for used in re.findall(rf"(?<![\w:]){name}::(\w+)", module.code)]
            elif name == "_" or re.search(rf"\b{name}\b", module.code):
                paths.append(target)
        return {owner for owner in map(self._owner, paths) if owner is not None} - {at}

    def circles(self) -> list[list[Path]]:
        """The shortest circle through each module that is in one, each circle once."""
        imports = {at: sorted(self.imports(at)) for at in self.modules}
        found = {}
        for start in sorted(imports):
            todo, seen = deque([[start]]), set()
            while todo:
                way = todo.popleft()
                if way[-1] == start and len(way) > 1:
                    found.setdefault(frozenset(way), way)
                    break
                if way[-1] not in seen or len(way) == 1:
                    seen.add(way[-1])
                    todo.extend([*way, after] for after in imports[way[-1]])
        return list(found.values())


def in_words(circle: list[Path]) -> str:
    """`html::causes -> html::data -> html::causes`."""
    return " -> ".join("::".join(module) or "the root" for module in circle)

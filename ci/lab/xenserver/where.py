"""The expression language of get_all_records_where.

field "name__label" = "x" and (not field "power_state" = "Halted" or true)
"""

from __future__ import annotations

import re
from typing import Any, Callable, NoReturn

from .values import Failure, Record

Test = Callable[[Record], bool]

TOKEN = re.compile(r'\s*(\(|\)|!=|=|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[A-Za-z_]+)')


def parse(text: str) -> Test:
    """A function that evaluates the expression for a record."""
    parser = Parser(text)
    test = parser.either()
    if parser.tokens:
        parser.fail("unexpected " + parser.tokens[0])
    return test


class Parser:
    def __init__(self, text: str) -> None:
        self.text, self.tokens, position = text.rstrip(), [], 0
        while position < len(self.text):
            found = TOKEN.match(self.text, position)
            if not found:
                self.fail("unexpected " + self.text[position:])
            self.tokens.append(found.group(1))
            position = found.end()

    def fail(self, what: str) -> NoReturn:
        raise Failure("INTERNAL_ERROR", f"expression {self.text!r}: {what}")

    def take(self, *wanted: str) -> str:
        """The next token; if some are given, it must be one of them."""
        token = self.tokens.pop(0) if self.tokens else ""
        if not token or (wanted and token not in wanted):
            self.fail("unexpected " + (token or "end"))
        return token

    def next_is(self, token: str) -> str | None:
        if self.tokens[:1] == [token]:
            return self.tokens.pop(0)

    def either(self) -> Test:
        tests = [self.both()]
        while self.next_is("or"):
            tests.append(self.both())
        return lambda record: any(test(record) for test in tests)

    def both(self) -> Test:
        tests = [self.one()]
        while self.next_is("and"):
            tests.append(self.one())
        return lambda record: all(test(record) for test in tests)

    def one(self) -> Test:
        token = self.take("not", "(", "true", "false", "field")
        if token == "not":
            inner = self.one()
            return lambda record: not inner(record)
        if token == "(":
            inner = self.either()
            self.take(")")
            return inner
        if token == "field":
            return self.comparison()
        return lambda record: token == "true"

    def comparison(self) -> Test:
        name = self.string().replace("__", "_")
        equal, value = self.take("=", "!=") == "=", self.string()
        return lambda record: name in record and (shown(record[name]) == value) == equal

    def string(self) -> str:
        token = self.take()
        if token[0] not in "\"'":
            self.fail("expected a string, not " + token)
        return re.sub(r"\\(.)", r"\1", token[1:-1])


def shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""The expression language of get_all_records_where, as db_filter_lex.mll and db_filter_parse.mly of xapi define it.

field "name__label" = "x" and not (field "power_state" = "Halted" or true)

`and` and `or` bind equally, from left to right; `not` takes all that follows; a string has no escapes.
"""

from __future__ import annotations

import re
from typing import Any, Callable, NoReturn

from .values import Failure, Record

Test = Callable[[Record], bool]

TOKEN = re.compile(r'[ \t\n]*(=|true|false|\(|\)|field|and|or|not|"[^"]*")')


def parse(text: str) -> Test:
    """A function that evaluates the expression for a record."""
    parser = Parser(text)
    test = parser.expression()
    if parser.tokens:
        parser.fail("unexpected " + parser.tokens[0])
    return test


class Parser:
    def __init__(self, text: str) -> None:
        self.text, self.tokens, position = text.rstrip(" \t\n"), [], 0
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

    def expression(self) -> Test:
        test = self.term()
        while self.tokens[:1] in (["and"], ["or"]):
            test = joined(self.take(), test, self.term())
        return test

    def term(self) -> Test:
        token = self.tokens[0] if self.tokens else ""
        if token == "not":
            self.take()
            inner = self.expression()
            return lambda record: not inner(record)
        if token == "(":
            self.take()
            inner = self.expression()
            self.take(")")
            return inner
        if token in ("true", "false"):
            self.take()
            return lambda record: token == "true"
        left = self.value()
        self.take("=")
        right = self.value()
        return lambda record: left(record) == right(record)

    def value(self) -> Callable[[Record], str]:
        """A literal, or the value of a field."""
        token = self.take()
        if token != "field":
            literal = self.text_of(token)
            return lambda record: literal
        name = self.text_of(self.take()).replace("__", "_")

        def field(record: Record) -> str:
            if name not in record:
                self.fail("no field " + name)
            return shown(record[name])

        return field

    def text_of(self, token: str) -> str:
        if token[0] != '"':
            self.fail("expected a string, not " + token)
        return token[1:-1]


def joined(how: str, left: Test, right: Test) -> Test:
    if how == "or":
        return lambda record: left(record) or right(record)
    return lambda record: left(record) and right(record)


def shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""A response of an EC2 endpoint, as a tree without namespaces that can be changed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Callable, Iterator

NAMESPACE = re.compile(r'\sxmlns="([^"]+)"')

Element = ElementTree.Element


class Document:
    """A response: its HTTP status, its bytes and, if they are XML, its root element."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body
        self.root: Element | None = None
        self.namespace: str | None = None
        try:
            text = body.decode()
            found = NAMESPACE.search(text)
            self.namespace = found.group(1) if found else None
            self.root = ElementTree.fromstring(NAMESPACE.sub("", text, count=1))
        except (UnicodeDecodeError, ElementTree.ParseError):
            pass  # it is forwarded as it is

    @property
    def is_success(self) -> bool:
        """Whether it can be changed: a success with XML in it."""
        return self.status == 200 and self.root is not None

    def find(self, path: str) -> Iterator[Element]:
        """The elements at a path from the root: `volumeSet/item`; the empty path is the root."""
        if self.root is not None:
            yield from self.root.findall(path) if path else [self.root]

    def set_text(self, path: str, change: Callable[[str], str]) -> None:
        """Change the text of the elements at a path."""
        for element in self.find(path):
            element.text = change(element.text or "")

    def remove(self, path: str, is_it: Callable[[Element], bool] = lambda _: True) -> None:
        """Remove the elements at a path."""
        parent, _, name = path.rpartition("/")
        for holder in self.find(parent):
            for element in [one for one in holder.findall(name) if is_it(one)]:
                holder.remove(element)

    def encode(self) -> bytes:
        """The bytes of the tree, in the namespace that the response had."""
        if self.root is None:
            return self.body
        if self.namespace:
            self.root.set("xmlns", self.namespace)
        text = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(self.root)
        self.root.attrib.pop("xmlns", None)
        return text

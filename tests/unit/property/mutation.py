# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers with one field as no service would send it: missing, null, of another type, huge, strange."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.nodeworks.openstack.tests.fake.wire import Answer, Request

Path = tuple[Any, ...]

# The field is not there at all.
MISSING = object()
# What a field becomes if it was something else before.
OF_EACH_TYPE: tuple[Any, ...] = (7, "seven", ["x"], [None], [{}], {"a": 1}, {}, [])
OF_TEXTS: tuple[Any, ...] = ("", "a" * 100_000, "\ud800\u202e\x1b[31m\x00ä😀", "../..?x#y", "<b>&amp;</b>\r\nX: y")
OF_NUMBERS: tuple[Any, ...] = (-1, 2**70, float("inf"), float("nan"), 0.5)
WHOLE_ANSWERS: tuple[Any, ...] = (None, [], {}, "text", 7, [[]], [{}])
# How many of a long list are looked at.
ENDS = 2


@dataclasses.dataclass(frozen=True)
class Exchange:
    """A request and its answer, as a task saw them."""

    line: str
    status: int
    headers: tuple[tuple[str, str], ...]
    document: Any


@dataclasses.dataclass(frozen=True)
class Mutation:
    """What one field of one answer becomes: the answer's number, the way to the field, and its value.

    `always`: in each further answer to the same kind of request too.
    """

    number: int
    line: str
    path: Path
    value: Any
    always: bool = False

    @property
    def is_visible(self) -> bool:
        """Whether a client can see that the answer is wrong: not if a text is another text, or a list has fewer items,
        or there is nothing where there could be nothing."""
        if self.value is MISSING:
            return not isinstance(self.path[-1], int)
        return bool(self.value) and not isinstance(self.value, (str, int, float))

    def __str__(self) -> str:
        value = "missing" if self.value is MISSING else f"{self.value!r:.60}"
        often = ", always" if self.always else ""
        return f"answer {self.number} ({self.line}), {'.'.join(map(str, self.path)) or 'whole'}: {value}{often}"


class Recorder:
    """Writes down what a task asks and is told."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def __call__(self, request: Request, answer: Answer) -> Answer:
        """The answer as it is."""
        try:
            document = json.loads(answer.body)
        except ValueError:
            document = MISSING
        self.exchanges.append(Exchange(line_of(request), answer.status, tuple(answer.headers.items()), document))
        return answer


class Mutator:
    """Mutates the answer with the number of the mutation, on its way."""

    def __init__(self, mutation: Mutation) -> None:
        self._mutation = mutation
        self._count = 0

    def __call__(self, request: Request, answer: Answer) -> Answer:
        """The answer, mutated if it is the one that is meant."""
        number, self._count = self._count, self._count + 1
        wanted = self._mutation
        if number == wanted.number or (wanted.always and number > wanted.number and line_of(request) == wanted.line):
            return mutated(answer, wanted.path, wanted.value)
        return answer


def line_of(request: Request) -> str:
    """What kind of request it is: `GET compute /v2.1/servers/detail`."""
    return f"{request.method} {request.service} {request.rest}"


def mutated(answer: Answer, path: Path, value: Any) -> Answer:
    """An answer with another value at a path; its first step is `body` or `headers`."""
    kind, *steps = path
    if kind == "headers":
        headers = {name: text for name, text in answer.headers.items() if name != steps[0]}
        return dataclasses.replace(answer, headers=headers if value is MISSING else {**headers, steps[0]: value})
    if value is MISSING and not steps:
        return dataclasses.replace(answer, body=b"")
    try:
        document = replaced(json.loads(answer.body), steps, value)
    except (ValueError, LookupError, TypeError):  # a further answer of the kind need not have such a field
        return answer
    return dataclasses.replace(answer, body=json.dumps(document).encode())


def replaced(document: Any, steps: Sequence[Any], value: Any) -> Any:
    """The same document with another value in one place, or without it."""
    if not steps:
        return value
    changed = copy.deepcopy(document)
    place = changed
    for step in steps[:-1]:
        place = place[step]
    if value is MISSING:
        del place[steps[-1]]
    else:
        place[steps[-1]] = value
    return changed


def mutations_of(exchanges: Sequence[Exchange]) -> Iterator[Mutation]:
    """Everything that can be done to one field of one of these answers."""
    for number, exchange in enumerate(exchanges):
        for path, value in _values(exchange):
            yield Mutation(number, exchange.line, path, value)
            if len(path) > 1:
                yield Mutation(number, exchange.line, path, value, always=True)


def _values(exchange: Exchange) -> Iterator[tuple[Path, Any]]:
    for name, _text in exchange.headers:
        for value in (MISSING, "", "x" * 1000):
            yield ("headers", name), value
    if exchange.document is MISSING:
        return
    for value in (MISSING, *WHOLE_ANSWERS):
        yield ("body",), value
    for path, found in fields_of(exchange.document):
        for value in (MISSING, None, *_others(found)):
            yield ("body", *path), value


def fields_of(document: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place in a document, with what stands there; of long lists the first and the last."""
    if isinstance(document, dict):
        items: list[tuple[Any, Any]] = list(document.items())
    elif isinstance(document, list):
        everything = list(enumerate(document))
        items = everything if len(everything) <= ENDS else [everything[0], everything[-1]]
    else:
        return
    for step, value in items:
        yield (*path, step), value
        yield from fields_of(value, (*path, step))


def _others(found: Any) -> Iterator[Any]:
    if isinstance(found, str):
        yield from OF_TEXTS
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        yield from OF_NUMBERS
    for value in OF_EACH_TYPE:
        if type(value) is not type(found) or (isinstance(value, (list, dict)) and value != found):
            yield value

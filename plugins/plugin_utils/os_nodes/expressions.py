# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jinja expressions of an inventory's file, each compiled once and evaluated for all hosts.

They are evaluated by Ansible itself, so that filters, tests, lookups, undefined variables and trust are as anywhere
else: only what the author of the file wrote is an expression, never what stands in a node's metadata. But Ansible
compiles an expression anew each time, which takes nine tenths of the time; here the compiled form is kept.
"""

from __future__ import annotations

import typing as t

import jinja2
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

Variables = t.Mapping[str, t.Any]


class Expressions:
    """Evaluates the expressions of one file."""

    def __init__(self, loader: DataLoader) -> None:
        # Apart, as Ansible has one text compiled in two ways, with its backslashes escaped for a value and without for
        # a condition. A result of the one must not be taken for one of the other.
        self._values = _compiling_once(Templar(loader=loader))
        self._conditions = _compiling_once(Templar(loader=loader))

    def value(self, expression: str, variables: Variables) -> t.Any:
        """The value of an expression.

        Raises:
            AnsibleError: it cannot be read, or names an undefined variable.
        """
        self._values.available_variables = variables
        return self._values.evaluate_expression(expression)

    def holds(self, condition: str, variables: Variables) -> bool:
        """Whether a condition is true.

        Raises:
            AnsibleError: it cannot be read, names an undefined variable, or is neither true nor false.
        """
        self._conditions.available_variables = variables
        return bool(self._conditions.evaluate_conditional(condition))

    def filled(self, template: t.Any, variables: Variables) -> t.Any:
        """A text with the values of its `{{ }}`."""
        self._values.available_variables = variables
        return self._values.template(template)

    def is_fixed(self, text: t.Any) -> bool:
        """Whether a text is the same for all hosts, as nothing in it is to be filled in."""
        return not self._values.is_possibly_template(text)


def _compiling_once(templar: Templar) -> Templar:
    """The same, with a memory of the expressions that its Jinja environment has compiled.

    Jinja's `compile_expression` depends on nothing but the text, and its result can be used for any variables. The way
    to the environment is not promised to us by Ansible: where it is not there, all works as before, only slower.
    """
    environment = getattr(getattr(templar, "_engine", None), "environment", None)
    if environment is not None and hasattr(environment, "compile_expression"):
        environment.compile_expression = _Memory(environment.compile_expression)
    return templar


class _Memory:
    """A function that remembers its result or error for each text."""

    def __init__(self, function: t.Callable[..., t.Any]) -> None:
        self._function = function
        self._known: dict[tuple[t.Any, ...], t.Any] = {}

    def __call__(self, *arguments: t.Any) -> t.Any:
        if arguments not in self._known:
            try:
                self._known[arguments] = self._function(*arguments)
            except jinja2.TemplateError as error:
                self._known[arguments] = error
        found = self._known[arguments]
        if isinstance(found, jinja2.TemplateError):
            raise found.with_traceback(None)
        return found

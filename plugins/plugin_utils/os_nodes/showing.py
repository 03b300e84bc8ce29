# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The presentation of nodes as hosts, from the options of a file. Pure."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import ConfigError
from ansible_collections.nodeworks.openstack.plugins.module_utils.resources.node import address as node_address

from . import names
from .compat import OPENSTACK_CLOUD
from .problems import tried
from .view import ALL, DEFAULT_ATTRIBUTES, Variables

Options = t.Mapping[str, t.Any]

# Options with expressions of the file's author. Ansible must not template them beforehand.
EXPRESSION_OPTIONS = ("compose", "groups", "keyed_groups", "hostnames", "include_filters", "exclude_filters")


@dataclasses.dataclass(frozen=True)
class Showing:
    """The presentation of nodes.

    `whole`: some option needs more of the service's data than is usually kept.
    """

    variables: Variables
    hostnames: t.Sequence[names.Preference]
    connect_with: t.Sequence[node_address.Preference]
    require_address: str | None
    group_by: t.Sequence[str]
    include_filters: t.Sequence[str]
    exclude_filters: t.Sequence[str]
    is_compatible: bool
    whole: bool


def showing_of(options: Options) -> Showing:
    """The presentation that the options of a file describe.

    Raises:
        ConfigError: with all that is wrong.
    """
    problems: list[str] = []
    prefix, suffix = options["hostvars_prefix"], options["hostvars_suffix"]
    attributes = DEFAULT_ATTRIBUTES if options["attributes"] is None else options["attributes"]
    if options["attributes"] is None and options["attached_volumes"]:
        attributes = (*DEFAULT_ATTRIBUTES, "attached_volumes")
    variables = tried(problems, lambda: Variables(attributes, prefix, suffix))
    hostnames = tried(problems, lambda: names.preferences(options["hostnames"]))
    connect_with = tried(problems, lambda: node_address.preferences(options["connect_with"]))
    if variables is None or hostnames is None or connect_with is None:
        raise ConfigError(problems)
    is_compatible = options["compat"] == OPENSTACK_CLOUD
    written = str([options[name] for name in EXPRESSION_OPTIONS])
    return Showing(
        variables=variables,
        hostnames=hostnames,
        connect_with=connect_with,
        require_address=options["require_address"],
        group_by=options["group_by"],
        include_filters=options["include_filters"],
        exclude_filters=options["exclude_filters"],
        is_compatible=is_compatible,
        whole=is_compatible or "extra" in written or bool({"extra", ALL}.intersection(attributes)),
    )

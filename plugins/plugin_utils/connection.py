# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The face towards Ansible's plugins: from a plugin's options to a cloud, and from our errors to Ansible's.

Opens connections for plugins, as face/module.py of module_utils does for modules.
"""

from __future__ import annotations

import contextlib
import os
import typing as t

from ansible.errors import AnsibleError
from ansible.utils.display import Display

from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import CloudError, understanding
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.connection import CONNECTION_OPTIONS
from ansible_collections.nodeworks.openstack.plugins.module_utils.options.secrets import secrets_in_options
from ansible_collections.nodeworks.openstack.plugins.module_utils.printable import printable
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.redact import without_secrets
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.trace import RESULT, as_text, trace_of


class Plugin(t.Protocol):
    """The part of Ansible's configurable plugins that is used here."""

    def get_option(self, option: str) -> t.Any:
        """The value of an option."""


def connection_options(plugin: Plugin, template: t.Callable[[t.Any], t.Any] = lambda value: value) -> dict[str, t.Any]:
    """A plugin's options of the connection; where they come from a file, each may be a template."""
    options = {name: plugin.get_option(name) for name in CONNECTION_OPTIONS}
    return {name: template(value) for name, value in options.items() if value is not None}


@contextlib.contextmanager
def opened_cloud(
    options: t.Mapping[str, t.Any], error_type: type[AnsibleError], given: t.Mapping[str, t.Any] | None = None
) -> t.Iterator[Cloud]:
    """A cloud, while the block runs. Our errors come out of it as errors of the given type, without secrets.

    `given` has the options under the names that the user wrote.

    Raises:
        AnsibleError: of the given type.
    """
    secrets = secrets_in_options(given or options)
    try:
        config = load_config(options, os.environ, given)
        trace = trace_of(config, secrets)
        cloud = Cloud.open(config, os.environ, trace)
    except CloudError as error:
        raise error_type(without_secrets(str(error), secrets)) from None
    try:
        with understanding("What the services say", lambda: cloud.api_calls):
            yield cloud
    except CloudError as error:
        # Ansible would add Python's words to ours.
        raise error_type(without_secrets(str(error), {*secrets, *cloud.secrets})) from None
    finally:
        for warning in cloud.warnings:
            Display().warning(printable(warning))
        # A plugin has no result of its own to put it into.
        for entry in trace.entries if trace and config.trace == RESULT else ():
            Display().display(printable(as_text(entry)))
        cloud.close()

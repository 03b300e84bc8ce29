# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module whose results hold no secret, however deep in them, on every ansible-core.

Until 2.21 ansible-core takes the values of `no_log_values` out of a module's whole result. Since 2.22 it shows a result
as the module has returned it, but for what was registered as a secret, which is masked wherever Ansible prints. So a
secret goes to both, and is masked here too: a result may be written to a file, or shown by a plugin that knows nothing
of that register.
"""

from __future__ import annotations

import sys
import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule

from ..transport.redact import json_without_secrets

try:
    from ansible.module_utils.secrets import register_secrets
except ImportError:  # ansible-core before 2.22

    def register_secrets(_values: t.Iterable[str]) -> None:
        """Nowhere to register them."""


# A shorter password of clouds.yaml may be a word, and part of names. What succeeds is to show these as they are.
LONG_SECRET = 12

ModuleResult = t.Dict[str, t.Any]


def no_secrets() -> t.Sequence[str]:
    """Nothing that would have to be masked."""
    return ()


class MaskingModule(AnsibleModule):
    """An AnsibleModule that masks what it was told to, and what its work brings to light."""

    params: dict[str, t.Any]
    # What is to be masked besides: the secrets of a session, which grow with its tokens.
    session_secrets: t.Callable[[], t.Sequence[str]] = staticmethod(no_secrets)
    # What the result is to have all the same.
    told: frozenset[str] = frozenset()

    def keep_secret(self, values: t.Iterable[str]) -> None:
        """Have these masked in all that this module returns, and in what Ansible shows of it."""
        found = {value for value in values if value}
        self.no_log_values.update(found)
        register_secrets(found)

    def tell_once(self, values: t.Iterable[str]) -> None:
        """Let the result have these, for who made the task, and have them masked where Ansible shows it.

        Before 2.22 ansible-core cannot do so: there the documentation advises `no_log`.
        """
        self.told = self.told.union(values)
        register_secrets(self.told)

    def warn(self, warning: str) -> None:
        """Warn, without secrets."""
        super().warn(self.masked(warning))

    def exit_json(self, **output: t.Any) -> None:
        """Succeed. What was told once is in the result."""
        long = [secret for secret in self.session_secrets() if len(secret) >= LONG_SECRET]
        register_secrets(long)
        super().exit_json(**self._shown(output, {*self.no_log_values, *long} - self.told))

    def fail_json(self, msg: str, **output: t.Any) -> None:
        """Fail. Of a service's error nothing is too short to be masked: it may repeat what it was sent."""
        register_secrets([secret for secret in self.session_secrets() if len(secret) >= LONG_SECRET])
        if "exception" not in output and sys.exc_info()[1] is not None:
            # Ansible would take the exception, with its own words, of which it masks nothing.
            output["exception"] = traceback.format_exc()
        super().fail_json(**self._shown({"msg": str(msg), **output}, self._secrets()))

    def masked(self, value: t.Any) -> t.Any:
        """A value without any secret that is known by now."""
        return json_without_secrets(value, self._secrets())

    def _secrets(self) -> set[str]:
        return {*self.no_log_values, *self.session_secrets()}

    def _shown(self, output: ModuleResult, secrets: t.Iterable[str]) -> ModuleResult:
        """A result without secrets, with the options as they may be shown: Ansible adds them as they are."""
        shown: ModuleResult = json_without_secrets({"invocation": {"module_args": self.params}, **output}, secrets)
        return shown

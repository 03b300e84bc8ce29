# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module whose results have no secret at any depth, with every ansible-core.

Until 2.21 ansible-core removes the values of `no_log_values` from a module's whole result. Since 2.22 it shows a result
as the module returned it, except for values that were registered as secrets: those are masked wherever Ansible prints.
So each secret goes to both. It is masked here too, because a result may be written to a file, or shown by a plugin that
does not know that register.
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
        """Do nothing: this ansible-core has no register of secrets."""


# The length, in characters, from which on a secret of the session is masked in successful results. A shorter password
# from clouds.yaml may be a common word and part of names, which a result has to show as they are.
LONG_SECRET = 12

ModuleResult = t.Dict[str, t.Any]


def no_secrets() -> t.Sequence[str]:
    """No secrets, for a module without a session."""
    return ()


class MaskingModule(AnsibleModule):
    """An AnsibleModule that masks secrets from its options, and secrets that its work brings up."""

    params: dict[str, t.Any]
    # Gives the secrets of the session, which are masked too. They grow with each new token.
    session_secrets: t.Callable[[], t.Sequence[str]] = staticmethod(no_secrets)
    # Secrets that the result has nevertheless.
    told: frozenset[str] = frozenset()

    def keep_secret(self, values: t.Iterable[str]) -> None:
        """Mask these values in everything that this module returns, and wherever Ansible shows it."""
        found = {value for value in values if value}
        self.no_log_values.update(found)
        register_secrets(found)

    def tell_once(self, values: t.Iterable[str]) -> None:
        """Leave these secrets in the result, since the user wants them, but mask them where Ansible shows the result.

        ansible-core cannot mask them so before 2.22. For those versions the documentation advises `no_log`.
        """
        self.told = self.told.union(values)
        register_secrets(self.told)

    def warn(self, warning: str) -> None:
        """Show a warning without secrets."""
        super().warn(self.masked(warning))

    def exit_json(self, **output: t.Any) -> None:
        """End with success. Secrets given to `tell_once` are in the result."""
        long = [secret for secret in self.session_secrets() if len(secret) >= LONG_SECRET]
        register_secrets(long)
        super().exit_json(**self._shown(output, {*self.no_log_values, *long} - self.told))

    def fail_json(self, msg: str, **output: t.Any) -> None:
        """End with an error. Here secrets of any length are masked: a service's error may repeat what it was sent."""
        register_secrets([secret for secret in self.session_secrets() if len(secret) >= LONG_SECRET])
        if "exception" not in output and sys.exc_info()[1] is not None:
            # Without this, Ansible adds the traceback itself, and masks nothing in it.
            output["exception"] = traceback.format_exc()
        super().fail_json(**self._shown({"msg": str(msg), **output}, self._secrets()))

    def masked(self, value: t.Any) -> t.Any:
        """A value without any secret that is known so far."""
        return json_without_secrets(value, self._secrets())

    def _secrets(self) -> set[str]:
        return {*self.no_log_values, *self.session_secrets()}

    def _shown(self, output: ModuleResult, secrets: t.Iterable[str]) -> ModuleResult:
        """A result without secrets. It has the masked options, since Ansible would otherwise add them unmasked."""
        shown: ModuleResult = json_without_secrets({"invocation": {"module_args": self.params}, **output}, secrets)
        return shown

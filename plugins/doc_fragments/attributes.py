# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of what modules can do, for state modules and for those that only look."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by ansible-doc."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and predict what it would do.
    support: full
  diff_mode:
    description: Shows what it changes, or would change.
    support: full
  idempotent:
    description: When run again with the same options and nothing else has changed, it changes nothing.
    support: full
  worker:
    description: Runs in the Ansible worker, without a process of its own, if the task's host is the controller.
    support: full
  action_group:
    description: Options can be set for all modules of the group with C(module_defaults).
    support: full
    membership:
      - nodeworks.openstack.openstack
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode; it changes nothing anyway.
    support: full
  diff_mode:
    description: Shows what it changes, or would change.
    support: N/A
    details: It changes nothing.
  idempotent:
    description: When run again with the same options and nothing else has changed, it changes nothing.
    support: full
  worker:
    description: Runs in the Ansible worker, without a process of its own, if the task's host is the controller.
    support: full
  action_group:
    description: Options can be set for all modules of the group with C(module_defaults).
    support: full
    membership:
      - nodeworks.openstack.openstack
"""

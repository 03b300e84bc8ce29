#!/usr/bin/python
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module moved: what to use for a module of openstack.cloud that is not here."""

from __future__ import annotations

DOCUMENTATION = r"""
module: moved
short_description: Say what to use for a module of openstack.cloud that is not here
version_added: 2.0.0
author:
  - nodeworks contributors (@nodeworks)
description:
  - Names of openstack.cloud that have no counterpart here lead to it. So a playbook that was moved by exchanging the
    collection's name begins, and fails only at a task that is really run.
  - It fails, and says what to use instead. It takes any options and does not look at them.
  - It contacts no cloud.
attributes:
  check_mode:
    description: Fails in check mode too.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
seealso:
  - module: nodeworks.openstack.os_api
"""

EXAMPLES = r"""
- name: A name of openstack.cloud that is not here
  nodeworks.openstack.dns_zone:
    cloud: mycloud
    name: example.org.
  register: moved
  failed_when: "'os_api' not in moved.msg"
"""

RETURN = r"""
msg:
  description: What to use instead.
  returned: always
  type: str
"""

from ansible_collections.nodeworks.openstack.plugins.module_utils.face.moved import run_moved


def main() -> None:
    """Entry point."""
    run_moved()


if __name__ == "__main__":
    main()

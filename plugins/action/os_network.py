# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module os_network in the Ansible worker, where that is the same."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.plugins.modules import os_network
from ansible_collections.nodeworks.openstack.plugins.plugin_utils.worker.action import WorkerAction


class ActionModule(WorkerAction):
    """The action of os_network."""

    MODULE = os_network

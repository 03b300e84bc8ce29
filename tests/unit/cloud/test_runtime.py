# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the services get to see of the user's environment, and what is said when a module fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ansible_collections.nodeworks.openstack.tests.cloud.layout import Layout
from ansible_collections.nodeworks.openstack.tests.cloud.runtime import run_module, service_environment
from ansible_collections.nodeworks.openstack.tests.environment.problem import SetupProblem


def test_proxies_and_openstack_variables_stay_outside(tmp_path: Path) -> None:
    users = {
        "PATH": "/bin",
        "http_proxy": "http://proxy.example",
        "HTTPS_PROXY": "http://proxy.example",
        "ALL_PROXY": "socks5://proxy.example",
        "OS_CLOUD": "production",
        "OS_PASSWORD": "precious",
        "PYTHONPATH": "/elsewhere",
    }
    layout = Layout(tmp_path, 7)
    assert service_environment(layout, users) == {
        "PATH": "/bin",
        "NODEWORKS_CLOUD_HOME": str(tmp_path),
        "NODEWORKS_CLOUD_PORT_OFFSET": "7",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "no_proxy": "*",
    }


def test_a_module_that_fails_is_quoted_with_its_log(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.python.parent.mkdir(parents=True)
    layout.python.symlink_to(sys.executable)
    with pytest.raises(SetupProblem) as caught:
        run_module("no_such_module", layout, {})
    assert f"tests.cloud.no_such_module ended with 1; the end of {layout.log('no_such_module')}:" in str(caught.value)
    assert "No module named tests.cloud.no_such_module" in str(caught.value)

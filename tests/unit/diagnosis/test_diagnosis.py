# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of a diagnosis that depend on how a host's name is set up; the others are tested with os_diagnosis_info."""

from __future__ import annotations

from ansible_collections.nodeworks.openstack.plugins.module_utils.diagnosis.context import DiagnosisContext
from ansible_collections.nodeworks.openstack.plugins.module_utils.diagnosis.network import name, port
from ansible_collections.nodeworks.openstack.plugins.module_utils.service.cloud import Cloud
from ansible_collections.nodeworks.openstack.plugins.module_utils.session.token_store import TokenStore
from ansible_collections.nodeworks.openstack.plugins.module_utils.transport.transport import Transport
from ansible_collections.nodeworks.openstack.tests.unit.support import Reply, Serve, cloud_config


def place_of(url: str) -> DiagnosisContext:
    config = cloud_config(url)
    return DiagnosisContext(Cloud(config, Transport(config), TokenStore(None)), (), lambda _cloud, _services: {})


def test_address_that_does_not_answer_beside_one_that_does(serve: Serve) -> None:
    """As where a name has an IPv6 address, and nobody listens there."""
    context = place_of(serve(lambda _seen: Reply()).url)
    context.addresses = ["127.0.0.2", "127.0.0.1"]
    found = port(context)
    assert found.outcome == "warning"
    assert found.verdict.startswith(
        f"Port {context.target.port} of 127.0.0.1 takes connections at 127.0.0.1, but not at"
    )
    assert "all its addresses: 127.0.0.2: Connection refused." in found.verdict
    assert found.advice is not None


def test_addresses_that_all_answer_and_none(serve: Serve) -> None:
    """The sentence begins with a capital letter, and the rest of it is as it was."""
    context = place_of(serve(lambda _seen: Reply()).url)
    context.addresses = ["127.0.0.1"]
    number = context.target.port
    assert (port(context).outcome, port(context).verdict) == (
        "ok",
        f"Port {number} of 127.0.0.1 takes connections at 127.0.0.1.",
    )
    context.addresses = ["127.0.0.2"]
    found = port(context)
    assert found.outcome == "failed"
    assert found.verdict == f"Port {number} of 127.0.0.1 takes no connection: 127.0.0.2: Connection refused."


def test_name_that_is_known(serve: Serve) -> None:
    found = name(place_of(serve(lambda _seen: Reply()).url.replace("127.0.0.1", "localhost")))
    assert found.outcome == "ok"
    assert found.verdict.startswith("localhost is ")

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of each kind of resource, and of each reference to one: what its name means to an administrator."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils import resources
from ansible_collections.nodeworks.openstack.plugins.module_utils.resource.declaration import Field, Resource
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.wire import Json
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, fail

# Administrators are shown those of all projects. A name means the token's project's, and what is for all.
JUDGED = "judged here"
# The service shows an administrator no others, unless they are asked for.
OWN_ALONE = "the service lists the token's project's alone"
OF_THE_USER = "belongs to the user of the token"
OF_THE_CLOUD = "belongs to no project, and has a name of its own in the whole cloud"
LOOKED_FOR = "is asked of the identity service, or told by the token"
OF_A_DOMAIN = "is of its own in a domain, which is the token's if none is given"
TOLD_APART = "has no name; by what it is told from others, it is one in the whole cloud, or below another"
ONLY_SHOWN = "is only looked for, not referred to by name"

MEANING = {
    "address group": JUDGED,
    "address scope": JUDGED,
    "domain": OF_THE_CLOUD,
    "endpoint": TOLD_APART,
    "group": OF_A_DOMAIN,
    "host aggregate": OF_THE_CLOUD,
    "port forwarding": TOLD_APART,
    "RBAC policy": TOLD_APART,
    "region": OF_THE_CLOUD,
    "role assignment": TOLD_APART,
    "service": LOOKED_FOR,
    "user": OF_A_DOMAIN,
    "application credential": OF_THE_USER,
    "availability zone": OF_THE_CLOUD,
    "flavor": OF_THE_CLOUD,
    "floating IP": JUDGED,
    "hypervisor": ONLY_SHOWN,
    "image": JUDGED,
    "key pair": OF_THE_USER,
    "network": JUDGED,
    "network availability zone": OF_THE_CLOUD,
    "node": OWN_ALONE,
    "port": JUDGED,
    "project": LOOKED_FOR,
    "QoS policy": JUDGED,
    "role": LOOKED_FOR,
    "router": JUDGED,
    "security group": JUDGED,
    "security group rule": ONLY_SHOWN,
    "server group": OWN_ALONE,
    "subnet": JUDGED,
    "subnet pool": JUDGED,
    "volume": OWN_ALONE,
    "volume availability zone": OF_THE_CLOUD,
    "volume backup": OWN_ALONE,
    "volume snapshot": OWN_ALONE,
    "volume type": OF_THE_CLOUD,
}
# Kinds of the reservation service, of which nothing is made or referred to.
RESERVED = {"lease", "reservation", "host", "blazar host"}


def declared() -> list[Resource]:
    found: dict[int, Resource] = {}
    for module in pkgutil.iter_modules(resources.__path__):
        content = vars(importlib.import_module(f"{resources.__name__}.{module.name}"))
        found.update({id(one): one for one in content.values() if isinstance(one, Resource)})
    return list(found.values())


def referred_to(field: Field) -> list[Resource]:
    parts = [reference.to for reference in field.parts.values()]
    return [*parts, *([field.reference.to] if field.reference else [])]


def test_each_kind_is_in_the_table() -> None:
    known = {one.name for one in declared()} - RESERVED
    assert known == set(MEANING)


@pytest.mark.parametrize("resource", declared(), ids=lambda one: one.name)
def test_each_declaration_of_a_kind_is_as_the_table_says(resource: Resource) -> None:
    """A kind has several: as it is managed, and as others refer to it."""
    if resource.name in RESERVED:
        return
    assert (resource.for_all is not None) == (MEANING[resource.name] == JUDGED)
    assert (resource.refer is not None) <= (MEANING[resource.name] == LOOKED_FOR)


def test_each_reference_is_to_a_kind_whose_name_is_judged_or_clear() -> None:
    references = [(one.name, field.name, to) for one in declared() for field in one.fields for to in referred_to(field)]
    assert len(references) > 30
    for owner, option, to in references:
        assert MEANING[to.name] not in (ONLY_SHOWN,), (owner, option)
        assert (to.for_all is not None) == (MEANING[to.name] == JUDGED), (owner, option, to.name)


@pytest.fixture
def theirs(cloud: FakeCloud) -> dict[str, Json]:
    """What the project `demo` has, under one name."""
    project = cloud.accounts.project("demo", "default")
    assert project is not None
    network = cloud.network.add_network("theirs", "10.8.0.0/24")
    port = cloud.network.add_port(network["id"], name="theirs")
    return {
        "network": network,
        "port": port,
        "policy": cloud.network.add_qos_policy("theirs"),
        "address": cloud.network.add_floating_ip(),
        "image": cloud.image.add_image("theirs", owner=project.id, visibility="private"),
    }


def test_references_that_only_the_fake_cloud_has(administrator: Ansible, theirs: dict[str, Json]) -> None:
    """The rest is in tests/contract/test_names_of_administrators.py, on both."""
    made: dict[str, Any] = {"name": "mine", "network": "public"}
    assert "which an administrator reaches by id" in fail(administrator.run("os_port", **made, qos_policy="theirs"))
    node: dict[str, Any] = {"name": "web", "image": "cirros", "flavor": "m1.tiny"}
    address = str(theirs["address"]["floating_ip_address"])
    message = fail(administrator.os_node(**node, networks=["public"], floating_ips=[address]))
    assert f"no floating IP named '{address}'" in message
    assert str(theirs["address"]["id"]) in message
    assert administrator.writes() == []

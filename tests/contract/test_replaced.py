# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is removed to be made anew: all that the service would refuse is refused before."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.checks import nova_error
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, unique
from ansible_collections.nodeworks.openstack.tests.contract.tasks import Tasks
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Result, fail, succeed

pytestmark = pytest.mark.usefixtures("module_home")
KEY = " ".join(new_public_key().split()[:2])


def key_of(*parts: bytes) -> str:
    """A public key of these parts."""
    blob = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return f"{parts[0].decode()} {base64.b64encode(blob).decode()}"


ED25519 = key_of(b"ssh-ed25519", bytes(range(32)))
# A key of a security device, which only the service can judge.
ON_A_DEVICE = key_of(b"sk-ssh-ed25519@openssh.com", bytes(range(32)), b"ssh:")
NO_KEYS = {
    "damaged": "ssh-ed25519 AAAAnokey",
    "cut": ED25519[:-8],
    "longer": key_of(b"ssh-ed25519", bytes(range(32)), b"more"),
    "short": key_of(b"ssh-ed25519", bytes(range(31))),
    "another": ED25519.replace("ssh-ed25519", "ssh-rsa"),
    "even-exponent": key_of(b"ssh-rsa", b"\x02", b"\x00" + b"\xc1" * 128),
    "off-the-curve": key_of(b"ecdsa-sha2-nistp256", b"nistp256", b"\x04" + b"\x01" * 64),
    "unknown": key_of(b"ssh-foo", bytes(range(32))),
    "wrapped": f"{ED25519[:30]}\n{ED25519[30:]}",
    "with-options": f"no-pty {ED25519}",
}


@pytest.fixture
def name(demo_tasks: Tasks) -> Iterator[str]:
    """Return the name of a key pair that is there."""
    found = unique("admin-key")
    succeed(demo_tasks.run("keypair", name=found, public_key=KEY))
    yield found
    succeed(demo_tasks.run("keypair", name=found, state="absent"))


@pytest.mark.parametrize("text", [key for which, key in NO_KEYS.items()], ids=list(NO_KEYS))
def test_what_the_service_refuses_as_a_key_is_refused_before(
    cloud: Cloud, demo_tasks: Tasks, name: str, text: str
) -> None:
    body = {"keypair": {"name": unique("admin-key"), "public_key": text, "type": "ssh"}}
    if cloud.kind != "fake":  # which reads keys less closely
        message = "Keypair data is invalid: failed to generate fingerprint"
        nova_error(cloud.compute("POST", "/os-keypairs", "2.35", json=body), 400, message)
    for check in (True, False):
        result = demo_tasks.run("keypair", name=name, public_key=text, replace=True, check=check)
        assert "public_key " in fail(result)
        assert not result["changed"]
    assert succeed(demo_tasks.run("keypair", name=name))["key_pair"]["public_key"] == KEY


@pytest.mark.parametrize("text", [ED25519, ON_A_DEVICE, new_public_key()], ids=["ed25519", "device", "rsa"])
def test_key_is_replaced(demo_tasks: Tasks, name: str, text: str) -> None:
    replaced = succeed(demo_tasks.run("keypair", name=name, public_key=text, replace=True))
    assert (replaced.changed, replaced["key_pair"]["public_key"]) == (True, text)
    assert not succeed(demo_tasks.run("keypair", name=name, public_key=text, replace=True)).changed
    there = succeed(demo_tasks.run("keypair_info"))["key_pairs"]
    assert [one["name"] for one in there if one["name"].startswith(name)] == [name]


def test_key_that_only_the_service_can_judge_is_tried_first(demo_tasks: Tasks, name: str) -> None:
    certificate = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----"
    result = demo_tasks.run("keypair", name=name, public_key=certificate, type="x509", replace=True)
    assert "import the new key on trial" in fail(result)
    assert succeed(demo_tasks.run("keypair", name=name))["key_pair"]["public_key"] == KEY


def test_blanks_between_the_parts_of_a_key_do_not_matter(cloud: Cloud, demo_tasks: Tasks) -> None:
    """Nova takes a key with two blanks, and shows the fingerprint of nothing for it."""
    name, text = unique("admin-key"), ED25519.replace(" ", "  ")
    body = {"keypair": {"name": name, "public_key": text}}
    made = cloud.compute("POST", "/os-keypairs", "2.35", json=body).json()["keypair"]
    assert made["fingerprint"] == "d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e"
    assert cloud.compute("DELETE", f"/os-keypairs/{name}", "2.35").status_code == 204
    nova_error(
        cloud.compute(
            "POST",
            "/os-keypairs",
            "2.35",
            json={"keypair": {**body["keypair"], "public_key": text.replace("  ", "\t")}},
        ),
        400,
        "Keypair data is invalid: failed to generate fingerprint",
    )
    for spelling in (text, text.replace("  ", "\t")):
        mine = succeed(demo_tasks.run("keypair", name=name, public_key=spelling))["key_pair"]
        assert mine["public_key"] == ED25519
        assert mine["fingerprint"] != made["fingerprint"]
    succeed(demo_tasks.run("keypair", name=name, state="absent"))


@pytest.fixture
def credential(demo_tasks: Tasks) -> Iterator[Any]:
    """Return a function that brings an application credential, which is there, to another state."""
    name = unique("admin-credential")

    def run(**options: Any) -> Result:
        return demo_tasks.run("application_credential", name=name, **options)

    succeed(run(roles=["reader"]))
    yield run
    succeed(run(state="absent"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"roles": ["membre"]}, "The token has no role 'membre'"),
        ({"roles": ["reader", "manager"]}, "The token has no role 'manager'"),
        ({"roles": ["0" * 32]}, f"The token has no role '{'0' * 32}'"),
        ({"expires_at": "2001-01-01"}, "which is past"),
        ({"access_rules": [{"service": "compute", "method": "GET", "path": "v2.1/servers"}]}, "has to begin with /"),
        ({"roles": []}, "roles must not be empty"),
    ],
    ids=["unknown", "not-his", "id", "past", "path", "no-roles"],
)
def test_what_the_service_refuses_as_a_credential_is_refused_before(
    credential: Any, options: dict[str, Any], message: str
) -> None:
    before = succeed(credential())["application_credential"]
    for check in (True, False):
        result = credential(**options, replace=True, check=check)
        assert message in fail(result)
        assert not result["changed"]
    assert succeed(credential())["application_credential"] == before


def test_case_of_a_role_s_name_does_not_matter(credential: Any) -> None:
    assert not succeed(credential(roles=["Reader"])).changed
    replaced = succeed(credential(roles=["MEMBER"], replace=True))
    assert "member" in [role["name"] for role in replaced["application_credential"]["roles"]]
    assert not succeed(credential(roles=["Member"])).changed

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_keypair and os_keypair_info on the fake cloud."""

from __future__ import annotations

import pathlib
import stat
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.compute.small import new_public_key
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

KEY = new_public_key().rsplit(" ", 1)[0]
OTHER = new_public_key()


@pytest.fixture
def keypair(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_keypair", **{"name": "alice", **options})

    return run


def test_key_is_imported_once(ansible: Ansible, keypair: Any) -> None:
    predicted = succeed(keypair(public_key=KEY, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(keypair(public_key=KEY, diff=True))
    assert (predicted.changed, made.changed) == (True, True)
    assert predicted["key_pair"] == made["key_pair"]
    assert predicted["diff"] == made["diff"]
    assert made["key_pair"]["public_key"] == KEY
    ansible.cloud.clear_log()
    again = succeed(keypair(public_key=KEY))
    assert (again.changed, again["key_pair"]) == (False, made["key_pair"])
    assert ansible.lines() == ["GET compute /v2.1/os-keypairs/alice"]


@pytest.mark.parametrize(
    "text", [f"{KEY} bob@laptop", f"{KEY}\n", f"  {KEY}   other comment\r\n", KEY.replace(" ", "  ")]
)
def test_rival_takes_another_comment_or_white_space_for_another_key(keypair: Any, text: str) -> None:
    succeed(keypair(public_key=f"{KEY} alice"))
    assert not succeed(keypair(public_key=text)).changed


def test_key_of_a_file(keypair: Any, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "id.pub"
    path.write_text(f"{KEY} alice\n", encoding="utf-8")
    assert succeed(keypair(public_key_file=str(path))).changed
    assert not succeed(keypair(keyfile=str(path))).changed
    assert not succeed(keypair(key_material=KEY)).changed
    assert "mutually exclusive" in fail(keypair(public_key_file=str(path), public_key=KEY))
    assert "nope cannot be read: No such file" in fail(keypair(public_key_file=str(tmp_path / "nope")))


def test_another_key_is_an_error_unless_it_may_be_replaced(ansible: Ansible, keypair: Any) -> None:
    succeed(keypair(public_key=KEY))
    ansible.cloud.clear_log()
    message = fail(keypair(public_key=OTHER))
    assert "differs in what cannot be changed" in message
    assert "Set replace to true" in message
    assert ansible.writes() == []
    predicted = succeed(keypair(public_key=OTHER, replace=True, check=True, diff=True))
    assert ansible.writes() == []
    replaced = succeed(keypair(public_key=OTHER, replace=True, diff=True))
    assert (replaced["key_pair"], replaced["diff"]) == (predicted["key_pair"], predicted["diff"])
    assert replaced["key_pair"]["public_key"] == OTHER
    assert not succeed(keypair(public_key=OTHER, replace=True)).changed


def test_type_of_a_key_is_compared(keypair: Any) -> None:
    succeed(keypair(public_key=KEY))
    assert not succeed(keypair(type="ssh")).changed
    assert "type is 'ssh', wanted 'x509'" in fail(keypair(type="x509"))


def test_rival_shows_the_private_key_which_goes_into_a_file_alone(
    keypair: Any, tmp_path: pathlib.Path, ansible: Ansible
) -> None:
    path = tmp_path / "deploy"
    options: dict[str, Any] = {"generate": True, "private_key_file": str(path)}
    assert succeed(keypair(**options, check=True)).changed
    assert not path.exists()
    assert ansible.writes() == []
    made = succeed(keypair(**options, trace="result"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-----BEGIN RSA PRIVATE KEY-----")
    assert "PRIVATE KEY" not in made.output
    assert "bm90IGEga2V5" not in made.output
    again = succeed(keypair(**options))
    assert (again.changed, path.read_text(encoding="utf-8")) == (False, text)


def test_private_key_overwrites_no_file(keypair: Any, tmp_path: pathlib.Path, ansible: Ansible) -> None:
    path = tmp_path / "deploy"
    path.write_text("mine", encoding="utf-8")
    for check in (True, False):
        message = fail(keypair(generate=True, private_key_file=str(path), check=check))
        assert "is there already, and is not overwritten" in message
    assert "There is no folder" in fail(keypair(generate=True, private_key_file=str(tmp_path / "no" / "deploy")))
    assert path.read_text(encoding="utf-8") == "mine"
    assert ansible.writes() == []


def test_no_file_is_left_where_no_key_was_made(keypair: Any, tmp_path: pathlib.Path) -> None:
    message = fail(keypair(name="bad/name", generate=True, private_key_file=str(tmp_path / "deploy")))
    assert "Could not create key pair 'bad/name'" in message
    assert list(tmp_path.glob("deploy*")) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "To make key pair 'alice', give public_key, or set generate to true."),
        ({"generate": False}, "To make key pair 'alice', give public_key, or set generate to true."),
        ({"generate": True}, "generate needs private_key_file"),
        ({"public_key": "-----BEGIN OPENSSH PRIVATE KEY-----\nabc"}, "public_key is a private key"),
        ({"public_key": "ssh-rsa"}, "public_key is no public key"),
        ({"name": "", "public_key": KEY}, "name must not be empty."),
    ],
    ids=["nothing", "not-made", "no-file", "private", "half", "no-name"],
)
def test_refused(keypair: Any, ansible: Ansible, options: dict[str, Any], message: str) -> None:
    assert message in fail(keypair(**options))
    assert ansible.writes() == []


def test_key_pair_is_removed_once(ansible: Ansible, keypair: Any, cloud: FakeCloud) -> None:
    succeed(keypair(public_key=KEY))
    ansible.cloud.clear_log()
    assert succeed(keypair(state="absent", check=True)).changed
    assert ansible.writes() == []
    removed = succeed(keypair(state="absent"))
    assert (removed.changed, removed["key_pair"]) == (True, None)
    assert not succeed(keypair(state="absent")).changed


def test_key_pairs_are_looked_for(ansible: Ansible, keypair: Any) -> None:
    made = succeed(keypair(public_key=KEY))["key_pair"]
    everything = succeed(ansible.run("os_keypair_info"))["key_pairs"]
    assert [one["name"] for one in everything] == ["alice", "demo"]
    assert everything[0] == made
    for which in ({"name": "alice"}, {"id": "alice"}, {"names": ["alice", "nope"]}):
        assert succeed(ansible.run("os_keypair_info", **which))["key_pairs"] == [made]
    assert succeed(ansible.run("os_keypair_info", name="nope"))["key_pairs"] == []


def test_rival_has_no_check_mode_for_key_pairs(ansible: Ansible, keypair: Any) -> None:
    assert "skipped" not in succeed(keypair(public_key=KEY, check=True)).data

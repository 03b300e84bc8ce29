# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_application_credential on the fake cloud."""

from __future__ import annotations

import pathlib
import stat
from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.accounts import ApplicationCredential
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.fake.tokens import Scope
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

RULES = [
    {"service": "compute", "method": "GET", "path": "/v2.1/servers"},
    {"service": "network", "method": "GET", "path": "/v2.0/**"},
]
WANTED: dict[str, Any] = {
    "name": "backup",
    "description": "for the backup",
    "roles": ["reader"],
    "access_rules": RULES,
    "expires_at": "2099-01-31T13:00:00+01:00",
    "unrestricted": False,
}


@pytest.fixture
def credential(ansible: Ansible) -> Any:
    def run(**options: Any) -> Result:
        return ansible.run("os_application_credential", **options)

    return run


def stored(cloud: FakeCloud, name: str = "backup") -> ApplicationCredential:
    return next(one for one in cloud.accounts.application_credentials if one.name == name)


def logs_in(cloud: FakeCloud, credential_id: str, secret: str) -> bool:
    options = {"auth_url": cloud.auth_url, "region_name": "RegionOne", "retries": 0, "application_credential_id": ""}
    options = {**options, "application_credential_id": credential_id, "application_credential_secret": secret}
    return Ansible(cloud, options).run("os_catalog_info").exit_code == 0


def test_credential_is_made_once(ansible: Ansible, credential: Any, cloud: FakeCloud) -> None:
    predicted = succeed(credential(**WANTED, check=True, diff=True))
    assert ansible.writes() == []
    made = succeed(credential(**WANTED, diff=True))
    assert (made.changed, made["diff"]) == (True, predicted["diff"])
    shown = dict(made["application_credential"])
    secret = shown.pop("secret")
    assert logs_in(cloud, shown["id"], secret)
    assert (shown["expires_at"], shown["access_rules"]) == ("2099-01-31T12:00:00.000000", RULES)
    assert [role["name"] for role in shown["roles"]] == ["reader"]
    unknown = {"id": None, "project_id": None, "roles": [{"id": None, "name": "reader"}]}
    assert predicted["application_credential"] == {**shown, **unknown}
    cloud.clear_log()
    again = succeed(credential(**WANTED))
    assert (again.changed, again["application_credential"]) == (False, shown)
    assert len(ansible.lines()) == 1
    assert not succeed(credential(**{**WANTED, "access_rules": RULES[::-1]})).changed


def test_secret_is_told_once_and_only_where_it_is_made_up(credential: Any, cloud: FakeCloud) -> None:
    made = succeed(credential(name="backup", secret="correct horse battery"))
    assert "secret" not in made["application_credential"]
    assert "correct horse battery" not in made.output
    assert logs_in(cloud, made["application_credential"]["id"], "correct horse battery")
    assert not succeed(credential(name="backup", secret="another one")).changed
    assert stored(cloud).secret == "correct horse battery"


def test_secret_goes_into_a_file_of_the_user_s_own(credential: Any, cloud: FakeCloud, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "secret"
    made = succeed(credential(name="backup", secret_file=str(file)))
    assert file.read_text() == stored(cloud).secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stored(cloud).secret not in made.output
    assert "secret" not in made["application_credential"]
    message = fail(credential(name="other", secret_file=str(file)))
    assert "is there already, and is not overwritten" in message
    assert len(cloud.accounts.application_credentials) == 2


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        ({"description": "new"}, "description is 'for the backup', wanted 'new'"),
        ({"description": ""}, "description is 'for the backup', wanted ''"),
        ({"roles": ["member"]}, "roles is ['reader'], wanted ['member']"),
        ({"access_rules": []}, "access_rules is [{"),
        ({"expires_at": "2098-01-31"}, "wanted '2098-01-31T00:00:00.000000'"),
        ({"unrestricted": True}, "unrestricted is False, wanted True"),
    ],
    ids=["description", "no-description", "roles", "rules", "expiry", "unrestricted"],
)
def test_rival_passes_what_differs_over(
    ansible: Ansible, credential: Any, cloud: FakeCloud, options: Any, difference: str
) -> None:
    old = succeed(credential(**WANTED))["application_credential"]
    cloud.clear_log()
    message = fail(credential(name="backup", **options))
    assert difference in message
    assert "Set replace to true to remove it and make it anew, with another secret" in message
    assert difference in succeed(credential(name="backup", **options, on_drift="warn")).warnings[0]
    assert not succeed(credential(name="backup", **options, on_drift="ignore")).changed
    assert ansible.writes() == []
    predicted = succeed(credential(name="backup", **options, replace=True, check=True, diff=True))
    assert ansible.writes() == []
    new = succeed(credential(name="backup", **options, replace=True, diff=True))
    assert (new.changed, new["diff"]) == (True, predicted["diff"])
    shown = new["application_credential"]
    assert shown["id"] != old["id"]
    assert logs_in(cloud, shown["id"], shown["secret"])
    # All of which nothing was said is as it was.
    kept = set(WANTED) - set(options) - {"name", "roles"}
    assert {key: shown[key] for key in kept} == {key: old[key] for key in kept}
    assert not succeed(credential(name="backup", **options)).changed
    assert not succeed(credential(**{**WANTED, **options})).changed


def test_roles_that_are_implied_are_no_difference(credential: Any) -> None:
    made = succeed(credential(name="backup", roles=["member"]))["application_credential"]
    assert sorted(role["name"] for role in made["roles"]) == ["member", "reader"]
    assert not succeed(credential(name="backup", roles=["member"])).changed
    ids = [role["id"] for role in made["roles"]]
    assert not succeed(credential(name="backup", roles=ids)).changed
    assert "roles is ['member', 'reader'], wanted ['reader']" in fail(credential(name="backup", roles=["reader"]))


def test_role_is_asked_for_by_its_id(credential: Any, cloud: FakeCloud) -> None:
    succeed(credential(name="backup", roles=[cloud.accounts.role_ids["reader"]]))
    assert stored(cloud).roles == ("reader",)


def test_credential_is_removed_once(ansible: Ansible, credential: Any, cloud: FakeCloud) -> None:
    made = succeed(credential(**WANTED))["application_credential"]
    cloud.clear_log()
    assert succeed(credential(id=made["id"], state="absent", check=True)).changed
    assert ansible.writes() == []
    removed = succeed(credential(id=made["id"], state="absent"))
    assert (removed.changed, removed["application_credential"]) == (True, None)
    assert not succeed(credential(name="backup", state="absent")).changed
    assert not logs_in(cloud, made["id"], made["secret"])


def test_one_application_credential_makes_others_only_if_it_is_unrestricted(credential: Any, cloud: FakeCloud) -> None:
    for unrestricted in (False, True):
        name = f"first-{unrestricted}".lower()
        made = succeed(credential(name=name, unrestricted=unrestricted))["application_credential"]
        options = {"auth_url": cloud.auth_url, "region_name": "RegionOne", "application_credential_id": made["id"]}
        program = Ansible(cloud, {**options, "application_credential_secret": made["secret"]})
        result = program.run("os_application_credential", name=f"{name}-second")
        assert (result.exit_code == 0) == unrestricted
        if not unrestricted:
            assert "not allowed for managing additional application credentials" in fail(result)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "one of the following is required: name, id"),
        ({"name": "backup", "expires_at": "soon"}, "expires_at has to be a time like 2027-01-31T12:00:00Z, not 'soon'"),
        ({"name": "backup", "expires_at": "2001-01-01"}, "expires_at is 2001-01-01T00:00:00.000000, which is past"),
        ({"name": "backup", "roles": ["admin"]}, "The token has no role 'admin'"),
        ({"name": "backup", "roles": []}, "roles must not be empty: the identity service would allow everything"),
        (
            {"name": "backup", "access_rules": []},
            "access_rules must not be empty: the identity service would allow everything",
        ),
        ({"name": "backup", "access_rules": [{"service": "compute"}]}, "missing required arguments"),
        ({"id": "26bb287fd56a4f1788d48c81d7a1b3e6"}, "Give a name to make one"),
    ],
    ids=["nothing", "no-time", "past", "role", "no-roles", "no-rules", "rule", "unknown-id"],
)
def test_refused(credential: Any, cloud: FakeCloud, options: dict[str, Any], message: str) -> None:
    assert message in fail(credential(**options))
    assert len(cloud.accounts.application_credentials) == 1


def test_token_of_nobody_known(cloud: FakeCloud) -> None:
    token = cloud.tokens.issue(cloud.accounts.users[0], Scope(), [], ["password"]).id
    endpoints = {"identity": {"url": cloud.auth_url}, "compute": {"url": f"{cloud.origin}/compute/v2.1"}}
    options = {"endpoints": endpoints, "auth_version": "token", "auth_token": token}
    message = fail(Ansible(cloud, options).run("os_application_credential", name="backup"))
    assert "Nothing is known of whom the token for the identity service is, and the path needs it." in message

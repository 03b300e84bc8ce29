# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every contract test runs twice: against the fake, and against a real cloud, which must not be left out."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.caller import ALL_VERSIONS, Caller
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, real_cloud, unique
from ansible_collections.nodeworks.openstack.tests.contract.servers import Servers, Sessions
from ansible_collections.nodeworks.openstack.tests.contract.site import Site, fake_site
from ansible_collections.nodeworks.openstack.tests.contract.tasks import Tasks
from ansible_collections.nodeworks.openstack.tests.contract.volumes import Volumes
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud


@pytest.fixture(scope="session", params=["fake", "real"])
def sessions(request: pytest.FixtureRequest) -> Iterator[Sessions]:
    """Return sessions with a cloud; without a real one the test fails, it is never skipped."""
    with contextlib.ExitStack() as stack:
        if request.param == "real":
            user, admin = _real_session(), _real_session("-admin")
        else:
            fake = stack.enter_context(FakeCloud())
            fake.timings.build_seconds = fake.timings.action_seconds = fake.timings.delete_seconds = 0.03
            # As the second region of the loopback cloud (tests/cloud/layout.py).
            patient = fake.compute.region("RegionTwo")
            patient.keeps_deleted, patient.offloads_at_once = True, False
            user, admin = _fake_session(fake, "demo"), _fake_session(fake, "admin")
        for session in (user, admin):
            session.log_in()
            stack.callback(session.http.close)
        yield Sessions(user, admin)


@pytest.fixture(scope="session")
def cloud(sessions: Sessions) -> Cloud:
    """Return a user's session with a cloud."""
    return sessions.user


@pytest.fixture(scope="session")
def admin(sessions: Sessions) -> Cloud:
    """Return an administrator's session with the same cloud."""
    return sessions.admin


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory, sessions: Sessions) -> Iterator[None]:
    """No token of an earlier test for modules, and no settings but those of the sessions, which are there by now."""
    assert sessions
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for variable in list(os.environ):
            if variable.startswith(("OS_", "XDG_")):
                patch.delenv(variable)
        yield


@pytest.fixture(scope="module")
def demo_tasks(sessions: Sessions) -> Tasks:
    """Return who runs modules as a user."""
    return Tasks(sessions.user)


@pytest.fixture(scope="module")
def admin_tasks(sessions: Sessions) -> Tasks:
    """Return who runs modules as an administrator."""
    return Tasks(sessions.admin)


@pytest.fixture
def servers(sessions: Sessions) -> Iterator[Servers]:
    """Return who makes servers for a test, and takes them away."""
    made = Servers(sessions.user, sessions.admin)
    yield made
    made.close()


@pytest.fixture
def patient_servers(sessions: Sessions) -> Iterator[Servers]:
    """Return the same for RegionTwo, where what is deleted can be restored and what is shelved keeps its host."""
    made = Servers(*sessions.patient)
    yield made
    made.close()


@pytest.fixture
def volumes(cloud: Cloud, servers: Servers, patient_servers: Servers) -> Iterator[Volumes]:
    """Return who makes volumes for a test, and takes them away, after the servers that have them."""
    made = Volumes(cloud)
    yield made
    servers.close()
    patient_servers.close()
    made.close()


def _real_session(suffix: str = "") -> Cloud:
    try:
        return real_cloud(suffix)
    except AssertionError as problem:
        pytest.fail(str(problem), pytrace=False)


def _fake_session(fake: FakeCloud, username: str) -> Cloud:
    options = fake.connection_options(username)
    return Cloud(
        "fake",
        options["auth_url"],
        options["username"],
        options["password"],
        options["project_name"],
        {"name": options["user_domain_name"]},
        {"name": options["project_domain_name"]},
        options["region_name"],
    )


@pytest.fixture(scope="module")
def server_id(cloud: Cloud) -> Iterator[str]:
    """Return an ACTIVE server that the tests of one file share; each leaves it ACTIVE."""
    body = cloud.server_body(unique("shared"), metadata={"colour": "red"})
    response = cloud.compute("POST", "/servers", "2.79", json=body)
    assert response.status_code == 202, response.text
    made = str(response.json()["server"]["id"])
    cloud.wait_for(made, "ACTIVE")
    yield made
    cloud.compute("DELETE", f"/servers/{made}")
    cloud.wait_for(made, None)


@pytest.fixture(name="site", scope="module", params=["fake", "real"])
def site_with_its_administrator(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Return a cloud to prepare; without a real one the test fails, it is never skipped."""
    with contextlib.ExitStack() as stack:
        if request.param == "fake":
            site = stack.enter_context(fake_site())
        else:
            site = stack.enter_context(contextlib.closing(real_site()))
        yield site


def real_site() -> Site:
    """Return the real cloud with its administrator's session."""
    admin = _real_session("-admin")
    admin.log_in()
    return Site(admin)


@pytest.fixture(name="caller")
def caller_of_a_cloud_with_all_versions() -> Iterator[Caller]:
    """Return who asks a cloud that speaks everything."""
    with FakeCloud(identity_versions=ALL_VERSIONS) as cloud:
        caller = Caller(cloud)
        yield caller
        caller.http.close()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every contract test runs twice: against the fake, and against a real cloud, which must not be left out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from ansible_collections.nodeworks.openstack.tests.contract.caller import ALL_VERSIONS, Caller
from ansible_collections.nodeworks.openstack.tests.contract.client import Cloud, real_cloud, unique
from ansible_collections.nodeworks.openstack.tests.contract.site import Site, fake_site
from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud


@pytest.fixture(scope="session", params=["fake", "real"])
def cloud(request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Return a session with a cloud; without a real one the test fails, it is never skipped."""
    if request.param == "real":
        try:
            session = real_cloud()
        except AssertionError as problem:
            pytest.fail(str(problem), pytrace=False)
        session.log_in()
        yield session
        session.http.close()
        return
    with FakeCloud() as fake:
        fake.timings.build_seconds = fake.timings.action_seconds = fake.timings.delete_seconds = 0.03
        options = fake.connection_options()
        session = Cloud(
            "fake",
            options["auth_url"],
            options["username"],
            options["password"],
            options["project_name"],
            {"name": options["user_domain_name"]},
            {"name": options["project_domain_name"]},
            options["region_name"],
        )
        session.log_in()
        yield session
        session.http.close()


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
    try:
        admin = real_cloud("-admin")
    except AssertionError as problem:
        pytest.fail(str(problem), pytrace=False)
    admin.log_in()
    return Site(admin)


@pytest.fixture(name="caller")
def caller_of_a_cloud_with_all_versions() -> Iterator[Caller]:
    """Return who asks a cloud that speaks everything."""
    with FakeCloud(identity_versions=ALL_VERSIONS) as cloud:
        caller = Caller(cloud)
        yield caller
        caller.http.close()

# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which endpoint of a catalog is meant, and every sentence that says why none is."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.access import CatalogEntry
from ansible_collections.nodeworks.openstack.plugins.module_utils.catalog.choose import asked_for, choose, regions_of
from ansible_collections.nodeworks.openstack.plugins.module_utils.catalog.describe import (
    catalog_summary,
    grouped,
    listed,
)
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import EndpointFilter
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import EndpointNotFound
from ansible_collections.nodeworks.openstack.tests.unit.support import entry

NOVA = (
    entry("http://pub-1/v2.1"),
    entry("http://int-1/v2.1", interface="internal"),
    entry("http://pub-2/v2.1", region="RegionTwo"),
    entry("http://int-2/v2.1", region="RegionTwo", interface="internal"),
)
GLANCE = (entry("http://glance", "image", "glance"),)


def endpoint_filter(service: str = "compute", **fields: Any) -> EndpointFilter:
    return EndpointFilter(service, **fields)


def refusal(catalog: tuple[CatalogEntry, ...], the_filter: EndpointFilter) -> str:
    with pytest.raises(EndpointNotFound) as caught:
        choose(catalog, the_filter)
    return str(caught.value)


@pytest.mark.parametrize(
    ("the_filter", "url", "why"),
    [
        pytest.param(
            endpoint_filter(region_name="RegionOne"),
            "http://pub-1/v2.1",
            "type 'compute', any name, interface public, region 'RegionOne' as asked",
            id="region",
        ),
        pytest.param(
            endpoint_filter(region_name="RegionTwo", interface="internal"),
            "http://int-2/v2.1",
            "type 'compute', any name, interface internal, region 'RegionTwo' as asked",
            id="interface",
        ),
        pytest.param(
            endpoint_filter(region_name="RegionOne", service_name="nova", service_type="compute"),
            "http://pub-1/v2.1",
            "type 'compute' as asked, name 'nova' as asked, interface public, region 'RegionOne' as asked",
            id="type-and-name",
        ),
        pytest.param(
            endpoint_filter("image"),
            "http://glance",
            "type 'image', any name, interface public, region 'RegionOne', the only one",
            id="only-region",
        ),
    ],
)
def test_endpoint_that_fits(the_filter: EndpointFilter, url: str, why: str) -> None:
    choice = choose(NOVA + GLANCE, the_filter)
    assert (choice.service, choice.url, choice.why) == (the_filter.service, url, why)
    assert choice.entry is not None
    assert choice.entry.url == url


@pytest.mark.parametrize(
    ("the_filter", "regions"),
    [
        (endpoint_filter(), ("RegionOne", "RegionTwo")),
        (endpoint_filter(region_name="RegionTwo"), ("RegionOne", "RegionTwo")),
        (endpoint_filter(interface="internal"), ("RegionOne", "RegionTwo")),
        (endpoint_filter(interface="admin"), ()),
        (endpoint_filter(service_name="nova2"), ()),
        (endpoint_filter("image"), ("RegionOne",)),
        (endpoint_filter("volume"), ("RegionThree",)),
        (endpoint_filter("network"), ()),
    ],
)
def test_regions_that_have_a_service(the_filter: EndpointFilter, regions: tuple[str, ...]) -> None:
    cinder = entry("http://cinder", "volumev3", "cinderv3", region="RegionThree")
    nowhere = entry("http://neutron", "network", "neutron", region=None)
    assert regions_of((*NOVA, *NOVA, *GLANCE, cinder, nowhere), the_filter) == regions


def test_forced_url_is_taken_without_looking() -> None:
    choice = choose((), endpoint_filter(url="http://forced", service_name="nova2", region_name="Nowhere"))
    assert (choice.url, choice.entry) == ("http://forced", None)
    assert choice.why == "forced by an option; the catalog is not consulted"


@pytest.mark.parametrize(
    ("types", "chosen"),
    [
        (["block-storage", "volumev3", "volume"], "block-storage"),
        (["volumev2", "volumev3"], "volumev3"),
        (["volume", "volumev2"], "volumev2"),
        (["volume"], "volume"),
        (["volumev2"], "volumev2"),
        (["block-store"], "block-store"),
    ],
)
def test_aliases_of_a_type_are_tried_in_order(types: list[str], chosen: str) -> None:
    catalog = tuple(entry(f"http://{one}", one, "cinder") for one in types)
    assert choose(catalog, endpoint_filter("volume")).url == f"http://{chosen}"


def test_alias_is_tried_when_the_first_type_has_no_such_endpoint() -> None:
    catalog = (
        entry("http://a", "block-storage", "cinder", interface="admin"),
        entry("http://b", "volumev3", "cinderv3"),
    )
    assert choose(catalog, endpoint_filter("volume")).url == "http://b"


def test_type_that_was_asked_for_has_no_aliases() -> None:
    catalog = (entry("http://b", "block-storage", "cinder"),)
    assert refusal(catalog, endpoint_filter("volume", service_type="volumev3")) == (
        "Could not find specified endpoint: no 'volumev3' service with a public endpoint."
        " The catalog has: no such type, but block-storage."
        " Set endpoints.volume.service_type to one of block-storage, or force the endpoint with volume_url."
    )


def test_type_that_is_not_ours_can_be_asked_for() -> None:
    catalog = (entry("http://legacy", "compute_legacy"), *NOVA)
    assert choose(catalog, endpoint_filter(service_type="compute_legacy")).url == "http://legacy"


def test_equal_duplicates_are_one() -> None:
    assert choose((NOVA[0], NOVA[0]), endpoint_filter()).url == "http://pub-1/v2.1"


def test_endpoint_of_a_service_without_name_or_region() -> None:
    catalog = (entry("http://x", name=None, region=None),)
    assert choose(catalog, endpoint_filter()).url == "http://x"
    for region in (None, "RegionOne"):
        choice = choose(catalog, endpoint_filter(region_name=region))
        assert choice.url == "http://x"
        assert choice.why == "type 'compute', any name, interface public, no region, so it is for all of them"


ANYWHERE = entry("http://anywhere", region=None)


@pytest.mark.parametrize("region", [None, ""])
@pytest.mark.parametrize("asked", ["RegionOne", None])
def test_endpoint_without_region_stands_back_behind_one_of_the_region(region: str | None, asked: str | None) -> None:
    catalog = (entry("http://anywhere", region=region), entry("http://one"))
    assert choose(catalog, endpoint_filter(region_name=asked)).url == "http://one"


def test_endpoint_without_region_is_not_for_a_region_that_is_misspelt() -> None:
    assert refusal((ANYWHERE, *NOVA), endpoint_filter(region_name="RegionTree")) == (
        "Could not find specified endpoint: no 'compute' service with a public endpoint in region 'RegionTree'."
        " The catalog has: compute 'nova' (public, internal: no region, RegionOne, RegionTwo)."
        " Set region_name to 'RegionOne' or 'RegionTwo', or force the endpoint with base_url."
    )


def test_endpoint_without_region_of_a_service_that_was_named() -> None:
    old = entry("http://old", name="nova-old", region=None)
    assert choose((old, *NOVA), endpoint_filter(service_name="nova-old", region_name="RegionTwo")).url == "http://old"
    assert choose((old, *NOVA), endpoint_filter(region_name="RegionTwo")).url == "http://pub-2/v2.1"


def test_names_that_auth_1_has_can_be_asked_for_as_types() -> None:
    catalog = (entry("http://old", name="cloudServers", region=None), entry("http://new", name="cloudServersOpenStack"))
    assert choose(catalog, endpoint_filter(service_type="cloudServers")).url == "http://old"
    assert choose(catalog, endpoint_filter(service_type="cloudServersOpenStack")).url == "http://new"


def test_type_with_a_name_of_the_clouds_own_is_offered() -> None:
    assert refusal((entry("http://legacy", "compute_legacy"), *GLANCE), endpoint_filter()) == (
        "Could not find specified endpoint: no 'compute' service with a public endpoint."
        " The catalog has: no such type, but compute_legacy, image."
        " Set service_type to 'compute_legacy', or force the endpoint with base_url."
    )
    message = refusal((entry("http://n", "networkv2"),), endpoint_filter("network"))
    assert "Set endpoints.network.service_type to 'networkv2'," in message


def test_empty_catalog_of_a_token_with_a_scope() -> None:
    with pytest.raises(EndpointNotFound) as caught:
        choose((), endpoint_filter(), scope="project 'demo'")
    assert str(caught.value) == (
        "Could not find specified endpoint: no 'compute' service with a public endpoint. The catalog is empty, although"
        " the token has a scope, project 'demo': the cloud has no endpoints for it. Ask its operators, who say which"
        " endpoints a project sees, or force the endpoint with base_url."
    )


# Why none.


def test_message_of_the_manual() -> None:
    catalog = (*NOVA, *GLANCE)
    assert refusal(catalog, endpoint_filter(service_name="nova2", region_name="RegionOne")) == (
        "Could not find specified endpoint: no 'compute' service named 'nova2' with a public endpoint in region"
        " 'RegionOne'. The catalog has: compute 'nova' (public, internal: RegionOne, RegionTwo)."
        " Set service_name to 'nova', leave it out, or force the endpoint with base_url."
    )


@pytest.mark.parametrize(
    ("catalog", "the_filter", "message"),
    [
        pytest.param(
            (),
            endpoint_filter(),
            "no 'compute' service with a public endpoint. The catalog is empty, as it is for a token without scope."
            " Give a project (project_name or project_id), or force the endpoint with base_url.",
            id="empty",
        ),
        pytest.param(
            (),
            endpoint_filter("placement", interface="internal", region_name="R"),
            "no 'placement' service with an internal endpoint in region 'R'. The catalog is empty, as it is for a token"
            " without scope. Give a project (project_name or project_id), or force the endpoint with"
            " endpoints.placement.url.",
            id="empty-other-service",
        ),
        pytest.param(
            GLANCE,
            endpoint_filter(),
            "no 'compute' service with a public endpoint. The catalog has: no such type, but image."
            " Force the endpoint with base_url.",
            id="no-such-type",
        ),
        pytest.param(
            NOVA,
            endpoint_filter(),
            "'compute' has public endpoints in several regions: RegionOne, RegionTwo. Set region_name to one of them.",
            id="several-regions",
        ),
        pytest.param(
            NOVA,
            endpoint_filter(region_name="RegionThree"),
            "no 'compute' service with a public endpoint in region 'RegionThree'."
            " The catalog has: compute 'nova' (public, internal: RegionOne, RegionTwo)."
            " Set region_name to 'RegionOne' or 'RegionTwo', or force the endpoint with base_url.",
            id="region",
        ),
        pytest.param(
            NOVA,
            endpoint_filter(region_name="regionone"),
            "no 'compute' service with a public endpoint in region 'regionone'."
            " The catalog has: compute 'nova' (public, internal: RegionOne, RegionTwo)."
            " Set region_name to 'RegionOne' (upper and lower case count), or force the endpoint with base_url.",
            id="region-case",
        ),
        pytest.param(
            NOVA,
            endpoint_filter(interface="admin", region_name="RegionOne"),
            "no 'compute' service with an admin endpoint in region 'RegionOne'."
            " The catalog has: compute 'nova' (public, internal: RegionOne, RegionTwo)."
            " Set interface to 'internal' or 'public', or force the endpoint with base_url.",
            id="interface",
        ),
        pytest.param(
            NOVA,
            endpoint_filter(interface="admin", region_name="R", service_name="nova2"),
            "no 'compute' service named 'nova2' with an admin endpoint in region 'R'."
            " The catalog has: compute 'nova' (public, internal: RegionOne, RegionTwo)."
            " Set service_name to 'nova', leave it out, set region_name to 'RegionOne' or 'RegionTwo', set interface to"
            " 'internal' or 'public', or force the endpoint with base_url.",
            id="all-at-once",
        ),
        pytest.param(
            (entry("http://a", region="A"), entry("http://b", region="B", interface="internal")),
            endpoint_filter(region_name="B"),
            "no 'compute' service with a public endpoint in region 'B'."
            " The catalog has: compute 'nova' (public, internal: A, B)."
            " Force the endpoint with base_url.",
            id="each-but-not-together",
        ),
        pytest.param(
            (entry("http://a"), entry("http://b", name="nova-cells")),
            endpoint_filter(),
            "'compute' service with a public endpoint is there more than once: nova http://a, nova-cells http://b."
            " Set service_name, or force the endpoint with base_url.",
            id="two-names",
        ),
        pytest.param(
            (entry("http://a"), entry("http://b")),
            endpoint_filter(),
            "'compute' service with a public endpoint is there more than once: nova http://a, nova http://b."
            " Force the endpoint with base_url.",
            id="two-urls",
        ),
        pytest.param(
            (entry("http://a", name=None),),
            endpoint_filter(service_name="nova"),
            "no 'compute' service named 'nova' with a public endpoint. The catalog has: compute '' (public: RegionOne)."
            " Leave service_name out, or force the endpoint with base_url.",
            id="nameless",
        ),
    ],
)
def test_why_none(catalog: tuple[CatalogEntry, ...], the_filter: EndpointFilter, message: str) -> None:
    assert refusal(catalog, the_filter) == f"Could not find specified endpoint: {message}"


def test_empty_url_is_said_to_be_empty() -> None:
    message = refusal((entry(""),), endpoint_filter())
    assert message.startswith("Could not find specified endpoint: ")
    assert "empty" in message or "no URL" in message


@pytest.mark.parametrize(
    ("service", "option"),
    [
        ("compute", "base_url"),
        ("image", "image_url"),
        ("network", "network_url"),
        ("volume", "volume_url"),
        ("identity", "endpoints.identity.url"),
    ],
)
def test_option_that_forces_is_the_services_own(service: str, option: str) -> None:
    assert f"force the endpoint with {option}." in refusal((), endpoint_filter(service))


def test_case_of_names_and_interfaces_counts() -> None:
    assert (
        "set service_name to 'nova'"
        in refusal(NOVA, endpoint_filter(service_name="Nova", region_name="RegionOne")).lower()
    )


def test_desired_state_in_words() -> None:
    assert asked_for(
        endpoint_filter(service_type="compute_legacy", service_name="n", interface="internal", region_name="R")
    ) == ("'compute_legacy' service named 'n' with an internal endpoint in region 'R'")


# Catalogs in words.


def test_catalog_in_groups_in_order() -> None:
    catalog = (*GLANCE, NOVA[0], entry("http://z", "compute", "a-nova"), NOVA[1])
    assert [(service["type"], service["name"], len(service["endpoints"])) for service in grouped(catalog)] == [
        ("compute", "a-nova", 1),
        ("compute", "nova", 2),
        ("image", "glance", 1),
    ]
    assert grouped(GLANCE)[0]["endpoints"] == [{"region": "RegionOne", "interface": "public", "url": "http://glance"}]


def test_summary() -> None:
    assert catalog_summary((*NOVA, *GLANCE), ("compute", "image")) == (
        "compute 'nova' (public, internal: RegionOne, RegionTwo); image 'glance' (public: RegionOne)"
    )


@pytest.mark.parametrize(
    ("words", "quote", "text"),
    [
        (["a"], False, "a"),
        (["a", "b"], False, "a, b"),
        (["a"], True, "'a'"),
        (["a", "b", "c"], True, "'a', 'b' or 'c'"),
    ],
)
def test_listed(words: list[str], quote: bool, text: str) -> None:
    assert listed(words, quote) == text


def test_interfaces_in_the_order_of_preference() -> None:
    both = endpoint_filter(interface="internal", further_interfaces=("public",))
    assert choose(NOVA[:2], both).url == "http://int-1/v2.1"
    assert choose(NOVA[:1], both).url == "http://pub-1/v2.1"
    assert (
        choose(GLANCE, endpoint_filter("image", interface="admin", further_interfaces=("public",))).url
        == "http://glance"
    )
    assert "with an internal or public endpoint" in refusal(GLANCE, both)


def test_endpoint_without_region_of_an_interface_that_no_region_has() -> None:
    catalog = (entry("http://inside", region=None, interface="internal"), entry("http://out", name="nova-old"))
    assert choose(catalog, endpoint_filter(interface="internal")).url == "http://inside"
    assert "in region 'RegionOne'" in refusal(catalog, endpoint_filter(interface="internal", region_name="RegionOne"))

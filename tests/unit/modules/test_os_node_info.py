# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""os_node_info from its entry point to the cloud and back: which nodes it finds, and at what cost."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.nodeworks.openstack.tests.fake.cloud import FakeCloud
from ansible_collections.nodeworks.openstack.tests.unit.modules.running import Ansible, Result, fail, succeed

LIST = "GET compute /v2.1/servers/detail"


@pytest.fixture(autouse=True)
def _servers(cloud: FakeCloud) -> None:
    cloud.compute.add_server("web1", metadata={"role": "web", "count": "3"}, tags=["blue", "old"])
    cloud.compute.add_server("web2", "SHUTOFF", metadata={"role": "web"}, tags=["blue"])
    cloud.compute.add_server("db1", flavor="m1.small", metadata={"role": "db"}, tags=["green"])


def names(result: Result) -> list[str]:
    return [node["name"] for node in succeed(result)["nodes"]]


def queries(ansible: Ansible) -> list[dict[str, list[str]]]:
    """The queries of the lists so far."""
    return [request.query for request in ansible.cloud.calls("compute", "GET") if "/servers/detail" in request.rest]


def asked_for(ansible: Ansible) -> str:
    """The microversion of the last request."""
    return ansible.cloud.calls("compute")[-1].headers["OpenStack-API-Version"].split()[1]


# Which nodes.


def test_all_nodes_with_one_request(ansible: Ansible) -> None:
    result = succeed(ansible.os_node_info())
    assert set(names(result)) == {"web1", "web2", "db1"}
    assert not result.changed
    assert "diff" not in result.data
    again = ansible.os_node_info()
    assert again["api_calls"] == 1
    assert ansible.lines()[-1] == LIST
    assert asked_for(ansible) == "2.47"


def test_a_node_looks_as_os_node_returns_it(ansible: Ansible) -> None:
    (node,) = succeed(ansible.os_node_info(name="web1"))["nodes"]
    assert node == succeed(ansible.os_node(name="web1"))["node"]


def test_check_mode_and_diff_are_the_same(ansible: Ansible) -> None:
    result = succeed(ansible.os_node_info(name="web1"))
    checked = succeed(ansible.os_node_info(name="web1", check=True, diff=True))
    assert checked["nodes"] == result["nodes"]
    assert not checked.changed
    assert "diff" not in checked.data


def test_name_is_the_whole_name_and_may_be_that_of_several(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web10")
    cloud.compute.add_server("web1")
    assert names(ansible.os_node_info(name="web1")) == ["web1", "web1"]


def test_name_is_no_pattern(ansible: Ansible) -> None:
    assert names(ansible.os_node_info(name="web1")) == ["web1"]
    assert names(ansible.os_node_info(name="web.")) == []


def test_names_with_ranges_in_their_order_with_one_list(ansible: Ansible) -> None:
    succeed(ansible.os_node_info())
    result = ansible.os_node_info(names=["web[2:2]", "db1", "web1"])
    assert names(result) == ["web2", "db1", "web1"]
    assert result["api_calls"] == 1
    # Where one lacks, Nova is asked whether it has nodes that it cannot reach.
    result = ansible.os_node_info(names=["web[2:3]", "db1"])
    assert names(result) == ["web2", "db1"]
    assert result["api_calls"] == 2


def test_no_names_are_no_nodes_and_no_request(ansible: Ansible) -> None:
    assert names(ansible.os_node_info(names=[])) == []
    assert LIST not in ansible.lines()
    assert names(ansible.os_node_info(names=["web1"])) == ["web1"]
    assert LIST in ansible.lines()


def test_id_with_one_request(ansible: Ansible, cloud: FakeCloud) -> None:
    server = next(one for one in cloud.compute.servers if one.name == "db1")
    succeed(ansible.os_node_info())
    result = ansible.os_node_info(id=server.id)
    assert names(result) == ["db1"]
    assert result["api_calls"] == 1
    assert ansible.lines()[-1] == f"GET compute /v2.1/servers/{server.id}"


@pytest.mark.parametrize(
    "options",
    [{"name": "cache1"}, {"names": ["cache[1:9]"]}, {"id": "00000000-0000-0000-0000-000000000000"}, {"id": "a/b"},
     {"filters": {"status": "ERROR"}}, {"metadata": {"role": "cache"}}, {"tags": ["red"]}],
    ids=str,
)  # fmt: skip
def test_none_is_no_error(ansible: Ansible, options: dict[str, Any]) -> None:
    assert names(ansible.os_node_info(**options)) == []
    # There is something to be passed over.
    assert "web1" in names(ansible.os_node_info())


def test_all_pages(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.timings.page_limit = 2
    succeed(ansible.os_node_info(name="web1"))
    result = ansible.os_node_info(filters={"status": ["ACTIVE", "SHUTOFF"]})
    assert set(names(result)) == {"web1", "web2", "db1"}
    assert result["api_calls"] == 2


def test_a_thousand_nodes_are_one_request(ansible: Ansible, cloud: FakeCloud) -> None:
    for number in range(100):
        cloud.compute.add_server(f"many{number:03}", networks=())
    succeed(ansible.os_node_info(name="web1"))
    result = ansible.os_node_info(names=["many[000:099]"], fields=["name"])
    assert names(result) == [f"many{number:03}" for number in range(100)]
    assert result["api_calls"] == 1


# Filters, metadata, tags.


def test_filters_are_novas(ansible: Ansible) -> None:
    assert names(ansible.os_node_info(filters={"status": "SHUTOFF"})) == ["web2"]
    assert queries(ansible) == [{"status": ["SHUTOFF"]}]
    assert sorted(names(ansible.os_node_info(filters={"name": "^web"}))) == ["web1", "web2"]
    assert set(names(ansible.os_node_info(filters={"status": ["SHUTOFF", "ACTIVE"], "name": None}))) == {
        "web1", "web2", "db1",
    }  # fmt: skip
    assert queries(ansible)[-1] == {"status": ["SHUTOFF", "ACTIVE"]}


def test_filters_together_with_names(ansible: Ansible) -> None:
    assert names(ansible.os_node_info(names=["web[1:2]"], filters={"status": "ACTIVE"})) == ["web1"]


@pytest.mark.parametrize(
    ("filters", "microversion"),
    [({"status": "ACTIVE"}, "2.47"), ({"locked": False}, "2.73"), ({"key_name": "demo"}, "2.83"),
     ({"hostname": "web1"}, "2.90"), ({"changes_since": "2020-01-01T00:00:00Z"}, "2.47"),
     ({"sort_key": "display_name"}, "2.47")],
    ids=str,
)  # fmt: skip
def test_microversion_is_raised_only_as_far_as_filters_need(
    ansible: Ansible, filters: dict[str, Any], microversion: str
) -> None:
    succeed(ansible.os_node_info(filters=filters))
    assert asked_for(ansible) == microversion


def test_filters_of_everybody_count(ansible: Ansible, cloud: FakeCloud) -> None:
    cloud.compute.add_server("web3", key_name="demo", locked=True)
    assert names(ansible.os_node_info(filters={"key_name": "demo"})) == ["web3"]
    assert names(ansible.os_node_info(filters={"locked": True})) == ["web3"]


def test_filter_that_nova_does_not_know_is_refused_in_its_words(ansible: Ansible) -> None:
    message = fail(ansible.os_node_info(filters={"colour": "blue"}))
    assert message.startswith("Could not look for nodes: 'colour' does not match any of the regexes: ")
    assert "HTTP 400" in message


def test_value_that_nova_does_not_know_is_refused_in_its_words(ansible: Ansible) -> None:
    message = fail(ansible.os_node_info(filters={"status": "SLEEPING"}))
    assert message.startswith("Could not look for nodes: Invalid status value (HTTP 400, GET ")


def test_several_values_where_nova_takes_the_last(ansible: Ansible) -> None:
    message = fail(ansible.os_node_info(filters={"ip": ["10.0.0.1", "10.0.0.2"]}))
    assert message == "filters.ip takes one value: of several, the compute service would look at the last only."
    assert "has to be text" in fail(ansible.os_node_info(filters={"ip": {"is": "10.0.0.1"}}))


def test_filters_that_have_options_of_their_own(ansible: Ansible) -> None:
    sentence = "the compute service has no such filter. Use the option"
    message = fail(ansible.os_node_info(filters={"id": "x", "metadata": {"role": "web"}}))
    assert message == f"filters.id: {sentence} id. filters.metadata: {sentence} metadata."
    assert ansible.cloud.calls("compute") == []


def test_filter_for_administrators_is_warned_of(ansible: Ansible, administrator: Ansible) -> None:
    result = succeed(ansible.os_node_info(filters={"host": "compute-17"}))
    assert result.warnings == [
        "filters host are for administrators. For others the compute service drops them, and lists all nodes."
    ]
    assert len(result["nodes"]) == 3
    result = succeed(administrator.os_node_info(filters={"host": "compute-17"}, all_projects=True))
    assert (result["nodes"], result.warnings) == ([], [])


@pytest.mark.parametrize(
    ("metadata", "found"),
    [({"role": "web"}, {"web1", "web2"}), ({"role": "web", "count": 3}, {"web1"}), ({"role": "w"}, set()),
     ({}, {"web1", "web2", "db1"})],
    ids=lambda value: "+".join(sorted(value)),
)  # fmt: skip
def test_metadata_has_to_be_contained(ansible: Ansible, metadata: dict[str, Any], found: set[str]) -> None:
    assert set(names(ansible.os_node_info(metadata=metadata))) == found
    assert queries(ansible) == [{}]


def test_metadata_of_one_with_an_id(ansible: Ansible, cloud: FakeCloud) -> None:
    server = next(one for one in cloud.compute.servers if one.name == "db1")
    assert names(ansible.os_node_info(id=server.id, metadata={"role": "db"})) == ["db1"]
    assert names(ansible.os_node_info(id=server.id, metadata={"role": "web"})) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"tags": ["blue"]}, {"web1", "web2"}),
        ({"tags": ["blue", "old"]}, {"web1"}),
        ({"tags_any": ["old", "green"]}, {"web1", "db1"}),
        ({"any_tags": ["old", "green"]}, {"web1", "db1"}),
        ({"not_tags": ["blue", "old"]}, {"web2", "db1"}),
        ({"not_tags_any": ["blue", "old"]}, {"db1"}),
        ({"tags": ["blue"], "not_any_tags": ["old"]}, {"web2"}),
        ({"tags": []}, {"web1", "web2", "db1"}),
    ],
    ids=lambda value: "+".join(sorted(value)),
)
def test_tags_are_looked_for_by_nova(ansible: Ansible, options: dict[str, Any], found: set[str]) -> None:
    assert set(names(ansible.os_node_info(**options))) == found
    assert asked_for(ansible) == "2.47"


def test_tags_on_a_service_that_is_too_old_are_an_error_and_never_all_nodes(ansible: Ansible, cloud: FakeCloud) -> None:
    sentence = "Version 2.47 is not supported by the API. Minimum is 2.1 and maximum is {}."

    def only(newest: str) -> None:
        cloud.faults.clear()
        cloud.faults.add(
            service="compute", status=406, body={"computeFault": {"code": 406, "message": sentence.format(newest)}}
        )

    only("2.38")
    assert set(names(ansible.os_node_info(tags=["blue"], token_cache=False))) == {"web1", "web2"}
    assert asked_for(ansible) == "2.38"
    only("2.20")
    message = fail(ansible.os_node_info(tags=["blue"], token_cache=False))
    assert "A filter by tags needs the compute microversion 2.26, which the cloud does not have" in message
    assert message.startswith("Could not look for nodes: ")


# All projects.


def test_nodes_of_all_projects(administrator: Ansible) -> None:
    assert names(administrator.os_node_info()) == []
    assert set(names(administrator.os_node_info(all_projects=True))) == {"web1", "web2", "db1"}
    assert names(administrator.os_node_info(all_tenants=True, name="web2")) == ["web2"]


def test_all_projects_are_for_administrators(ansible: Ansible) -> None:
    message = fail(ansible.os_node_info(all_projects=True))
    assert message.startswith(
        "Could not look for nodes: Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed."
        " (HTTP 403, GET "
    )
    assert message.endswith(" Only administrators may use all_projects.")


# Fields.


def test_fields(ansible: Ansible) -> None:
    result = succeed(ansible.os_node_info(names=["web[1:2]"], fields=["state", "name"]))
    assert result["nodes"] == [{"name": "web1", "state": "running"}, {"name": "web2", "state": "stopped"}]


def test_fields_that_there_are_not(ansible: Ansible) -> None:
    message = fail(ansible.os_node_info(fields=["name", "adress", "ip"]))
    assert message.startswith("A node has no adress, ip; fields can be id, name, state, status,")


def test_what_is_asked_for_besides_is_there_whatever_the_fields(ansible: Ansible) -> None:
    (node,) = succeed(ansible.os_node_info(name="web1", fields=["name"], interfaces=True))["nodes"]
    assert set(node) == {"name", "interfaces", "unavailable"}


# Contradictions.


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "web1", "id": "a"}, "parameters are mutually exclusive: name|names|id"),
        ({"name": "web1", "names": ["web2"]}, "parameters are mutually exclusive: name|names|id"),
        ({"name": ""}, "name must not be empty."),
        ({"id": ""}, "id must not be empty."),
        ({"names": ["web1", "web1"]}, "names has web1 more than once."),
        (
            {"id": "a", "filters": {"status": "ACTIVE"}, "tags": ["blue"]},
            "What has an id is not looked for in a list: leave out id or filters, tags.",
        ),
        ({"name": "web1", "filters": {"name": "web"}}, "name and filters both say name. Leave one of them out."),
        ({"tags": ["a"], "filters": {"tags": "b"}}, "filters and tags both say tags. Leave one of them out."),
        ({"tags_any": ["a"], "any_tags": ["b"]}, "tags_any and any_tags mean the same, but differ. Leave one of them"
         " out."),
    ],
    ids=str,
)  # fmt: skip
def test_contradictions(ansible: Ansible, options: dict[str, Any], message: str) -> None:
    assert fail(ansible.os_node_info(**options)) == message
    assert ansible.cloud.calls("compute") == []

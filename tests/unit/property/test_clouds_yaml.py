# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""However clouds.yaml and its like are damaged: there is a cloud or a sentence, soon, and no secret in it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import pathlib
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.conversation import AuthRequest
from ansible_collections.nodeworks.openstack.plugins.module_utils.auth.methods import conversation_for
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.cloud_config import CloudConfig
from ansible_collections.nodeworks.openstack.plugins.module_utils.config.load import load_config
from ansible_collections.nodeworks.openstack.plugins.module_utils.errors import CloudError
from ansible_collections.nodeworks.openstack.plugins.module_utils.options import connection as spec
from ansible_collections.nodeworks.openstack.tests.unit.property.effort import FACTOR, examples, seed
from ansible_collections.nodeworks.openstack.tests.unit.property.judging import complaint_of, within
from ansible_collections.nodeworks.openstack.tests.unit.property.mutation import MISSING, fields_of, replaced
from ansible_collections.nodeworks.openstack.tests.unit.support import empty_home

SECONDS = 60
SECRETS = ("pass-4711-word", "secret-0815-of-app", "token-1234-mine", "secure-5678-word")

CLOUDS = """\
# Those of this team
defaults: &defaults
  interface: internal
  verify: true
clouds:
  mine:
    <<: *defaults
    profile: public
    auth:
      auth_url: https://cloud.example.org:5000/v3
      username: demo
      password: pass-4711-word
      project_name: demo
      user_domain_name: Default
      project_domain_name: Default
    regions:
      - RegionOne
      - name: RegionTwo
        values: {api_timeout: 30}
    region_name: RegionOne
    compute_api_version: '2.79'
    block_storage_endpoint_override: https://volume.example.org/v3/{project_name}
    endpoints: {image: {url: 'https://image.example.org', interface: public}}
    cacert: ~/ca.pem
    retries: 2
  robot:
    auth_type: v3applicationcredential
    auth: {auth_url: 'https://cloud.example.org:5000', application_credential_id: app,
           application_credential_secret: secret-0815-of-app}
    region_name: RegionOne
  ready:
    auth_type: token
    auth: {auth_url: 'https://cloud.example.org:5000', token: token-1234-mine, project_id: p1}
"""
SECURE = """\
clouds:
  mine:
    auth:
      password: secure-5678-word
"""
PUBLIC = """\
public-clouds:
  public:
    auth:
      auth_url: https://public.example.org:5000
    region_name: RegionTwo
    identity_api_version: 3
    volume_service_type: block-storage
"""
FILES = {"clouds.yaml": CLOUDS, "secure.yaml": SECURE, "clouds-public.yaml": PUBLIC}
NAMES = ("mine", "robot", "ready")
# What may stand where something else is wanted.
OTHERS: tuple[Any, ...] = (
    *(
        None,
        True,
        7,
        -1,
        2.5,
        float("nan"),
        "",
        "text",
        "{x}",
        "a\x00b",
        "\x1b[31m\u202e",
        "ä😀" * 5000,
        "a: b",
        "http://[",
    ),
    *([], [None], ["x", ["y"]], [{}], {}, {"a": None}, {None: {1: 2}}, {"name": {}}),
    *(datetime.date(2026, 11, 28), b"\xff\x00", {"x"}),
)


@dataclasses.dataclass(frozen=True)
class Folder:
    """A folder with the files."""

    path: pathlib.Path

    def write(self, name: str, content: str | bytes) -> None:
        """Put something else into one of the files."""
        (self.path / name).write_bytes(
            content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        )

    def environ(self, **more: str) -> dict[str, str]:
        """The environment that has them found."""
        return {
            "HOME": str(self.path),
            "OS_CLIENT_CONFIG_FILE": str(self.path / "clouds.yaml"),
            "OS_CLIENT_SECURE_FILE": str(self.path / "secure.yaml"),
            "OS_CLIENT_VENDOR_FILE": str(self.path / "clouds-public.yaml"),
            **more,
        }


@pytest.fixture(name="folder")
def _folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder = Folder(empty_home(tmp_path, monkeypatch))
    for name, text in FILES.items():
        folder.write(name, text)
    return folder


def outcome(options: Mapping[str, Any], environ: Mapping[str, str]) -> CloudConfig | str:
    """The cloud, or the sentence that says why there is none."""
    try:
        with within(SECONDS):
            config = load_config(options, environ)
    except CloudError as error:
        return sentence(error)
    assert isinstance(config, CloudConfig)
    assert [secret for secret in SECRETS if secret in repr(config)] == []
    try:
        # What of it shows only when a token is asked for.
        assert isinstance(next(conversation_for(config.identity)), AuthRequest)
    except CloudError as error:
        sentence(error)
    return config


def sentence(error: CloudError) -> str:
    """What an error says, which has to be fit for people, and for everybody."""
    message = str(error)
    assert complaint_of(message, SECRETS) is None, message
    return message


def dumped(content: Any) -> str:
    """Content as YAML."""
    return yaml.dump(content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True)


def all_outcomes(folder: Folder) -> list[CloudConfig | str]:
    return [outcome({"cloud": name}, folder.environ()) for name in NAMES]


def test_files_that_are_whole(folder: Folder) -> None:
    mine, robot, ready = all_outcomes(folder)
    assert isinstance(mine, CloudConfig)
    assert isinstance(robot, CloudConfig)
    assert isinstance(ready, CloudConfig)
    assert (mine.identity.password, mine.interface, mine.region_name) == (SECRETS[3], "internal", "RegionOne")
    assert ready.identity.auth_token == SECRETS[2]


@pytest.mark.parametrize("name", FILES)
def test_cut_off_anywhere(folder: Folder, name: str) -> None:
    content = FILES[name].encode()
    step = max(1, 13 // FACTOR)
    for length in range(0, len(content), step):
        folder.write(name, content[:length])
        assert len(all_outcomes(folder)) == len(NAMES)
    folder.write(name, content)
    assert all(isinstance(found, CloudConfig) for found in all_outcomes(folder))


@pytest.mark.parametrize("name", FILES)
def test_any_bytes_changed(folder: Folder, name: str) -> None:
    content = FILES[name].encode()
    changes = st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=3)

    @examples(40)
    @given(changes)
    def holds(changed: list[tuple[int, int]]) -> None:
        damaged = bytearray(content)
        for place, byte in changed:
            damaged[place] = byte
        folder.write(name, bytes(damaged))
        assert len(all_outcomes(folder)) == len(NAMES)

    holds()


@pytest.mark.parametrize("name", FILES)
def test_any_bytes_inserted(folder: Folder, name: str) -> None:
    content = FILES[name].encode()
    odd = [
        b"\t",
        b"\n",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"!!python/object:os.system ",
        b"!!binary ",
        b"|\n",
        b"'",
        b"{",
        b"]",
    ]

    @examples(40)
    @given(st.integers(0, len(content)), st.one_of(st.sampled_from(odd), st.binary(min_size=1, max_size=4)))
    def holds(place: int, more: bytes) -> None:
        folder.write(name, content[:place] + more + content[place:])
        assert len(all_outcomes(folder)) == len(NAMES)

    holds()


@pytest.mark.parametrize("name", FILES)
def test_something_else_anywhere(folder: Folder, name: str) -> None:
    """At each place of the content, each thing that does not belong there."""
    content = yaml.safe_load(FILES[name])
    cases = [(path, value) for path, _found in fields_of(content) for value in (MISSING, *OTHERS)]
    assert len(cases) > len(OTHERS)
    for path, value in random.Random(seed()).sample(cases, min(len(cases), 60 * FACTOR)):
        folder.write(name, dumped(replaced(content, path, value)))
        for found in all_outcomes(folder):
            assert isinstance(found, CloudConfig) or str(folder.path) in found


KEYS = sorted({*spec.option_names(), "profile", "regions", "insecure", "default_domain_id", "compute_api_version"})


def test_anything_under_any_key(folder: Folder) -> None:
    cases = [(key, place, value) for key in KEYS for place in (("auth",), ()) for value in OTHERS]
    for key, place, value in random.Random(seed()).sample(cases, min(len(cases), 120 * FACTOR)):
        content = yaml.safe_load(CLOUDS)
        folder.write("clouds.yaml", dumped(replaced(content, ("clouds", "mine", *place, key), value)))
        found = outcome({"cloud": "mine"}, folder.environ())
        assert isinstance(found, CloudConfig) or str(folder.path) in found


VARIABLES = sorted(
    {name for names in {**spec.ENVIRONMENT, **spec.DEFAULT_DOMAIN_ENVIRONMENT}.values() for name in names}
    | {"OS_CLOUD", "OS_IDENTITY_API_VERSION", "OS_INSECURE", "OS_COMPUTE_API_VERSION", "OS_CLIENT_CONFIG_FILE"}
)
TEXTS = st.one_of(
    st.sampled_from([value for value in OTHERS if isinstance(value, str)]),
    st.sampled_from(
        ["https://[::1", "http://h:99999", "http://u:p@h", "file:///etc/passwd", "http://h\r\nX: y/", "//h"]
    ),
    st.text(st.characters(exclude_characters="\0"), max_size=20),
)


def test_any_variables(folder: Folder) -> None:
    openrc = {
        "OS_AUTH_URL": "https://cloud.example.org:5000/v3",
        "OS_USERNAME": "demo",
        "OS_PASSWORD": SECRETS[0],
        "OS_PROJECT_NAME": "demo",
    }

    @examples(60)
    @given(st.dictionaries(st.sampled_from(VARIABLES), TEXTS, min_size=1, max_size=3))
    def holds(odd: dict[str, str]) -> None:
        outcome({}, {"HOME": str(folder.path), **openrc, **odd})

    holds()


def test_any_texts_in_a_cloud(folder: Folder) -> None:
    keys = ["auth_url", "username", "password", "project_name", "region_name", "auth_type", "cacert", "profile"]

    @examples(40)
    @given(st.dictionaries(st.sampled_from(keys), TEXTS, min_size=1, max_size=3))
    def holds(odd: dict[str, str]) -> None:
        content = yaml.safe_load(CLOUDS)
        content["clouds"]["mine"]["auth"].update(odd)
        folder.write("clouds.yaml", json.dumps(content))
        outcome({"cloud": "mine"}, folder.environ())

    holds()


def anchored(levels: int, line: Callable[[int], str], last: str) -> str:
    return "\n".join([*(line(number) for number in range(levels)), last])


LAUGHS = anchored(
    30, lambda n: f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]", "clouds: {mine: {auth: *a29}}"
)
MERGES = anchored(
    20,
    lambda n: f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" if n else "a0: &a0 {x: y}",
    "clouds: {mine: {<<: *a19}}",
)
BEYOND_USE = {
    "no-utf-8": CLOUDS.encode("utf-16"),
    "latin-1": CLOUDS.replace("demo", "dämo").encode("latin-1"),
    "nulls": b"\0" * 5000,
    "laughs": LAUGHS,
    "merged-laughs": MERGES,
    "itself": "clouds: &a {mine: *a}",
    "itself-in-auth": "clouds: {mine: {auth: &a {password: *a}, region_name: x}}",
    "itself-in-itself": "&a {clouds: *a}",
    "itself-as-region": "clouds: {mine: {regions: &a [*a]}}",
    "object": "clouds: {mine: !!python/object/apply:os.system ['touch ran']}",
    "object-as-key": "clouds: {? !!python/name:os.system '' : {}}",
    "tag": "clouds: {mine: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6231\n}",
    "deep": "[" * 300_000,
    "deep-mappings": "{a: " * 3000,
    "deep-block": "\n".join(f"{' ' * level}a:" for level in range(2000)),
    "deep-lists": "- " * 5000,
    "huge": "clouds: {mine: {x: '" + "x" * (2 << 20) + "'}}",
    "many": "clouds:\n" + "\n".join(f"  c{number}: {{region_name: R}}" for number in range(4_000)),
    "a-list": "- clouds",
    "a-text": "clouds",
    "a-number": "7",
    "list-of-clouds": "clouds: [mine]",
    "documents": "clouds: {}\n---\nclouds: {}",
    "tabs": "clouds:\n\tmine:\n",
    "no-names": "clouds: {null: {}, 1: {}, [a]: {}}",
    "dates": "clouds: {2026-11-28: {auth: {username: 2026-11-28}}}",
    "octals": "clouds: {mine: {auth: {auth_url: 0o17, password: 0755, username: 1e3}}}",
    "timestamp": "clouds: {mine: {auth: {username: !!timestamp x}}}",
    "binary": "clouds: {mine: {auth: {username: !!binary /w==, password: !!binary x}}}",
}


@pytest.mark.parametrize("content", BEYOND_USE.values(), ids=BEYOND_USE)
def test_content_beyond_use(folder: Folder, content: str | bytes) -> None:
    for name, whole in FILES.items():
        text = content.replace("clouds:", "public-clouds:") if isinstance(content, str) else content
        folder.write(name, text if name == "clouds-public.yaml" else content)
        found = outcome({"cloud": "mine"}, folder.environ())
        assert isinstance(found, CloudConfig) or str(folder.path) in found
        assert isinstance(found, str) or name != "clouds.yaml" or "auth_url" in str(content)
        folder.write(name, whole)
    assert not (folder.path / "ran").exists()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["folder", "pipe", "socket-like", "endless", "circle"])
def test_no_file_at_all(folder: Folder, name: str, kind: str) -> None:
    path = folder.path / name
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"socket-like": "/dev/ptmx", "endless": "/dev/zero", "circle": name}[kind])
    found = outcome({"cloud": "mine"}, folder.environ())
    assert isinstance(found, str)
    assert str(path) in found


def test_json_that_is_nested_without_end(folder: Folder) -> None:
    path = folder.path / "clouds.json"
    path.write_text("[" * 500_000, encoding="utf-8")
    found = outcome({"cloud": "mine"}, folder.environ(OS_CLIENT_CONFIG_FILE=str(path)))
    assert found == f"{path} is not valid JSON."


def test_nothing_may_be_said_of_secrets(folder: Folder) -> None:
    found = outcome({"cloud": "mine"}, folder.environ(OS_CLIENT_SECURE_FILE=os.devnull))
    assert isinstance(found, CloudConfig)
    assert found.identity.password == SECRETS[0]

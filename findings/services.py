# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""A real service within this process, on an SQLite file in the folder that the scripts' HERE names.

Each function here makes the tables, loads the service's own WSGI application and returns what asks it for things. A
process can hold one service. Keystone checks tokens; of the others, the filter that has Keystone check them is left
out, and they are told who asks in the headers that it would have set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = "0" * 32
USER = "1" * 32

Ask = Callable[..., Any]


def keystone() -> Ask:
    """Identity, with the user "admin" in the project "admin", password "secret"."""
    folder = _folder("keystone")
    configuration = folder / "keystone.conf"
    configuration.write_text(
        f"""[DEFAULT]
log_file = {folder}/log
[database]
connection = sqlite:///{folder}/keystone.sqlite
[fernet_tokens]
key_repository = {folder}/fernet
[identity]
password_hash_rounds = 4
""",
        encoding="utf-8",
    )
    (folder / "fernet").mkdir(mode=0o700)
    manage = ["keystone-manage", "--config-file", str(configuration)]
    _run(*manage, "db_sync")
    _run(*manage, "fernet_setup", "--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid()))
    address = "http://cloud.example/v3"
    _run(*manage, "bootstrap", "--bootstrap-password", "secret", "--bootstrap-public-url", address)
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(folder)
    sys.argv = ["keystone"]
    from keystone.wsgi import api

    return _asker(api.application)


def log_in(ask: Ask, **identity: Any) -> tuple[str, Any]:
    """Get a token of Keystone: the text of it, and what it says."""
    answer = ask("POST", "/v3/auth/tokens", {"auth": identity})
    return answer.headers["X-Subject-Token"], answer.json["token"]


def by_password(user: str, project: str = "admin") -> dict[str, Any]:
    """Identify as a user of the domain Default whose password is "secret"."""
    domain = {"id": "default"}
    account = {"name": user, "domain": domain, "password": "secret"}
    return {
        "identity": {"methods": ["password"], "password": {"user": account}},
        "scope": {"project": {"name": project, "domain": domain}},
    }


def by_application_credential(credential: dict[str, Any]) -> dict[str, Any]:
    """Identify by an application credential as Keystone has shown it."""
    secret = {"id": credential["id"], "secret": credential["secret"]}
    return {"identity": {"methods": ["application_credential"], "application_credential": secret}}


def neutron() -> Ask:
    """Networks, with ML2 and no mechanism driver: nothing is plugged in anywhere."""
    folder = _folder("neutron")
    _leave_out_token_check(folder, "neutron")
    database = f"sqlite:///{folder}/neutron.sqlite"
    (folder / "neutron.conf").write_text(
        f"""[DEFAULT]
log_file = {folder}/log
use_stderr = False
core_plugin = ml2
service_plugins = router
transport_url = fake://
api_paste_config = {folder}/api-paste.ini
state_path = {folder}
notify_nova_on_port_status_changes = False
notify_nova_on_port_data_changes = False
rpc_workers = 0
[database]
connection = {database}
[ml2]
type_drivers = vxlan
tenant_network_types = vxlan
mechanism_drivers =
extension_drivers = port_security
[ml2_type_vxlan]
vni_ranges = 1:1000
""",
        encoding="utf-8",
    )
    from neutron.db.migration.models import head
    from sqlalchemy import create_engine

    # Neutron's migrations alter constraints, which SQLite cannot do; the models say what comes out of them.
    head.get_metadata().create_all(create_engine(database))
    os.environ["OS_NEUTRON_CONFIG_DIR"] = str(folder)
    os.environ["OS_NEUTRON_CONFIG_FILES"] = "neutron.conf"
    sys.argv = ["neutron"]
    from neutron.wsgi import api

    return _asker(api.application)


def cinder() -> Ask:
    """Volumes; nothing listens behind the API, so that a new one stays "creating"."""
    folder = _folder("cinder")
    _leave_out_token_check(folder, "cinder")
    configuration = folder / "cinder.conf"
    configuration.write_text(
        f"""[DEFAULT]
log_file = {folder}/log
use_stderr = False
auth_strategy = keystone
transport_url = fake://
api_paste_config = {folder}/api-paste.ini
resource_query_filters_file = {sys.prefix}/etc/cinder/resource_filters.json
state_path = {folder}
[database]
connection = sqlite:///{folder}/cinder.sqlite
[coordination]
backend_url = file://{folder}
""",
        encoding="utf-8",
    )
    _run("cinder-manage", "--config-file", str(configuration), "db", "sync")
    os.environ["OS_CINDER_DISABLE_EVENTLET_PATCHING"] = "1"
    sys.argv = ["cinder", "--config-file", str(configuration)]
    from cinder import monkey_patch

    monkey_patch.patch(backend="threading")
    from cinder.wsgi import api

    return _asker(api.application)


def _folder(service: str) -> Path:
    folder = Path(os.environ["HERE"]) / service
    folder.mkdir()
    return folder


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603


def _leave_out_token_check(folder: Path, service: str) -> None:
    filters = (Path(sys.prefix) / "etc" / service / "api-paste.ini").read_text(encoding="utf-8")
    (folder / "api-paste.ini").write_text(filters.replace(" authtoken ", " "), encoding="utf-8")


def _asker(application: Any) -> Ask:
    import webob

    # The services have theirs write to their log; what fails in a script is to be seen.
    sys.excepthook = sys.__excepthook__

    def ask(method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Any:
        """Send one request; the answer has status_int and json."""
        request = webob.Request.blank(path, method=method)
        if token:
            request.headers["X-Auth-Token"] = token
        else:
            request.headers.update({"X-Project-Id": PROJECT, "X-User-Id": USER, "X-Roles": "admin,member,reader"})
        request.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body is not None:
            request.content_type = "application/json"
            request.body = json.dumps(body).encode()
        return request.get_response(application)

    return ask

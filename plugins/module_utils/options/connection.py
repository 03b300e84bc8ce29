# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a connection: Ansible's argument spec, and the names that each option has elsewhere.

The documentation of these options is the fragment `connection` in plugins/doc_fragments; ansible-test compares the
two. Null is the default of every option here: null means "not said", so that clouds.yaml or the environment can say
it.
"""

from __future__ import annotations

import typing as t

Spec = t.Dict[str, t.Dict[str, t.Any]]

IDENTITY_OPTIONS: Spec = {
    "auth_url": {"type": "str", "aliases": ["ex_force_auth_url"]},
    "username": {"type": "str", "aliases": ["user"]},
    "user_id": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "api_key": {"type": "str", "no_log": True},
    "passcode": {"type": "str", "no_log": True},
    "user_domain_name": {"type": "str", "aliases": ["ex_domain_name"]},
    "user_domain_id": {"type": "str"},
    "project_name": {"type": "str", "aliases": ["tenant_name", "ex_tenant_name"]},
    "project_id": {"type": "str", "aliases": ["tenant_id"]},
    "project_domain_name": {"type": "str"},
    "project_domain_id": {"type": "str", "aliases": ["ex_tenant_domain_id"]},
    "domain_name": {"type": "str"},
    "domain_id": {"type": "str"},
    "system_scope": {"type": "str"},
    "trust_id": {"type": "str"},
    "application_credential_id": {"type": "str"},
    "application_credential_name": {"type": "str"},
    "application_credential_secret": {"type": "str", "no_log": True},
    "auth_token": {"type": "str", "no_log": True, "aliases": ["ex_force_auth_token", "token"]},
    "identity_provider": {"type": "str"},
    "protocol": {"type": "str"},
    "access_token": {"type": "str", "no_log": True},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "discovery_endpoint": {"type": "str"},
    "access_token_endpoint": {"type": "str", "no_log": False},
    "openid_scope": {"type": "str"},
}

ENDPOINT_OPTIONS: Spec = {
    "service_type": {"type": "str"},
    "service_name": {"type": "str"},
    "region_name": {"type": "str"},
    "interface": {"type": "str", "choices": ["public", "internal", "admin"]},
    "url": {"type": "str"},
    "microversion": {"type": "str"},
}

CONNECTION_OPTIONS: Spec = {
    "cloud": {"type": "raw"},
    "auth": {"type": "dict", "options": IDENTITY_OPTIONS},
    "auth_version": {"type": "str", "aliases": ["ex_force_auth_version", "auth_type"]},
    **IDENTITY_OPTIONS,
    "token_scope": {
        "type": "str",
        "choices": ["project", "domain", "system", "trust", "unscoped"],
        "no_log": False,
        "aliases": ["ex_token_scope"],
    },
    "region_name": {"type": "str", "aliases": ["region", "ex_force_service_region", "ex_service_region"]},
    "interface": {"type": "str", "choices": ["public", "internal", "admin"], "aliases": ["endpoint_type"]},
    "service_type": {"type": "str", "aliases": ["ex_force_service_type", "ex_service_type"]},
    "service_name": {"type": "str", "aliases": ["ex_force_service_name", "ex_service_name"]},
    "base_url": {"type": "str", "aliases": ["ex_force_base_url"]},
    "image_url": {"type": "str", "aliases": ["ex_force_image_url"]},
    "network_url": {"type": "str", "aliases": ["ex_force_network_url"]},
    "volume_url": {"type": "str", "aliases": ["ex_force_volume_url"]},
    "reservation_url": {"type": "str", "aliases": ["ex_force_reservation_url"]},
    "microversion": {"type": "str", "aliases": ["ex_force_microversion"]},
    "endpoints": {"type": "dict"},
    "validate_certs": {"type": "bool", "aliases": ["verify"]},
    "ca_cert": {"type": "path", "aliases": ["cacert"]},
    "client_cert": {"type": "path", "aliases": ["cert"]},
    "client_key": {"type": "path", "no_log": False, "aliases": ["key"]},
    "proxy_url": {"type": "str"},
    "api_timeout": {"type": "float"},
    "max_response_size": {"type": "float"},
    "retries": {"type": "int"},
    "trace": {"type": "str"},
    "token_cache": {"type": "raw", "no_log": False, "aliases": ["ex_auth_cache"]},
}

WAIT_OPTIONS: Spec = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 300, "aliases": ["timeout"]},
}

# Options whose values are never shown, in any dict (an option, `auth`, a cloud of clouds.yaml).
SECRET_OPTIONS = frozenset(name for name, spec in CONNECTION_OPTIONS.items() if spec.get("no_log"))

# Options that name the same thing in two ways: one of a pair replaces both of a weaker source.
ALTERNATIVES = (
    ("username", "user_id"),
    ("user_domain_name", "user_domain_id"),
    ("project_name", "project_id"),
    ("project_domain_name", "project_domain_id"),
    ("domain_name", "domain_id"),
    ("application_credential_name", "application_credential_id"),
)

# The scopes of a token, and their options. One that is given replaces those of a weaker source.
SCOPES: dict[str, tuple[str, ...]] = {
    "project": ("project_name", "project_id"),
    "domain": ("domain_name", "domain_id"),
    "system": ("system_scope",),
    "trust": ("trust_id",),
}

# The first variable that is set and not empty counts. OS_CLOUD stands apart: it names the cloud in clouds.yaml, and
# the two sources do not mix.
ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "auth_url": ("OS_AUTH_URL",),
    "auth_version": ("OS_AUTH_TYPE", "OS_AUTH_PLUGIN"),
    "username": ("OS_USERNAME",),
    "user_id": ("OS_USER_ID",),
    "password": ("OS_PASSWORD",),
    "api_key": ("OS_API_KEY",),
    "passcode": ("OS_PASSCODE",),
    "user_domain_name": ("OS_USER_DOMAIN_NAME",),
    "user_domain_id": ("OS_USER_DOMAIN_ID",),
    "project_name": ("OS_PROJECT_NAME", "OS_TENANT_NAME"),
    "project_id": ("OS_PROJECT_ID", "OS_TENANT_ID"),
    "project_domain_name": ("OS_PROJECT_DOMAIN_NAME",),
    "project_domain_id": ("OS_PROJECT_DOMAIN_ID",),
    "domain_name": ("OS_DOMAIN_NAME",),
    "domain_id": ("OS_DOMAIN_ID",),
    "system_scope": ("OS_SYSTEM_SCOPE",),
    "trust_id": ("OS_TRUST_ID",),
    "application_credential_id": ("OS_APPLICATION_CREDENTIAL_ID",),
    "application_credential_name": ("OS_APPLICATION_CREDENTIAL_NAME",),
    "application_credential_secret": ("OS_APPLICATION_CREDENTIAL_SECRET",),
    "auth_token": ("OS_TOKEN", "OS_AUTH_TOKEN"),
    "identity_provider": ("OS_IDENTITY_PROVIDER",),
    "protocol": ("OS_PROTOCOL",),
    "access_token": ("OS_ACCESS_TOKEN",),
    "client_id": ("OS_CLIENT_ID",),
    "client_secret": ("OS_CLIENT_SECRET",),
    "discovery_endpoint": ("OS_DISCOVERY_ENDPOINT",),
    "access_token_endpoint": ("OS_ACCESS_TOKEN_ENDPOINT",),
    "openid_scope": ("OS_OPENID_SCOPE",),
    "region_name": ("OS_REGION_NAME",),
    "interface": ("OS_INTERFACE", "OS_ENDPOINT_TYPE"),
    "service_type": ("OS_COMPUTE_SERVICE_TYPE",),
    "service_name": ("OS_COMPUTE_SERVICE_NAME",),
    "base_url": ("OS_COMPUTE_ENDPOINT_OVERRIDE",),
    "image_url": ("OS_IMAGE_ENDPOINT_OVERRIDE",),
    "network_url": ("OS_NETWORK_ENDPOINT_OVERRIDE",),
    "volume_url": ("OS_VOLUME_ENDPOINT_OVERRIDE",),
    "reservation_url": ("OS_RESERVATION_ENDPOINT_OVERRIDE",),
    "ca_cert": ("OS_CACERT",),
    "client_cert": ("OS_CERT",),
    "client_key": ("OS_KEY",),
    "api_timeout": ("OS_API_TIMEOUT",),
}

# One domain for user and project both, where theirs are not given. No options of ours.
DEFAULT_DOMAIN_ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "default_domain_id": ("OS_DEFAULT_DOMAIN_ID", "OS_DEFAULT_DOMAIN"),
    "default_domain_name": ("OS_DEFAULT_DOMAIN_NAME",),
}


def option_names() -> dict[str, str]:
    """Every accepted spelling of a connection option, aliases included, and the option it means."""
    spellings = {}
    for option, spec in CONNECTION_OPTIONS.items():
        for spelling in (option, *spec.get("aliases", ())):
            spellings[spelling] = option
    return spellings

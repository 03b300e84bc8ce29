# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each place that can say something about a connection, read into one shape: option name -> value.

A source holds only what was really said: null, and an empty environment variable, say nothing. Files are read in
cloud_source.py.
"""

from __future__ import annotations

import typing as t

from ..options import connection as spec
from .endpoints import with_endpoints
from .merge import Said, merged
from .service_keys import service_keys
from .spellings import Given, by_option, identity_names, pairs, secure


def from_options(options: t.Mapping[str, t.Any]) -> Said:
    """The options of a module or plugin, without those of the task's own business.

    An empty text says nothing either, as templates make it of a variable that is not there; but an empty password is
    told as missing, rather than another one looked for elsewhere.
    """
    silent = {name: (None, "") if name not in spec.IDENTITY_OPTIONS else (None,) for name in spec.CONNECTION_OPTIONS}
    return {name: options[name] for name in spec.CONNECTION_OPTIONS if options.get(name) not in silent[name]}


def from_auth(auth: t.Any, problems: list[str]) -> Said:
    """The dict `auth`: identity options under any of their names. No others are allowed."""
    if not isinstance(auth, dict):
        problems.append("auth has to be a mapping of identity options.")
        return {}
    # Keys of options that were not given are there too, as null.
    names = identity_names()
    known = {key: value for key, value in auth.items() if str(key).replace("-", "_") in names}
    problems += [f"auth has no option '{key}'." for key in auth if key not in known]
    # Two names that differ have been told by contradictions(), which sees what Ansible has not folded yet.
    return by_option(pairs(known), names, "", [])[0]


def from_environment(environ: t.Mapping[str, str], problems: list[str]) -> Said:
    """The OS_* variables of an openrc file."""
    said: Said = {}
    for option, variables in {**spec.ENVIRONMENT, **spec.DEFAULT_DOMAIN_ENVIRONMENT}.items():
        for variable in variables:
            if environ.get(variable):
                said[option] = environ[variable]
                break
    if environ.get("OS_IDENTITY_API_VERSION"):
        said["identity_api_version"] = environ["OS_IDENTITY_API_VERSION"]
    if environ.get("OS_INSECURE"):
        said["validate_certs"] = secure(environ["OS_INSECURE"])
    said = with_endpoints(said, problems)
    lower = [Given(name[3:].lower(), name, text) for name, text in environ.items() if name.startswith("OS_")]
    said["endpoints"] = merged(said["endpoints"], service_keys(lower, ""))
    return said

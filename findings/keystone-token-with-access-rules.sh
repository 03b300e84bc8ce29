#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Keystone: a good token of an application credential with access rules is "not found" when it is looked at.
#
# Versions: keystone 30.0.0.
# Guess: GET /v3/auth/tokens shows any token that is good, above all to an administrator; if the rules are in the way, 403
#   says so.
# Behaviour: it is 404 "Failed to validate token", in the words of a token that has expired, for an administrator too,
#   unless the request has the header "OpenStack-Identity-Access-Rules: 1.0". A program that looks at a token to learn
#   whose it is or when it ends logs in anew for ever. The token of a credential without rules is shown in any case.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" keystone==30.0.0

ask_services <<'PYTHON'
from services import by_application_credential, by_password, keystone, log_in

ask = keystone()
admin, account = log_in(ask, **by_password("admin"))
credentials = f"/v3/users/{account['user']['id']}/application_credentials"
rule = {"path": "/v2.1/servers", "method": "GET", "service": "compute"}
for name, rules in (("plain", []), ("ruled", [rule])):
    new = {"application_credential": {"name": name, "access_rules": rules}}
    credential = ask("POST", credentials, new, token=admin).json["application_credential"]
    token, _ = log_in(ask, **by_application_credential(credential))
    for headers in ({}, {"OpenStack_Identity_Access_Rules": "1.0"}):
        answer = ask("GET", "/v3/auth/tokens", token=admin, X_Subject_Token=token, **headers)
        error = answer.json.get("error", {}).get("message")
        print(name, "with the header:" if headers else "without the header:", answer.status_int, error)
PYTHON
expect "plain without the header: 200 None" "$HERE/output"
expect "ruled without the header: 404 Failed to validate token" "$HERE/output"
expect "ruled with the header: 200 None" "$HERE/output"

#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Cinder: whether a volume type is public has one key when it is made and another when it is changed.
#
# Versions: cinder 29.0.0.
# Guess: a PUT takes the keys that the POST took and the GET shows.
# Behaviour: POST takes "os-volume-type-access:is_public"; "is_public" is refused there. PUT takes "is_public" and refuses
#   the other. GET shows both. So what a client has read or made cannot be sent back under either key alone.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" cinder==29.0.0

ask_services <<'PYTHON'
from services import PROJECT, cinder

ask = cinder()
path = f"/v3/{PROJECT}/types"
keys = ("is_public", "os-volume-type-access:is_public")
for number, key in enumerate(keys):
    made = ask("POST", path, {"volume_type": {"name": f"t{number}", key: False}})
    print(f"POST {key}:", made.status_int)
    if made.status_int == 200:
        shown = made.json["volume_type"]
        print("shown:", sorted(set(keys) & set(shown)), shown["is_public"])
        for changed in keys:
            answer = ask("PUT", f"{path}/{shown['id']}", {"volume_type": {changed: True}})
            print(f"PUT {changed}:", answer.status_int)
PYTHON
expect "POST is_public: 400" "$HERE/output"
expect "POST os-volume-type-access:is_public: 200" "$HERE/output"
expect "shown: ['is_public', 'os-volume-type-access:is_public'] False" "$HERE/output"
expect "PUT is_public: 200" "$HERE/output"
expect "PUT os-volume-type-access:is_public: 400" "$HERE/output"

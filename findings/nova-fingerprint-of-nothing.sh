#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Nova: a public key whose type and number are two blanks apart has the fingerprint of nothing.
#
# Versions: nova 34.0.0.
# Guess: such a key is refused, or has the fingerprint of the same key with one blank: a line of authorized_keys may have
#   either.
# Behaviour: it is taken, and the fingerprint that the key pair then shows is the MD5 of the empty text, for every such
#   key. Whoever compares keys by their fingerprints finds the same key changed, or two different ones to be the same.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" nova==34.0.0

python - >"$HERE/output" 2>"$HERE/errors" <<'PYTHON'
import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nova import crypto  # what POST /os-keypairs calls

for _ in range(2):
    key = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    kind, number = key.split()
    own = hashlib.md5(base64.b64decode(number)).hexdigest()
    print("one blank, its own:", crypto.generate_fingerprint(key).replace(":", "") == own)
    print("two blanks:", crypto.generate_fingerprint(f"{kind}  {number}"))
print("MD5 of nothing:", hashlib.md5(b"").hexdigest())
PYTHON
expect "one blank, its own: True" "$HERE/output"
expect "two blanks: d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e" "$HERE/output"
expect "MD5 of nothing: d41d8cd98f00b204e9800998ecf8427e" "$HERE/output"

#!/bin/sh
# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# requests: with stream=True the body of a redirect is read all the same, even if redirects are not followed.
#
# Versions: requests 2.34.2 with urllib3 2.8.0.
# Guess: stream=True reads the head alone, and leaves it to the caller how much of the body to read; allow_redirects=False
#   makes a redirect an answer like any other.
# Behaviour: an answer of 302 that names a Location has been read to its end when get() returns, as the request that would
#   follow has been prepared. The same body with 200, or with 302 and no Location, is left unread. So a client that reads
#   answers piece by piece has this one in memory as a whole.
. "$(dirname "$0")/support.sh"
install "${PYTHON:-python3}" requests==2.34.2 urllib3==2.8.0

python - >"$HERE/output" <<'PYTHON'
import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

SIZE = 1_000_000


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/200" else 302)
        if self.path == "/302-with-location":
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(SIZE))
        self.end_headers()
        with contextlib.suppress(OSError):  # the client goes away without having read it
            self.wfile.write(b"." * SIZE)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
session = requests.Session()
session.trust_env = False
for path in ("/200", "/302", "/302-with-location"):
    url = f"http://127.0.0.1:{server.server_port}{path}"
    with session.get(url, stream=True, allow_redirects=False, timeout=30) as response:
        print(path, response.status_code, "bytes of the body read:", response.raw.tell())
PYTHON
expect "/200 200 bytes of the body read: 0" "$HERE/output"
expect "/302 302 bytes of the body read: 0" "$HERE/output"
expect "/302-with-location 302 bytes of the body read: 1000000" "$HERE/output"

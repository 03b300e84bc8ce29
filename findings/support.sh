# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# What all findings share: a temporary folder with pinned packages in it, and how a result is judged. To be sourced.

set -eu

FINDINGS=$(cd "$(dirname "$0")" && pwd)
HERE=$(mktemp -d)
trap 'rm -rf "$HERE"' EXIT

# install PYTHON PACKAGE==VERSION ...: a virtual environment of these packages alone. Afterwards "python" is its Python.
install() {
  "$1" -m venv "$HERE/venv" || { echo "NOT RUN: $1 -m venv does not work here."; exit 2; }
  PATH="$HERE/venv/bin:$PATH"
  export PATH
  shift
  pip install --quiet --disable-pip-version-check "$@" || { echo "NOT RUN: pip cannot install $*."; exit 2; }
  echo "installed: $*"
}

# ask_services: run the Python program on standard input, which takes services from services.py; it prints to output.
ask_services() {
  HERE=$HERE PYTHONPATH=$FINDINGS PYTHONDONTWRITEBYTECODE=1 python - >"$HERE/output" 2>"$HERE/errors" || {
    echo "NOT RUN: the service or the questions to it have failed."
    tail -n 20 "$HERE/errors"
    exit 2
  }
}

# expect TEXT FILE: the finding stands if the output holds the text.
expect() {
  if grep -qF -- "$1" "$2"; then
    echo "seen: $1"
  else
    echo "CHANGED: the output no longer holds: $1"
    echo "--- output"
    cat "$2"
    exit 1
  fi
}

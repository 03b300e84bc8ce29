# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps tokens in files, so that a play of many tasks and forks asks for one token, not for one per task.

A file has all that one identity was given: token, expiry and catalog, and notes that spare further requests. Its name
is a keyed hash over everything that decides who is asking, the secret included, so a wrong password never finds a right
token. Files and folder must belong to the user alone. Otherwise they are not used, and the user gets a warning.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import stat
import tempfile
import time
import typing as t

from ..auth.access import Access
from ..config.cloud_config import Identity
from ..errors import SHAPE_ERRORS

FOLDER_NAME = "nodeworks-openstack"
KEY_FILE = "key"
# Older notes are dropped.
NOTES_SECONDS = 86400.0
# A wait for the lock longer than this means that another process has trouble getting a token.
LONG_SECONDS = 1.0
# The longest time to wait for another process, and the longest pause between two tries.
PATIENCE_SECONDS = 60.0
LONGEST_NAP_SECONDS = 0.1


@dataclasses.dataclass(frozen=True)
class StoredToken:
    """The content of the file of one identity. Notes are `name -> [value, seconds since the epoch]`."""

    access: Access
    notes: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)

    def note(self, name: str, oldest_seconds: float, since: float = 0.0) -> t.Any:
        """The value of a note; None if there is none.

        A note that is older than `oldest_seconds`, or was not written after `since`, does not count.
        """
        try:
            value, written = self.notes[name]
            is_young = time.time() - float(written) <= oldest_seconds
            return value if is_young and float(written) > since else None
        except (KeyError, TypeError, ValueError):  # no note, or not one that this program wrote
            return None

    def young_notes(self) -> dict[str, t.Any]:
        """The notes that are young enough to be kept."""
        return {name: note for name, note in self.notes.items() if self.note(name, NOTES_SECONDS) is not None}


class TokenStore:
    """The tokens of one folder. `warnings` has warnings for the user about the folder."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        self.warnings: list[str] = []
        # Gets messages about waiting for other processes.
        self.tell: t.Callable[[str], None] = _nobody
        self._is_held = False

    @classmethod
    def for_setting(cls, setting: str | bool, environ: t.Mapping[str, str]) -> TokenStore:
        """The store that the option token_cache asks for: true, false or a folder."""
        if setting is False:
            return cls(None)
        if isinstance(setting, str):
            return cls(os.path.expanduser(setting))
        home = _cache_home(environ)
        store = cls(os.path.join(home, FOLDER_NAME) if home else None)
        if not home:
            _warn(store.warnings, "Token cache not used: this user has no home folder. Set token_cache to a folder.")
        return store

    @contextlib.contextmanager
    def locked(
        self, identity: Identity, also: t.Sequence[str] = (), patience_seconds: float = PATIENCE_SECONDS
    ) -> t.Iterator[StoredFile]:
        """The file of this identity, locked against all other processes while the block runs.

        Of many processes that start together, the first fetches the token while the others wait for its file. A process
        that waits longer than `patience_seconds` goes on without the file, since the holder may have been stopped.

        `also` has all else that decides who is asking and which notes are valid: certificates, say.
        """
        path = self.path(identity, also)
        lock = self._lock(path, patience_seconds) if path else None
        if lock is None:
            yield StoredFile(None, self.warnings)
            return
        with contextlib.closing(lock):
            yield StoredFile(f"{path}.json", self.warnings, lock)

    def path(self, identity: Identity, also: t.Sequence[str] = ()) -> str | None:
        """The beginning of the paths of all files of this identity; None if nothing may be kept."""
        folder = self._usable_folder()
        try:
            return os.path.join(folder, _file_name(folder, identity, also)) if folder else None
        except OSError as error:
            _warn(self.warnings, f"Token cache not used: {folder}: {error.strerror}.")
            return None

    def mark_path(self, what: str) -> str | None:
        """The path of a mark that all identities share; None if nothing may be kept."""
        folder = self._usable_folder()
        try:
            return os.path.join(folder, f"{_keyed(folder, what.encode())}.changed") if folder else None
        except OSError:
            return None

    def _lock(self, path: str, patience_seconds: float) -> Lock | None:
        if self._is_held:
            return None  # one wait is enough
        try:
            return Lock(f"{path}.lock", patience_seconds, self.tell)
        except Held:
            self._is_held = True
            _warn(
                self.warnings,
                f"Token cache not used: another process has had {path}.lock for more than {patience_seconds:g} s. If it"
                " hangs, end it.",
            )
            return None
        except OSError as error:
            _warn(self.warnings, f"Token cache not used: {path}.lock: {error.strerror}.")
            return None

    def _usable_folder(self) -> str | None:
        if self._folder is None:
            return None
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            problem = _not_private(os.lstat(self._folder))
            if not problem and not os.access(self._folder, os.W_OK):
                problem = "is read-only"
        except OSError as error:
            problem = f"cannot be made: {error.strerror}"
        if problem:
            _warn(self.warnings, f"Token cache not used: {self._folder} {problem}.")
            return None
        return self._folder


def _nobody(_text: str) -> None:
    """Drop a message."""


class Held(OSError):
    """Another process holds the lock of a file, and does not release it."""


class Lock:
    """An exclusive lock on a file, held from creation until `close` or the end of the process.

    Raises:
        Held: another process has held it for all of the time allowed.
        OSError: the file cannot be locked at all.
    """

    def __init__(self, path: str, patience_seconds: float, tell: t.Callable[[str], None] = _nobody) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        started = time.monotonic()
        try:
            while not _taken(handle):
                waited = time.monotonic() - started
                if waited > patience_seconds:
                    raise Held
                tell(f"waiting for another run that has the token's file {path}, {waited:.0f} s")
                # Pauses are short at first: mostly the other process only fetches a token.
                time.sleep(min(LONGEST_NAP_SECONDS, 0.005 + waited / 10))
        except BaseException:
            os.close(handle)
            raise
        self._handle: int | None = handle
        self.waited_seconds = time.monotonic() - started

    def close(self) -> None:
        """Release the lock."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _taken(handle: int) -> bool:
    """Whether this process has the lock now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class StoredFile:
    """The file of one identity, while its lock is held. A file that cannot be used counts as missing."""

    def __init__(self, path: str | None, warnings: list[str], lock: Lock | None = None) -> None:
        self._path = path
        self._warnings = warnings
        self._lock = lock

    def let_others_try(self) -> None:
        """Release the lock, if another process had it for long and left no usable token.

        It may take minutes until an identity service is found to be out of reach. With the lock, each of many processes
        would begin only when the one before has failed.
        """
        if self._lock is not None and self._lock.waited_seconds > LONG_SECONDS:
            self._lock.close()

    def read(self) -> StoredToken | None:
        """The content of the file; None if there is none, or it cannot be read."""
        if self._path is None:
            return None
        try:
            with open(os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as stream:
                problem = _not_private(os.fstat(stream.fileno()))
                if problem:
                    _warn(self._warnings, f"Token cache file not used: {self._path} {problem}.")
                    return None
                content = json.load(stream)
            return StoredToken(access=Access.from_data(content["access"]), notes=dict(content["notes"]))
        except (OSError, *SHAPE_ERRORS):
            return None

    def write(self, stored: StoredToken) -> None:
        """Replace the file in one step, so that neither a reader nor a crash finds half of it."""
        if self._path is None:
            return
        content = {"access": stored.access.to_data(), "notes": stored.notes}
        try:
            # mkstemp makes files of mode 0600.
            handle, temporary = tempfile.mkstemp(dir=os.path.dirname(self._path), prefix=".new-")
            with open(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream)
            os.replace(temporary, self._path)
        except OSError as error:
            _warn(self._warnings, f"Token cache not written: {self._path}: {error.strerror}.")


def _cache_home(environ: t.Mapping[str, str]) -> str | None:
    """The runtime folder, which belongs to the user's login and is in memory; without one, the cache folder.

    None for a user without a home, as in containers whose user id is in no list of users.
    """
    runtime = environ.get("XDG_RUNTIME_DIR")
    # After a change of user without a new login (su, sudo -E) the variable is still that of the first user.
    if runtime and os.path.isdir(runtime) and os.stat(runtime).st_uid == os.geteuid():
        return runtime
    home = environ.get("HOME") or os.path.expanduser("~")
    cache = environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return cache if os.path.isabs(cache) else None


def _not_private(status: os.stat_result) -> str:
    """The reason why others may have read or written this file or folder; empty if they could not."""
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    if status.st_uid != os.geteuid():
        return "belongs to another user"
    mode = stat.S_IMODE(status.st_mode)
    return f"can be used by others (mode {mode:04o})" if mode & 0o077 else ""


def content_mark(path: str | None) -> str:
    """A hash of a file's content: a new proxy certificate has the same path as the old one."""
    if not path:
        return ""
    try:
        with open(path, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return path  # the error comes when the file is used


def _file_name(folder: str, identity: Identity, also: t.Sequence[str]) -> str:
    """A name that reveals nothing without the key: nobody is to guess secrets from a listing of the folder."""
    return _keyed(folder, json.dumps([dataclasses.asdict(identity), list(also)], sort_keys=True).encode())


def _keyed(folder: str, said: bytes) -> str:
    return hmac.new(_key(folder), said, hashlib.sha256).hexdigest()


def _key(folder: str) -> bytes:
    path = os.path.join(folder, KEY_FILE)
    if not os.path.exists(path):
        _make_key(path)
    with open(path, "rb") as stream:
        return stream.read()


def _make_key(path: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".new-")
    try:
        with open(handle, "wb") as stream:
            stream.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)  # fails if another process was first: its key counts
    finally:
        os.unlink(temporary)


def _warn(warnings: list[str], text: str) -> None:
    if text not in warnings:
        warnings.append(text)

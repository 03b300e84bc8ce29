# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens kept in files, so that a play of many tasks and forks asks for one token, not for one per task.

A file holds what one identity was given: token, expiry, catalog, and notes that spare further requests. Its name is a
keyed hash over everything that decides who is asking, the secret included, so a wrong password never finds a right
token. Files and folder must belong to the user alone; anything else is not touched, with a warning.
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
# Nobody believes an older note.
NOTES_SECONDS = 86400.0
# Getting a token takes less where all is well.
LONG_SECONDS = 1.0
# How long another process is waited for, and how often is looked whether it is done.
PATIENCE_SECONDS = 60.0
LONGEST_NAP_SECONDS = 0.1


@dataclasses.dataclass(frozen=True)
class StoredToken:
    """What the file of one identity holds. Notes are `name -> [value, seconds since the epoch]`."""

    access: Access
    notes: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)

    def note(self, name: str, oldest_seconds: float, since: float = 0.0) -> t.Any:
        """A note that is not older than that, and was written after `since`; None when there is none."""
        try:
            value, written = self.notes[name]
            is_young = time.time() - float(written) <= oldest_seconds
            return value if is_young and float(written) > since else None
        except (KeyError, TypeError, ValueError):  # none, or none that this program wrote
            return None

    def young_notes(self) -> dict[str, t.Any]:
        """The notes that anybody may still want to read."""
        return {name: note for name, note in self.notes.items() if self.note(name, NOTES_SECONDS) is not None}


class TokenStore:
    """The tokens of one folder. `warnings` collects what the user should know about the folder."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder
        self.warnings: list[str] = []
        # Hears what is waited for.
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
        """The file of this identity, held against all other processes while the block runs.

        Who waits longer for it than `patience_seconds` does without: a process may have been stopped while it held it.

        `also` is what else decides who is asking and what may be believed: certificates, say.
        Of many processes that start together the first asks for the token while the others wait for its file.
        """
        path = self.path(identity, also)
        lock = self._lock(path, patience_seconds) if path else None
        if lock is None:
            yield StoredFile(None, self.warnings)
            return
        with contextlib.closing(lock):
            yield StoredFile(f"{path}.json", self.warnings, lock)

    def path(self, identity: Identity, also: t.Sequence[str] = ()) -> str | None:
        """What the paths of all files of this identity begin with; None if nothing may be kept."""
        folder = self._usable_folder()
        try:
            return os.path.join(folder, _file_name(folder, identity, also)) if folder else None
        except OSError as error:
            _warn(self.warnings, f"Token cache not used: {folder}: {error.strerror}.")
            return None

    def mark_path(self, what: str) -> str | None:
        """Where a mark is that all identities share; None if nothing may be kept."""
        folder = self._usable_folder()
        try:
            return os.path.join(folder, f"{_keyed(folder, what.encode())}.changed") if folder else None
        except OSError:
            return None

    def _lock(self, path: str, patience_seconds: float) -> Lock | None:
        if self._is_held:
            return None  # that was waited for once
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
    """What is told to nobody."""


class Held(OSError):
    """Another process has a file, and does not let go of it."""


class Lock:
    """A file that no other process has, from when this is made until it is closed or the process ends.

    Raises:
        Held: somebody else has had it for all of the time that it was waited for.
        OSError: it cannot be had at all.
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
                # Soon at first: mostly it is a token request that is waited for.
                time.sleep(min(LONGEST_NAP_SECONDS, 0.005 + waited / 10))
        except BaseException:
            os.close(handle)
            raise
        self._handle: int | None = handle
        self.waited_seconds = time.monotonic() - started

    def close(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _taken(handle: int) -> bool:
    """Whether the file is ours now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class StoredFile:
    """One identity's file, while its lock is held. A file that cannot be used is as good as none."""

    def __init__(self, path: str | None, warnings: list[str], lock: Lock | None = None) -> None:
        self._path = path
        self._warnings = warnings
        self._lock = lock

    def let_others_try(self) -> None:
        """Let go of the lock, if somebody had it for long and left no token that is of use.

        An identity service that is out of reach is found to be so after minutes: of many processes, each would begin
        only when the one before has failed.
        """
        if self._lock is not None and self._lock.waited_seconds > LONG_SECONDS:
            self._lock.close()

    def read(self) -> StoredToken | None:
        """What the file holds; None if there is none, or nothing that could be read."""
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
        """Replace the file in one go: a reader, or a crash, never meets half of it."""
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
    """The runtime folder goes with the user's login and lies in memory; without one, the cache folder.

    None for a user without a home, as containers run under ids that no file of users knows.
    """
    runtime = environ.get("XDG_RUNTIME_DIR")
    # Who became another user without a new login (su, sudo -E) still has the variable of the one before.
    if runtime and os.path.isdir(runtime) and os.stat(runtime).st_uid == os.geteuid():
        return runtime
    home = environ.get("HOME") or os.path.expanduser("~")
    cache = environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return cache if os.path.isabs(cache) else None


def _not_private(status: os.stat_result) -> str:
    """Why this file or folder may have been read or written by others; empty if it was not."""
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    if status.st_uid != os.geteuid():
        return "belongs to another user"
    mode = stat.S_IMODE(status.st_mode)
    return f"can be used by others (mode {mode:04o})" if mode & 0o077 else ""


def content_mark(path: str | None) -> str:
    """A mark of a file's content: a proxy certificate is written anew in its place."""
    if not path:
        return ""
    try:
        with open(path, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return path  # using it will be the error to be told


def _file_name(folder: str, identity: Identity, also: t.Sequence[str]) -> str:
    """A name that tells nothing to who cannot read the key: secrets must not be guessed from a listing."""
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

"""The secrets: read from the environment or from files, made once, kept whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.model import Problem, Refused

SHORTEST = 32
"""Bytes of a secret at least."""
SECRETS = ("TELEGRAM_TOKEN", "MINGBAI_SECRET", "WEBHOOK_SECRET", "DATABASE_URL")
"""What may also be given as the path of a file, in a variable whose name ends in ``_FILE``."""
_LONGEST_SECRET = 4096
"""Characters read of such a file."""


def with_files(env: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with what ``…_FILE`` variables point to.  Raises :class:`Refused` with every problem."""
    problems, read = list[Problem](), dict(env)
    for name in SECRETS:
        path = env.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if env.get(name, "").strip():
            problems.append(Problem(f"{name}_FILE", f"和 {name} 只能设一个；请删去一个"))
            continue
        try:
            with Path(path).open(encoding="utf-8") as file:
                read[name] = file.read(_LONGEST_SECRET).strip()
        except (OSError, ValueError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or "不是文字"
            problems.append(Problem(f"{name}_FILE", f"读不了（{why}）；请检查路径和权限"))
            continue
        if not read[name]:
            problems.append(Problem(f"{name}_FILE", "是空的；请把内容写进去"))
    if problems:
        raise Refused(tuple(problems))
    return read


def secret_in(path: Path) -> bytes:
    """The secret in ``path``, made there once.  Raises :class:`Refused` where it cannot be read or written, or is too short."""
    try:
        if not path.exists():
            _make_secret(path, secrets.token_hex(SHORTEST))
        secret = path.read_bytes().strip()
    except OSError as error:
        raise Refused((Problem(str(path), f"读写不了（{error.strerror}）；请给数据文件夹写入权限"),)) from error
    if len(secret) < SHORTEST:
        raise Refused((Problem(str(path), "内容太短，可能损坏；请从备份恢复，否则同一个人会被数成两个"),))
    return secret


def clash(env: Mapping[str, str], secret: bytes) -> Problem | None:
    """What is wrong where the environment gives another secret than the one that is to be used."""
    given = env.get("MINGBAI_SECRET", "").strip()
    what = "和备份里的不一样，用它会把同一个人数成两个；请去掉这个变量，让程序用备份里的密钥"
    return Problem("MINGBAI_SECRET", what) if given and given.encode() != secret else None


def keep_secret(env: Mapping[str, str], root: Path, secret: bytes) -> None:
    """Make ``secret`` the one that is used from now on; another one stays beside it as ``secret.before``.

    Raises :class:`Refused` where it cannot be written.
    """
    if env.get("MINGBAI_SECRET", "").strip():
        return
    path = root / (env.get("DATA_DIR", "").strip() or "data") / "secret"
    try:
        if path.exists() and path.read_bytes().strip() != secret:
            path.replace(path.with_name("secret.before"))
        if not path.exists():
            _make_secret(path, secret.decode())
    except OSError as error:
        raise Refused((Problem(str(path), f"读写不了（{error.strerror}）；请给数据文件夹写入权限"),)) from error


def _make_secret(path: Path, secret: str) -> None:
    """The whole secret or none, on disk before anything is hashed with it."""
    draft = path.with_name("secret.new")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

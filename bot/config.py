"""Environment and town.yaml -> Settings, or every problem by name."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.model import Problem, Refused
from bot.page import Page, page
from bot.page import wrong as wrong_page
from bot.town import Town, read_town
from bot.yamlfile import Collector

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
_SECRET_BYTES = 32
SECRETS = ("TELEGRAM_TOKEN", "MINGBAI_SECRET", "WEBHOOK_SECRET", "DATABASE_URL")
"""What may also be given as the path of a file, in a variable whose name ends in ``_FILE``."""
_LONGEST_SECRET = 4096
"""Characters read of such a file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program is told from outside."""

    token: str | None
    """The bot's token; None: the residents' page and a chat in the terminal."""
    webhook_url: str | None
    """Public https address for updates; None: long polling."""
    webhook_secret: str | None
    """1 to 256 of ``A-Za-z0-9_-``; None: derived from ``secret``."""
    host: str
    """Address the webhook and the residents' page listen on."""
    port: int
    """Port the webhook listens on."""
    api_url: str
    """Telegram's address, without the token."""
    database_url: str
    """``sqlite:///file`` or ``postgresql://…``."""
    secret: bytes
    """Key of every hash of an account."""
    town: Town
    """The township."""
    knowledge: Path
    """The folder of entries."""
    town_file: Path
    """Where the township was read from."""
    limited: bool = True
    """Whether messages keep to Telegram's limits; a test server has none."""
    health_port: int | None = None
    """Port on ``watch_host`` that says whether the bot is well; None: not served."""
    metrics_port: int | None = None
    """Port on ``watch_host`` for Prometheus; None: not served."""
    watch_host: str = "127.0.0.1"
    """Address of these two ports, not to be reached from outside."""
    page: Page = field(default_factory=Page)
    """Where the residents' page stands."""
    laws: Path | None = None
    """The folder of statutes, so that an entry can be signed beside the articles' text; None: there is none."""


def settings(env: Mapping[str, str], root: Path) -> Settings:
    """Read the environment and town.yaml; relative paths start at ``root``.

    Raises :class:`Refused` with every problem.  Creates the data folder and, once, its secret.
    """
    take = Collector()
    env = take.run(partial(with_files, env)) or env
    get = {k: v.strip() for k, v in env.items() if v.strip()}.get
    town_file = root / get("TOWN_FILE", "town.yaml")
    town = take.run(partial(read_town, town_file))
    data = root / get("DATA_DIR", "data")
    database = get("DATABASE_URL", f"sqlite:///{data / 'mingbai.db'}")
    take.problems += (*_wrong(env), *wrong_page(env))
    if not database.startswith(("sqlite:///", "postgresql://", "postgres://")):
        take.problems.append(Problem("DATABASE_URL", "不认识；请写 sqlite:///文件 或 postgresql://用户:口令@主机/库名"))
    given = get("MINGBAI_SECRET")
    if not take.problems and not (given and get("DATABASE_URL")):
        take.run(partial(_folder, data))
    secret = given.encode(errors="surrogatepass") if given else None if take.problems else take.run(partial(_secret, data / "secret"))
    if take.problems or town is None or secret is None:
        raise Refused(tuple(take.problems))
    return Settings(
        token=get("TELEGRAM_TOKEN"),
        webhook_url=get("WEBHOOK_URL"),
        webhook_secret=get("WEBHOOK_SECRET"),
        host=get("HOST", "127.0.0.1"),
        port=int(get("PORT", "8080")),
        api_url=get("TELEGRAM_API_URL", "https://api.telegram.org"),
        database_url=database,
        secret=secret,
        town=town,
        knowledge=root / get("KNOWLEDGE_DIR", "knowledge"),
        town_file=town_file,
        limited=get("TELEGRAM_LIMITS") != "off",
        health_port=_port(get("HEALTH_PORT")),
        metrics_port=_port(get("METRICS_PORT")),
        watch_host=get("WATCH_HOST", "127.0.0.1"),
        page=page(env),
        laws=root / laws if (laws := get("LAWS_DIR")) else None,
    )


def _port(given: str | None) -> int | None:
    return int(given) if given else None


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


def sources(env: Mapping[str, str], root: Path) -> tuple[Town, Path]:
    """The township and the folder of entries alone, for commands that record nothing.  Raises :class:`Refused`."""
    town = read_town(root / (env.get("TOWN_FILE", "").strip() or "town.yaml"))
    return town, root / (env.get("KNOWLEDGE_DIR", "").strip() or "knowledge")


def _wrong(env: Mapping[str, str]) -> Iterator[Problem]:
    token, url = env.get("TELEGRAM_TOKEN", "").strip(), env.get("WEBHOOK_URL", "").strip()
    if token and not _TOKEN.fullmatch(token):
        yield Problem("TELEGRAM_TOKEN", "样子不对；请从 BotFather 那里原样复制")
    if url and not token:
        yield Problem("WEBHOOK_URL", "设了网址却没有 TELEGRAM_TOKEN；请一起设置")
    if url and not _is_address(url, "https"):
        yield Problem("WEBHOOK_URL", "要以 https:// 开头；Telegram 只往加密的网址送消息")
    api = env.get("TELEGRAM_API_URL", "").strip()
    if api and not _is_address(api, "http", "https"):
        yield Problem("TELEGRAM_API_URL", "要以 http:// 或 https:// 开头；不用自建接口就不要写")
    secret = env.get("WEBHOOK_SECRET", "").strip()
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        yield Problem("WEBHOOK_SECRET", "只能用字母、数字、下划线和短横线，最多 256 个；请改正")
    key = env.get("MINGBAI_SECRET", "").strip()
    if key and len(key) < _SECRET_BYTES:
        yield Problem("MINGBAI_SECRET", f"太短；请用至少 {_SECRET_BYTES} 个随机字符")
    for name in ("PORT", "HEALTH_PORT", "METRICS_PORT"):
        port = env.get(name, "").strip()
        if port and not (re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536):
            yield Problem(name, f"“{port}”不是端口；请写 1 到 65535 的数")
    if env.get("TELEGRAM_LIMITS", "").strip() not in ("", "on", "off"):
        yield Problem("TELEGRAM_LIMITS", "只能写 on 或 off；连的是 Telegram 就不要写")


def _is_address(url: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a bracket left open, a port of letters
        return False


def _folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused((Problem(str(data), f"建不了文件夹（{error.strerror}）；请给写入权限，或改 DATA_DIR"),)) from error


def _secret(path: Path) -> bytes:
    try:
        if not path.exists():
            _make_secret(path, secrets.token_hex(_SECRET_BYTES))
        secret = path.read_bytes().strip()
    except OSError as error:
        raise Refused((Problem(str(path), f"读写不了（{error.strerror}）；请给数据文件夹写入权限"),)) from error
    if len(secret) < _SECRET_BYTES:
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

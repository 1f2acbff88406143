"""Environment and town.yaml -> Settings, or every problem by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.model import Problem, Refused
from bot.page import Page, page
from bot.page import wrong as wrong_page
from bot.secret import SHORTEST, secret_in, with_files
from bot.town import Town, read_town
from bot.yamlfile import Collector

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")


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
    data: Path
    """The folder of the database and of what is made anew when it is missing; it need not exist."""
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


@dataclass(frozen=True, slots=True)
class Sources:
    """What answers are made of."""

    town: Town
    """The township."""
    town_file: Path
    """Where it is described."""
    knowledge: Path
    """The folder of entries."""
    data: Path
    """The data folder, if there is one."""


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
    secret = given.encode(errors="surrogatepass") if given else None if take.problems else take.run(partial(secret_in, data / "secret"))
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
        data=data,
        limited=get("TELEGRAM_LIMITS") != "off",
        health_port=_port(get("HEALTH_PORT")),
        metrics_port=_port(get("METRICS_PORT")),
        watch_host=get("WATCH_HOST", "127.0.0.1"),
        page=page(env),
        laws=root / laws if (laws := get("LAWS_DIR")) else None,
    )


def _port(given: str | None) -> int | None:
    return int(given) if given else None


def sources(env: Mapping[str, str], root: Path) -> Sources:
    """What commands that record nothing need.  Raises :class:`Refused`; creates nothing."""

    def path(name: str, usual: str) -> Path:
        return root / (env.get(name, "").strip() or usual)

    town_file = path("TOWN_FILE", "town.yaml")
    return Sources(read_town(town_file), town_file, path("KNOWLEDGE_DIR", "knowledge"), path("DATA_DIR", "data"))


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
    if key and len(key) < SHORTEST:
        yield Problem("MINGBAI_SECRET", f"太短；请用至少 {SHORTEST} 个随机字符")
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

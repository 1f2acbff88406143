"""The container: built from the Dockerfile without a daemon and started as its user on a root it cannot write.

Slow, and only where buildah can build; ``make image-test`` runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.township import ROOT

pytestmark = pytest.mark.skipif(os.environ.get("IMAGE_TEST") != "1", reason="slow: make image-test runs it")
_NAME, _BASE = "localhost/mingbai-test", "localhost/mingbai-base"
_PACKAGES = "python3,python3-pip,ca-certificates,passwd"


def buildah(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["buildah", *arguments], cwd=ROOT, text=True, capture_output=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built image; its base is made of the distribution's packages, so that no registry of images is needed."""
    for program in ("buildah", "mmdebstrap"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not here")
    root = tmp_path_factory.mktemp("base") / "root.tar"
    made = subprocess.run(
        ["mmdebstrap", "--variant=minbase", f"--include={_PACKAGES}", os.environ.get("IMAGE_SUITE", "bookworm"), str(root)],
        capture_output=True, text=True, check=False,
    )
    if made.returncode:
        pytest.skip(f"no base can be made here: {made.stderr.strip().splitlines()[-1:]}")
    container = buildah("from", "scratch").stdout.strip()
    # Debian's Python belongs to the distribution; inside a container nobody minds.
    steps = [
        buildah("add", container, str(root), "/"), buildah("config", "--env=PIP_BREAK_SYSTEM_PACKAGES=1", container),
        buildah("commit", "--rm", container, _BASE),
    ]
    if any(step.returncode for step in steps):
        pytest.skip(f"buildah cannot run here: {steps[-1].stderr[-300:]}")
    built = buildah("bud", "--isolation", "chroot", "--build-arg", f"BASE={_BASE}", *given(), "-t", _NAME, ".")
    assert built.returncode == 0, built.stderr[-3000:]
    yield _NAME
    buildah("rmi", "-f", _NAME, _BASE)


def given() -> list[str]:
    """What the machine needs to reach its package registry, handed in and not kept in the image."""
    config = Path("/etc/pip.conf")
    mounts = [f"--volume={config}:{config}:ro"] if config.exists() else []
    bundle = "/etc/ssl/certs/ca-certificates.crt"
    mounts.append(f"--volume={bundle}:{bundle}:ro")
    names = [name for name in os.environ if name.startswith("PIP_") or name.lower().endswith("_proxy")]
    return [*mounts, *(f"--env={name}" for name in names), "--network=host"]


@pytest.fixture
def container(image: str) -> Iterator[str]:
    """A container of the image."""
    name = buildah("from", image).stdout.strip()
    yield name
    buildah("rm", name)


def inside(container: str, *command: str) -> subprocess.CompletedProcess[str]:
    return buildah("run", "--isolation", "chroot", container, "--", *command)


def test_it_runs_as_nobody_and_answers(container: str) -> None:
    assert inside(container, "id", "-u").stdout.strip() == "10001"
    said = inside(container, "python3", "-m", "bot", "ask", "老板拖欠工资怎么办")
    assert said.returncode == 0, said.stderr
    assert "劳动" in said.stdout


def test_it_may_write_its_data_and_nothing_of_its_program(container: str) -> None:
    assert inside(container, "touch", "/data/x").returncode == 0
    for place in ("/app/x", "/app/bot/x", "/etc/x", "/usr/x"):
        assert inside(container, "touch", place).returncode != 0


def test_the_health_check_is_ill_before_the_first_run_and_names_why(container: str) -> None:
    said = inside(container, "python3", "-m", "bot", "health")
    assert said.returncode == 2
    assert "还没有数据库" in said.stderr

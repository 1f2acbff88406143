"""A long story -> its telling parts."""

from __future__ import annotations

import re

MOST = 160
"""Characters that are compared; what is longer drowns its own question."""
_PARTS = re.compile(r"[^，,。.！!？?；;\n…]+[，,。.！!？?；;\n…]*")
_ASKS = re.compile(
    r"[？?]|吗|么[？?，。]?$|怎么|咋|如何|能不能|可不可以|是不是|有没有|要不要|算不算|合法|违法|犯法|该找|找谁|多少|多久|赔|告|起诉|离婚|"
    r"要回来|责任|处理|请问|想问"
)


def telling(text: str) -> str:
    """``text`` itself when short; else the parts that ask, then those around them, in their order, up to ``MOST``.

    A story puts its question at the end, seldom at the start, so later parts come first among equals.
    """
    if len(text) <= MOST:
        return text
    parts = _PARTS.findall(text)
    ranked = sorted(range(len(parts)), key=lambda i: (not _ASKS.search(parts[i]), -i))
    chosen, room = set[int](), MOST
    for i in ranked:
        if len(parts[i]) <= room:
            chosen.add(i)
            room -= len(parts[i])
    return "".join(parts[i] for i in sorted(chosen)) or text[-MOST:]

"""Figures for Prometheus, read when it asks: nothing is counted twice, nothing is about anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

COUNTERS: Mapping[str, str] = {
    "kept": "Updates written to disk",
    "handled": "Updates handled to their end",
    "put_off": "Times that an update was put off to be tried again",
    "failed": "Faults of the program while handling",
    "sent": "Messages that Telegram took",
    "refused": "Times that Telegram asked to wait",
}
GAUGES: Mapping[str, str] = {
    "chats": "Chats in which something waits in this program",
    "waiting": "Updates that wait in this program",
}


class _Figures(Collector):
    def __init__(self, read: Callable[[], Mapping[str, float]], version: Callable[[], str]) -> None:
        self._read, self._version = read, version

    def collect(self) -> Iterator[Metric]:
        """Every figure of this moment."""
        now = self._read()
        for name, says in COUNTERS.items():
            yield CounterMetricFamily(f"mingbai_{name}", says, value=now.get(name, 0))
        for name, says in GAUGES.items():
            yield GaugeMetricFamily(f"mingbai_{name}", says, value=now.get(name, 0))
        yield InfoMetricFamily("mingbai_knowledge", "Knowledge being served", value={"version": self._version()})


def metrics(read: Callable[[], Mapping[str, float]], version: Callable[[], str]) -> Starlette:
    """``/metrics``; ``read`` gives the values of :data:`COUNTERS` and :data:`GAUGES`."""
    registry = CollectorRegistry()
    registry.register(_Figures(read, version))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)

    async def answer(_: Request) -> Response:
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return Starlette(routes=[Route("/metrics", answer)])

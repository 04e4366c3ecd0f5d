"""What is counted, for Prometheus on the admin port: totals only, nothing about anybody.

What people do is told in steps of five, and nothing under five: who watches the numbers must not
see one person come, write or call for help (MISSION, section 5.2). What the machine does, and
whether a case was lost, is told as it is.
"""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Metric, generate_latest

from rooms.refusal import Code

STEP = 5
EXACT = frozenset({"kith_bugs", "kith_store_away", "kith_alarms_unsent", "kith_cases_uneven"})


class _Coarse(CollectorRegistry):
    """The counts of another registry, in steps."""

    def __init__(self, exact: CollectorRegistry) -> None:
        super().__init__()
        self._exact = exact

    def collect(self) -> Iterator[Metric]:
        """Yield every metric as it may be told; not when somebody was the first."""
        for metric in self._exact.collect():
            step = 1 if metric.name in EXACT else STEP
            metric.samples = [
                sample._replace(value=sample.value // step * step)
                for sample in metric.samples
                if not sample.name.endswith("_created")
            ]
            yield metric


class Counters:
    """All metrics of one node, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.sockets = Gauge("kith_sockets", "Open member sockets", registry=registry)
        self.refused = Counter("kith_refused", "Refusals by code", ["code"], registry=registry)
        for code in Code:  # there from the start, so that its coming tells nothing
            self.refused.labels(code.value)
        self.faults = Counter(
            "kith_wire_faults", "Peers that broke the protocol", registry=registry
        )
        self.slow = Counter(
            "kith_slow_readers", "Readers whose queue was dropped", registry=registry
        )
        self.bugs = Counter("kith_bugs", "Our own bugs", registry=registry)
        self.cases = Counter("kith_cases_raised", "Cases raised", registry=registry)
        self.unavailable = Counter("kith_store_away", "Calls the store failed", registry=registry)
        self.doors_slowed = Counter(
            "kith_doors_slowed", "Doors made slower in a raid", registry=registry
        )
        self.posted = 0  # these two are counted for every line, so without a lock; told by `page`
        self.deliveries = 0
        self._posted = Counter("kith_messages", "Messages accepted", registry=registry)
        self._delivered = Counter("kith_deliveries", "Frames put into outboxes", registry=registry)

        self.desk = Gauge(
            "kith_cases", "Cases by state, and all ever raised", ["state"], registry=registry
        )
        self.unsent = Counter(
            "kith_alarms_unsent", "Outside alarms no way could send", registry=registry
        )
        self.uneven = Gauge(
            "kith_cases_uneven", "Raised less open, claimed, escalated, resolved", registry=registry
        )

    def count_cases(self, totals: Mapping[str, int]) -> None:
        """Export the cases by state; whatever is not 0 in `kith_cases_uneven` was lost."""
        for state, many in totals.items():
            self.desk.labels(state).set(many)
        self.uneven.set(2 * totals["raised"] - sum(totals.values()))

    def refusal(self, code: Code) -> None:
        """Count one refusal, and with it a call that the store failed."""
        self.refused.labels(code.value).inc()
        if code is Code.UNAVAILABLE:
            self.unavailable.inc()

    def page(self) -> bytes:
        """Return the metrics in Prometheus' text form."""
        posted, self.posted = self.posted, 0
        deliveries, self.deliveries = self.deliveries, 0
        self._posted.inc(posted)
        self._delivered.inc(deliveries)
        return generate_latest(_Coarse(self.registry))

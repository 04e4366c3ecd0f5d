"""What is counted, for Prometheus on the admin port: totals only, nothing about anybody."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from rooms.refusal import Code


class Counters:
    """All metrics of one node, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.sockets = Gauge("kith_sockets", "Open member sockets", registry=registry)
        self.posted = Counter("kith_messages", "Messages accepted", registry=registry)
        self.refused = Counter("kith_refused", "Refusals by code", ["code"], registry=registry)
        self.faults = Counter(
            "kith_wire_faults", "Peers that broke the protocol", registry=registry
        )
        self.slow = Counter(
            "kith_slow_readers", "Readers whose queue was dropped", registry=registry
        )
        self.bugs = Counter("kith_bugs", "Our own bugs", registry=registry)
        self.cases = Counter("kith_cases_raised", "Cases raised", registry=registry)
        self.unavailable = Counter("kith_store_away", "Calls the store failed", registry=registry)
        self.delivered = Counter("kith_deliveries", "Frames put into outboxes", registry=registry)

    def refusal(self, code: Code) -> None:
        """Count one refusal."""
        self.refused.labels(code.value).inc()

    def page(self) -> bytes:
        """Return the metrics in Prometheus' text form."""
        return generate_latest(self.registry)

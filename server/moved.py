"""The mark on a folder whose house was carried to a shared Redis."""

from server.backplane import StoreDamaged
from server.backplane.sqlite_schema import STORE
from server.settings import Settings

MOVED_TO_REDIS = "kith.db.moved"


def refuse_if_moved(settings: Settings) -> None:
    """Refuse to begin an empty house in a folder whose house lives in Redis now."""
    data = settings.data
    moved = (data / MOVED_TO_REDIS).exists() and not (data / STORE).exists()
    if moved and not settings.redis:
        raise StoreDamaged(
            f"The house of {data} was moved to a shared Redis. Start with --redis and its "
            "address; or bring it back with: kith move --redis ADDRESS --to folder"
        )

"""A repair of Celery's consumer: a worker whose broker was away must go on taking ids when it is back.

A message that cannot be acknowledged because the broker is away keeps its place among those that the worker may hold at
once. When all places are lost the worker is alive, connected, and takes nothing any more: seen with kombu 5.7 after a
few restarts of Redis (celery #10205). The cure is a new connection, which begins with all places free.
"""

from celery.bootsteps import StartStopStep
from celery.worker import state

EVERY = 5  # seconds


class LostPlaces(StartStopStep):
    """Looks whether the broker's messages are counted as held while nobody works on them, twice in a row."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def register_with_event_loop(self, consumer, hub) -> None:
        self._lost_before = False
        hub.call_repeatedly(EVERY, self._look, consumer)

    def _look(self, consumer) -> None:
        """The error is one that makes the consumer connect anew."""
        places = consumer.task_consumer.channel.qos
        held = len(places._delivered) - len(places._dirty)
        lost = held > len(state.reserved_requests)
        if lost and self._lost_before:
            raise ConnectionError("Messages could not be acknowledged while the broker was away.")
        self._lost_before = lost

"""Tasks for worker processes: results in order, and no more tasks made ready than are soon needed."""

from __future__ import annotations

from collections.abc import Iterator

from partnersite.parallel.workers import AHEAD, ENOUGH, Workers


def doubled(number: int) -> int:
    return 2 * number


def test_results_come_in_the_order_of_the_tasks_and_tasks_are_made_ready_as_they_are_needed() -> None:
    made: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with Workers(None, 2) as workers:
        results = workers.map(doubled, tasks(), ENOUGH)
        assert next(results) == 0
        assert len(made) == 2 * AHEAD + 1
        assert list(results) == [2 * number for number in range(1, 100)]

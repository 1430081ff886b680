"""How territories nest: countries, regions within them, macro-regions made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from partnersite.model.places import countries
from partnersite.model.program import TerritoryArea

Graph = Mapping[str, tuple[str, ...]]


class Atlas:
    """Answers what lies in what; countries need not be listed, cycles do not hang it."""

    def __init__(self, areas: Mapping[str, TerritoryArea]) -> None:
        below: dict[str, list[str]] = {}
        above: dict[str, list[str]] = {}
        for key, area in areas.items():
            pairs = [(key, part) for part in area.contains]
            if area.within:
                pairs.append((area.within, key))
            for outer, inner in pairs:
                below.setdefault(outer, []).append(inner)
                above.setdefault(inner, []).append(outer)
        self._below = {key: tuple(parts) for key, parts in below.items()}
        self._above = {key: tuple(wholes) for key, wholes in above.items()}
        self.inside = lru_cache(maxsize=None)(self._inside)
        self.countries = lru_cache(maxsize=None)(self._countries)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (self._below, self._above))

    def _inside(self, territory: str) -> frozenset[str]:
        """A territory and everything that lies in it, at any depth."""
        return _reach(self._below, territory)

    def overlap(self, one: str, other: str) -> bool:
        """Whether two territories share ground."""
        return not self.inside(one).isdisjoint(self.inside(other))

    def _countries(self, territory: str) -> tuple[str, ...]:
        """The countries a territory is, is made of, or lies in; sorted codes."""
        found = self.inside(territory) & countries()
        return tuple(sorted(found or _reach(self._above, territory) & countries()))

    def served(self, own: str, territories: Iterable[str]) -> tuple[str, ...]:
        """The countries of a partner: its own, "" for none, then those of its territories, sorted."""
        found = {code for territory in territories for code in self.countries(territory)}
        return tuple(dict.fromkeys([*([own] if own else ()), *sorted(found)]))

    def circle(self, territory: str) -> tuple[str, ...]:
        """The way from a territory down into itself, empty where there is none."""
        return circle(self._below, territory)


def _rebuilt(below: Graph, above: Graph) -> Atlas:
    atlas = Atlas({})
    atlas._below, atlas._above = dict(below), dict(above)
    return atlas


def _reach(graph: Graph, start: str) -> frozenset[str]:
    found = {start}
    waiting = [start]
    while waiting:
        for following in graph.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return frozenset(found)


def circle(graph: Graph, start: str) -> tuple[str, ...]:
    """The shortest way that leads from `start` back to it, both ends included; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for node in waiting:
        for following in graph.get(node, ()):
            if following == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way)) if node != start else (start, start)
            if following not in came_from:
                came_from[following] = node
                waiting.append(following)
    return ()

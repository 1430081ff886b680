"""What a process that builds again and again need not read again: as right as what is on disk, by the same keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnersite.parallel.aside import Aside

if TYPE_CHECKING:
    from partnersite.cache.memory import Memory
    from partnersite.engine import Engine
    from partnersite.intake.shelf import Kept


@dataclass(slots=True)
class Warm:
    """What the last build of a site has read and made; empty at first, and filled by each build that it is given to."""

    aside: Aside | None = None
    """The process beside this one; begun for each build where there is none."""
    engine: Engine | None = None
    """What renders pages, made ready once; one is begun and ended by each build where there is none."""
    looking: Callable[[], str] | None = None
    """What waits for the look at the live folder that has begun before the next build, where one has."""
    pieces: dict[str, Kept] = field(default_factory=dict)
    """Of the shelf, by the keys of what they were read from."""
    memory: Memory | None = None
    """Of the site that was published last; right where that one is live."""

"""The blocks that prose can place, `{{ terms("dealer") }}` and others: who renders them, and what they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partnersite import brand, directory, terms, training
from partnersite.model import Network
from partnersite.pages.blockcontext import BlockContext

BLOCKS: Mapping[str, Callable[[str, str, BlockContext], str]] = {
    "terms": terms.block,
    "commission": terms.block,
    "joining": terms.block,
    "application": terms.block,
    "courses": training.block,
    "lessons": training.block,
    "albums": brand.block,
    "network": directory.block,
    "types": terms.block,
    "markets": directory.block,
    "regions": directory.block,
}

OF_NETWORK = frozenset(name for name, block in BLOCKS.items() if block is directory.block)
"""Those that show the partners."""
OF_ALBUMS = frozenset(name for name, block in BLOCKS.items() if block is brand.block)
"""Those that show the brand albums."""


def block_arguments(network: Network) -> dict[str, Sequence[str]]:
    """The arguments that each block takes, between its brackets; none for most."""
    types = tuple(network.program.types)
    return {name: types if name in ("terms", "commission") else () for name in BLOCKS}


def render_block(name: str, argument: str, context: BlockContext) -> str:
    """The HTML of a block."""
    return BLOCKS[name](name, argument, context)

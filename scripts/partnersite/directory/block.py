"""The blocks `network`, the network at a glance, `markets`, where partners are sought, and `regions`, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnersite.pages.blockcontext import BlockContext


def block(name: str, argument: str, context: BlockContext) -> str:
    """HTML of the block for the page that `context` names."""
    return context.renderer.render(f"{name}.html", context.path, view=context.view)

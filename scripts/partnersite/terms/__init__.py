"""Programme terms: what each partner type is offered and asked for, as blocks of editorial pages."""

from __future__ import annotations

from partnersite.terms.block import block

__all__ = ["block"]

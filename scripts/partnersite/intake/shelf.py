"""Pieces that were read before, kept between builds: what is public of records without problems, and nothing else.

A record that has no page, or about which there is something to say, is not kept; it is read again each time. The
folder may be thrown away at any time, and what is damaged or of another version is read again.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from partnersite.intake.work import PieceResult
from partnersite.model.facts import Claim, PartnerFacts
from partnersite.model.reading import PieceRead, RecordRead
from partnersite.view.listed import Listed


class Shelf:
    """Results by the keys of their pieces, a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> tuple[PieceResult, tuple[int, ...]] | None:
        """A piece's result, and which of its records must be read again; None where there is none to trust."""
        try:
            written = (self.folder / key).read_bytes()
            if hashlib.sha256(written[32:]).digest() != written[:32]:
                return None
            records, again, listed, digests, texts = marshal.loads(written[32:])
        except (OSError, ValueError, EOFError, TypeError):
            return None
        read = PieceRead(tuple(RecordRead(at, _facts(facts)) for at, facts in records))
        by_language = {language: tuple(Listed(*one) for one in ones) for language, ones in listed.items()}
        return PieceResult(read, by_language, digests, texts), tuple(again)

    def put(self, key: str, result: PieceResult) -> PieceResult:
        """Keeps what may be kept of a result; gives the result."""
        kept = [record for record in result.read.records if record.facts.is_public and not record.problems]
        if result.read.problems:
            return result
        public = {record.facts.id for record in kept}
        again = [record.at for record in result.read.records if record.facts.id not in public]
        if again and len(kept) + len(again) != len(result.read.records):  # two records with one id
            return result
        texts, listed = dict(result.texts), {}
        for language, ones in result.listed.items():
            if any(one.id not in public for one in ones):
                pairs = zip(ones, marshal.loads(texts[language]), strict=True)
                chosen = [(one, said) for one, said in pairs if one.id in public]
                texts[language] = marshal.dumps([said for _, said in chosen])
                ones = tuple(one for one, _ in chosen)
            listed[language] = [tuple(one) for one in ones]
        digests = {name: digest for name, digest in result.digests.items() if name in public}
        records = [(record.at, _plain(record.facts)) for record in kept]
        self._write(key, marshal.dumps((records, again, listed, digests, texts)))
        return result

    def keep_only(self, keys: Collection[str]) -> None:
        """Makes room: only these pieces are of use any more."""
        with suppress(OSError):
            for file in self.folder.iterdir():
                if file.name not in keys:
                    file.unlink()

    def _write(self, key: str, data: bytes) -> None:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with open(descriptor, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            os.replace(name, self.folder / key)


def _plain(facts: PartnerFacts) -> tuple[object, ...]:
    return tuple(facts._replace(territories=tuple(map(tuple, facts.territories))))  # type: ignore[arg-type]


def _facts(values: tuple[object, ...]) -> PartnerFacts:
    facts = PartnerFacts(*values)  # type: ignore[arg-type]
    if facts.territories:
        facts = facts._replace(territories=tuple(Claim(*claim) for claim in facts.territories))
    return facts

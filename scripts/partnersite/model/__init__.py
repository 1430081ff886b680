"""What the data means: partner, programme, network, and what must hold between records."""

from partnersite.model.dates import PartialDate
from partnersite.model.load import load_network, load_program
from partnersite.model.network import Network
from partnersite.model.partner import Partner
from partnersite.model.program import Program
from partnersite.model.record import PUBLIC, Record, public_fields
from partnersite.model.schema import json_schema
from partnersite.model.text import Text

__all__ = [
    "PUBLIC",
    "Network",
    "PartialDate",
    "Partner",
    "Program",
    "Record",
    "Text",
    "json_schema",
    "load_network",
    "load_program",
    "public_fields",
]

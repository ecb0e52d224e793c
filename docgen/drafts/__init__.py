"""Drafts on disk: written whole, never over an edit, each with a side-car that answers for it."""

from docgen.drafts.evidence import Evidence, earlier_left_out, evidence_of, left_out
from docgen.drafts.sidecar import SideCar, read_side_car
from docgen.drafts.store import safe_name
from docgen.drafts.trace import Trace, trace
from docgen.drafts.writing import Written, draft_name, write_draft, write_drafts

__all__ = [
    "Evidence",
    "SideCar",
    "Trace",
    "Written",
    "draft_name",
    "earlier_left_out",
    "evidence_of",
    "left_out",
    "read_side_car",
    "safe_name",
    "trace",
    "write_draft",
    "write_drafts",
]

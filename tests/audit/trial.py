"""A template typed in a test, tried with facts typed in the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from docgen.audit.coverage import Coverage
from docgen.audit.drafts import Given
from docgen.audit.survey import Survey, Tried, survey
from tests.compose.small import facts, library, template

TODAY = date(2026, 7, 1)


def surveyed(body: str, units: Mapping[str, str] | None = None) -> Survey:
    """The template of this body, tried with these units when there are any."""
    given = [Given(name, facts(text), 200) for name, text in (units or {}).items()]
    return survey(template(body), library(), TODAY, given, on=TODAY)


def tried(body: str, units: Mapping[str, str]) -> Tried:
    """What trying it came to."""
    found = surveyed(body, units).tried
    assert found is not None
    return found


def covered(body: str, units: Mapping[str, str]) -> Coverage:
    """What the units' drafts come to."""
    return tried(body, units).coverage

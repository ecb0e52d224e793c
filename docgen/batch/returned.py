"""What units send back to fill their gaps (补填表), put to the units of a plan."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.batch.plan import Plan, span
from docgen.batch.unit import Unit
from docgen.errors import InputError
from docgen.facts import dictionary_of
from docgen.facts.supplement import Supplements, read_supplements
from docgen.language import Period, parse_period
from docgen.library import Library


def with_supplements(
    whole: Plan, folders: Sequence[Path], library: Library
) -> tuple[Plan, tuple[str, ...]]:
    """The plan with what the units sent back in their 补填表, and what of it could not be taken.

    Raises InputError for a folder that is not there.
    """
    sent: dict[str, Supplements] = {}
    troubles: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            raise InputError("找不到这个文件夹", where=str(folder), hint="写放补填表的文件夹")
        found = read_supplements(folder, dictionary_of(library))
        troubles += found.troubles
        for key, forms in found.forms.items():
            before = sent.get(key[0], Supplements({}, ()))
            both = {**before.forms, key: (*before.forms.get(key, ()), *forms)}
            sent[key[0]] = Supplements(both, ())
    names = Counter(unit.name for unit in whole.units)
    taken = {}
    for name, found in sent.items():
        why = (
            f"没有“{name}”这个单位"
            if not names[name]
            else f"叫“{name}”的单位有{names[name]}个，不知道是哪一个的"
            if names[name] > 1
            else ""
        )
        for (_, period), forms in found.forms.items():
            other = why or _is_of_another(period, whole.period)
            troubles += [f"{form.parsed.name}：{other}，补填的没有用" for form in forms if other]
        if not why:
            taken[name] = found
    units = tuple(
        _with_sent(unit, taken[unit.name]) if unit.name in taken else unit for unit in whole.units
    )
    return replace(whole, units=units), tuple(troubles)


def _is_of_another(said: str, wanted: Period | None) -> str:
    """What to say of a form of another period, "" of one of this."""
    period = parse_period(said) if said else None
    if period is None or wanted is None or span(period) == span(wanted):
        return ""
    return f"这是{said}的补填表，这次做的是{wanted.text}"


def _with_sent(unit: Unit, found: Supplements) -> Unit:
    forms = {key: found.forms[key] for key in sorted(found.forms)}
    said = hashlib.sha256(repr(forms).encode("utf-8", "replace")).hexdigest()
    plain = {
        key: [tuple(dict(v) if isinstance(v, Mapping) else v for v in form) for form in same]
        for key, same in forms.items()
    }
    packed = zlib.compress(pickle.dumps(plain, protocol=5), 1)
    return replace(unit, sent=packed, digest=unit.digest + said)


def sent_by(unit: Unit) -> Supplements:
    """What a unit sent back."""
    from docgen.facts.workbook import UnitForm  # noqa: PLC0415  (openpyxl takes long to import)

    plain = pickle.loads(zlib.decompress(unit.sent))  # packed in this very run
    forms = {key: tuple(UnitForm(*form) for form in same) for key, same in plain.items()}
    return Supplements(forms, ())

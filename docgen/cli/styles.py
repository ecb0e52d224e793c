"""What `docgen explain style` says: every parameter of a style, and what it leaves of its parent."""

from __future__ import annotations

from itertools import groupby

from docgen.cli.console import say, say_json, table
from docgen.library import Library
from docgen.library.styles import Deviation, Setting, Style


def explain_style(name: str, shelf: Library, as_data: bool) -> int:
    """Every parameter with its value, clause and strength; then what differs from the parent."""
    style = shelf.style_named(name)
    changed = _changed(style, shelf)
    if as_data:
        say_json(
            "explain",
            {
                "style": style.id,
                "name": style.name,
                "parent": style.parent,
                "settings": [_plain(setting) for setting in style.settings],
                "changed": [{**_plain(own), "before": _text(before)} for own, before in changed],
                "deviations": [
                    {**_plain(own), "prescribed": _text(right), "leaves": right.clause}
                    for own, right in style.deviations
                ],
            },
        )
        return 0
    say(f"{style.id}　{style.name}", bold=True)
    for section, settings in groupby(style.settings, key=lambda one: one.key.partition(".")[0]):
        say(f"{section}：")
        say(table([_row(setting) for setting in settings], indent="  "))
    if changed:
        say(f"\n与 {style.parent} 不同的：", bold=True)
        say(
            table(
                [(own.key, _text(own), f"原为 {_text(old)}") for own, old in changed], indent="  "
            )
        )
    if style.deviations:
        say("\n偏离国家标准规定的：", bold=True)
        say(table([_left(one) for one in style.deviations], indent="  "))
    return 0


def _changed(style: Style, shelf: Library) -> list[tuple[Setting, Setting]]:
    if not style.parent:
        return []
    above = shelf.style(style.parent).settings
    return [
        (own, before)
        for own, before in zip(style.settings, above, strict=True)
        if own.value != before.value
    ]


def _text(setting: Setting) -> str:
    return setting.value if isinstance(setting.value, str) else " ".join(setting.value)


def _plain(setting: Setting) -> dict[str, str]:
    key, _, clause, strength = setting
    return {"key": key, "value": _text(setting), "clause": clause, "strength": strength}


def _row(setting: Setting) -> tuple[str, str, str]:
    name = setting.key.partition(".")[2]
    ground = f"{setting.strength} {setting.clause}".rstrip()
    return name, ground, _text(setting)


def _left(one: Deviation) -> tuple[str, str, str]:
    right = one.prescribed
    return one.setting.key, _text(one.setting), f"{right.clause} 规定 {_text(right)}"

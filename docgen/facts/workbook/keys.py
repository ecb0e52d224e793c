"""The keys of a form of ours, in its hidden column or row, and the headings that stand for them."""

from __future__ import annotations

from typing import Final

KEY_UNIT, KEY_NUMBER, KEY_PARENT, KEY_FACT = "#单位", "#序号", "#属于", "#事实"
KEY_PATH, KEY_NAME, KEY_VALUE, KEY_MEASURE = "#名称", "#项目", "#填写", "#计量"
KEY_EARLIER, KEY_NOTE = "#上期", "#说明"
SAID: Final = "@"
BEFORE: Final = "上期:"
OWED: Final = "补:"
"""Before the key of a line that asks for one fact, named with positions: 补:后进村[2].措施.
Behind it, after TITLED, what the record was called when the form was made."""
TITLED: Final = "|"
HEADINGS: Final = {
    KEY_UNIT: "单位",
    KEY_NUMBER: "序号",
    KEY_PARENT: "属于",
    KEY_FACT: "事实",
    KEY_NAME: "项目",
    KEY_VALUE: "填写",
    KEY_MEASURE: "单位",
    KEY_EARLIER: "上期",
    KEY_NOTE: "说明",
}

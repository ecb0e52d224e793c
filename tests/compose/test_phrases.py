"""The dated phrase a template asks for."""

from __future__ import annotations

from datetime import date

import pytest

from docgen.compose.phrases import formulation
from docgen.errors import TemplateError
from docgen.library import Library

LIBRARY = Library()


@pytest.mark.parametrize(
    ("topic", "on", "text", "source"),
    [
        (
            "指导思想",
            date(2012, 6, 30),
            "以邓小平理论和“三个代表”重要思想为指导，深入贯彻落实科学发展观",
            "提法:指导思想@2007-10-21",
        ),
        (
            "会议精神",
            date(2018, 6, 30),
            "全面贯彻党的十九大和十九届二中、三中全会精神",
            "提法:会议精神@2017-10-24",
        ),
        ("党建思想", date(2018, 6, 30), "", "提法:党建思想@2002-11-14"),
    ],
)
def test_the_phrase_of_the_day(topic: str, on: date, text: str, source: str) -> None:
    phrase = formulation(LIBRARY.snippets, LIBRARY.formulations, topic, on)
    assert (phrase.text, phrase.source) == (text, source)


@pytest.mark.parametrize("audience", ["", "乡镇"])
def test_a_campaign_follows_period_and_audience(audience: str) -> None:
    period = (date(2005, 1, 1), date(2005, 6, 30))
    phrase = formulation(
        LIBRARY.snippets, LIBRARY.formulations, "集中教育", period[1], period, audience=audience
    )
    assert phrase.aspect == ("" if audience else "正在")


@pytest.mark.parametrize(
    ("topic", "on", "message"),
    [
        ("指导思", date(2012, 6, 30), "没有名为“指导思”的提法（是不是“指导思想”？）"),
        ("会议的精神", date(2012, 6, 30), "没有名为“会议的精神”的提法（是不是“会议精神”？）"),
        ("abc", date(2012, 6, 30), "没有名为“abc”的提法（可用：会议精神 党员发展方针 "),
        (
            "指导思想",
            date(2001, 5, 1),
            "提法“指导思想”没有适用于 2001-05-01 的版本（最早 2002-11-14）",
        ),
    ],
)
def test_what_cannot_be_had(topic: str, on: date, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        formulation(LIBRARY.snippets, LIBRARY.formulations, topic, on)
    assert str(caught.value).startswith(message)

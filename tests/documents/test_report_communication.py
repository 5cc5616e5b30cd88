from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from closeout.documents.closing_report import compose_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

NOTES = """date,from,to,text
2026-03-02,Bob de Wit,Ada Byron,Can you begin? It is urgent. We wait.
2026-03-03,Ada Byron,Bob de Wit,Yes.
2026-04-30,Bob de Wit,Ada Byron,Fine.
"""
MAIL = """From: {sender}
Date: {day}
Message-ID: <{number}@a.example>
In-Reply-To: <1@a.example>
Subject: Start

Hello.
"""


def test_silences_name_the_entries_of_the_log(case: Callable[..., Case]) -> None:
    report = compose_report(case({"messages/notes.csv": NOTES}))
    (gap,) = report.silences
    assert (gap.days, gap.start, gap.end, gap.after, gap.before) == (58, date(2026, 3, 3), date(2026, 4, 30), 2, 3)


def test_only_the_longest_silences_are_told(case: Callable[..., Case]) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number * (number + 15) // 2) for number in range(9)]
    notes = "date,from,text\n" + "".join(f"{day},Bob de Wit,Hello.\n" for day in days)
    report = compose_report(case({"messages/notes.csv": notes}))
    assert [gap.days for gap in report.silences] == [15, 14, 13, 12, 11]


def test_answers_name_the_entries_of_the_log(case: Callable[..., Case]) -> None:
    files = {
        "messages/1.eml": MAIL.format(sender="bob@acme.example", day="Mon, 02 Mar 2026 10:00:00 +0000", number=1),
        "messages/2.eml": MAIL.format(sender="ada@byron.example", day="Tue, 03 Mar 2026 11:00:00 +0000", number=2),
    }
    (times,) = compose_report(case(files)).responses
    assert (times.side, times.answers, times.longest.asked, times.longest.answered) == ("freelancer", 1, 1, 2)
    assert times.median == timedelta(hours=9)
    assert compose_report(case(files, closing="{sections: {communication: false}}")).responses == ()


def test_a_chronology_has_the_first_two_sentences(case: Callable[..., Case]) -> None:
    report = compose_report(case({"messages/notes.csv": NOTES}, closing="{appendices: [chronology]}"))
    assert [(line.number, line.day, line.text, line.cut) for line in report.chronology] == [
        (1, date(2026, 3, 2), "Can you begin? It is urgent.", True),
        (2, date(2026, 3, 3), "Yes.", False),
        (3, date(2026, 4, 30), "Fine.", False),
    ]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.correspondence import Correspondent, Message, MessageKind, Origin, TimePrecision, TimeSource
from closeout.domain.thread import base_subject, threads


def message(
    native_id: str | None = None,
    subject: str = "",
    references: tuple[str, ...] = (),
    in_reply_to: str | None = None,
    conversation: str = "",
) -> Message:
    return Message(
        id=f"{native_id}/{subject}",
        kind=MessageKind.MESSAGE,
        channel="e-mail",
        conversation=conversation,
        sent_at=None,
        time_source=TimeSource.HEADER,
        time_precision=TimePrecision.SECOND,
        sender=Correspondent("Anna"),
        subject=subject,
        native_id=native_id,
        references=references,
        in_reply_to=in_reply_to,
        origins=(Origin(path="x", offset=0, length=0, sha256=""),),
    )


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Rate", "Rate"),
        ("AW: WG: Fwd: Rate", "Rate"),
        ("RE[2]: Rate ", "Rate"),
        (" SV : Rate", "Rate"),
        ("Re\uff1aRate", "Rate"),
        ("Regarding: Rate", "Regarding: Rate"),
        ("Re:", ""),
    ],
)
def test_base_subject_has_no_prefixes(subject: str, base: str) -> None:
    assert base_subject(subject) == base


def test_references_join_even_through_a_message_that_is_missing() -> None:
    a, b = message("a", "Re: Start", references=("gone",)), message("b", "Re: Start", in_reply_to="gone")
    (thread,) = threads((a, b))
    assert (thread.id, thread.subject, thread.places) == (a.id, "Start", (0, 1))


def test_a_late_message_joins_two_threads() -> None:
    a, b, c = message("a", "One"), message("b", "Two"), message("c", "Both", references=("b", "a"))
    assert [thread.places for thread in threads((a, b, c))] == [(0, 1, 2)]


def test_subject_joins_only_answers_without_references() -> None:
    first, answer, other = message("a", "Invoice 7"), message("b", "AW: invoice 7"), message("c", "Invoice 7")
    elsewhere = message("d", "Re: Invoice 7", references=("z",))
    forward = message("e", "Fwd: Invoice 7")
    found = [thread.places for thread in threads((first, answer, other, elsewhere, forward))]
    assert found == [(0, 1), (2,), (3,), (4,)]


def test_an_answer_to_nothing_known_and_empty_subjects_stay_alone() -> None:
    messages = (message("a", "Re: Lost"), message("b", "Re:"), message("c", "Re:"), message())
    assert len(threads(messages)) == 4
    assert threads(()) == ()


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefgh"), max_size=3)), max_size=12))
def test_threads_are_the_connected_components(edges: list[tuple[str, list[str]]]) -> None:
    messages = tuple(message(name, f"s{index}", tuple(refs)) for index, (name, refs) in enumerate(edges))
    names = [{name, *refs} for name, refs in edges]
    reach = [{index} for index in range(len(edges))]
    for _ in edges:
        for one, other in ((i, j) for i in range(len(edges)) for j in range(len(edges)) if names[i] & names[j]):
            reach[one] |= reach[other]
    found = threads(messages)
    assert {thread.places for thread in found} == {tuple(sorted(group)) for group in reach}
    assert sorted(place for thread in found for place in thread.places) == list(range(len(messages)))


def test_a_chat_is_one_thread_with_its_name() -> None:
    a, b, c = (message(name, conversation=chat) for name, chat in [("a", "Team"), ("b", "Ada"), ("c", "Team")])
    assert [(thread.subject, thread.places) for thread in threads((a, b, c))] == [("Team", (0, 2)), ("Ada", (1,))]


def test_a_long_chain_is_one_thread() -> None:
    chain = tuple(message(str(n), f"s{n}", (str(n + 1),)) for n in range(20_000))
    assert len(threads(chain)) == 1


def test_a_chat_without_a_name_is_one_thread_of_its_channel() -> None:
    chatted = [
        replace(message(name), channel=channel) for name, channel in [("a", "SMS"), ("b", "Upwork"), ("c", "SMS")]
    ]
    assert [thread.places for thread in threads((*chatted, message("d")))] == [(0, 2), (1,), (3,)]

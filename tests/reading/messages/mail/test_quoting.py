from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.mail.quoting import split

ATTRIBUTIONS = [
    "On Mon, Mar 4, 2024 at 10:00 AM Anna <a@b.de> wrote:",
    "On Mon, Mar 04, 2024 at 10:00:00AM +0100, Anna Müller wrote:",
    "On Mon, Mar 4, 2024 at 10:00 AM Anna Müller <\nanna@example.de> wrote:",
    "Am Mo., 4. März 2024 um 10:00 Uhr schrieb Anna <a@b.de>:",
    "Am 04.03.24 um 10:00 schrieb Anna:",
    "Le lun. 4 mars 2024 à 10:00, Anna <a@b.fr> a écrit\N{NO-BREAK SPACE}:",
    "El lun, 4 mar 2024 a las 10:00, Anna (<a@b.es>) escribió:",
    "Em seg., 4 de mar. de 2024 às 10:00, Anna <a@b.br> escreveu:",
    "Il giorno lun 4 mar 2024 alle ore 10:00 Anna <a@b.it>\nha scritto:",
    "Op ma 4 mrt 2024 om 10:00 schreef Anna <a@b.nl>:",
    "W dniu 4.03.2024 o 10:00, Anna pisze:",
    "pon., 4 mar 2024 o 10:00 Anna <a@b.pl> napisał(a):",
]
DIVIDERS = [
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "---------- Forwarded message ---------",
    "-------- Weitergeleitete Nachricht --------",
    "Begin forwarded message:",
    "From: Anna <a@b.de>\nSent: Monday, March 4, 2024 10:00\nTo: Bob\nSubject: Rate",
    "*Von:* Anna <a@b.de>\n*Gesendet:* Montag\n*An:* Bob\n*Betreff:* Satz",
    "De : Anna\nEnvoyé : lundi 4 mars\nÀ : Bob\nObjet : Tarif",
    "________________________________\nFra: Anna\nHvornår: i dag\nHvem: Bob\nHvad: x",
]


@pytest.mark.parametrize("introduction", [*ATTRIBUTIONS, *DIVIDERS])
def test_all_below_an_introduction_is_hidden(introduction: str) -> None:
    quotation = f"{introduction}\n\nCould we say 90?\nAnna"
    assert split(f"Agreed.\n\nBob\n\n{quotation}\n") == ("Agreed.\n\nBob", quotation)


@pytest.mark.parametrize("introduction", [*ATTRIBUTIONS, "* Anna <a@b.de> [2024-03-04 10:00]:", "Anna, 4 March 2024:"])
def test_answers_between_quotes_stay_visible(introduction: str) -> None:
    text = f"Hi,\n\n{introduction}\n\n> First?\n\nYes.\n\n> Second?\n>> older\nNo.\n"
    assert split(text) == ("Hi,\n\nYes.\n\nNo.", f"{introduction}\n\n> First?\n\n> Second?\n>> older")


@pytest.mark.parametrize(
    "text",
    [
        "On Monday Anna wrote:\nthe budget is fine.",
        "Please confirm by 2024-03-05:\n- the rate",
        "From: my side\nall is well.",
        "Sent from my office, the letter comes tomorrow.",
        "a\n--" + "\nlong" * 20,
        "> all is quoted",
        "-- \nonly a signature",
        "",
    ],
)
def test_nothing_is_hidden_when_in_doubt(text: str) -> None:
    assert split(text) == (text, "")


@pytest.mark.parametrize("signature", ["-- \nBob Miller\n+49 30 1234", "--\nBob"])
def test_signatures_are_hidden(signature: str) -> None:
    assert split(f"Thanks.\n\n{signature}") == ("Thanks.", signature)


@pytest.mark.parametrize(
    "line",
    [
        *("Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Enviado desde mi iPad"),
        *("Get Outlook for iOS<https://aka.ms/x>", "Inviato da iPhone", "Sent from my Galaxy S24.", "Wysłane z iPhone"),
    ],
)
def test_lines_of_telephones_are_hidden(line: str) -> None:
    text = f"Ok\n\n{line}\n\n> On 4 Mar 2024, at 10:00, Anna <a@b.de> wrote:\n>\n> hi"
    assert split(text).visible == "Ok"


lines = st.sampled_from(
    [
        *ATTRIBUTIONS,
        *DIVIDERS,
        "> quoted",
        ">> more",
        "",
        "Yes.",
        "-- ",
        "--",
        "Sent from my iPhone",
        "2024:",
        "_" * 32,
    ],
)


@given(st.lists(lines | st.text(max_size=20), max_size=30))
def test_no_line_is_lost(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    visible, quoted = split(text)
    both = Counter(line for line in [*visible.split("\n"), *quoted.split("\n")] if line.strip())
    assert both == Counter(line for line in text.split("\n") if line.strip())
    assert visible.strip() or not text.strip()

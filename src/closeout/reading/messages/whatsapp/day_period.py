"""Words for the half of the day, in the languages whose clocks count to twelve or may be set to (after CLDR)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones
_FILLING = re.compile(r"[\s.,،'\u2019\u05f4\"\u200c\u200e\u200f-]+")

# Before noon and after it; without dots and spaces, in small letters.
_BEFORE: Final = frozenset(
    "am vm fm fh öö ap de dop dopoldne fd πμ дп проб претпл преподне pd paradite e/paradites pg sa sf "
    "priešpiet priekšp ص صباحا قظ بن قبلازظهر לפנהצ पूर्वाह्न मपू এএম পূর্বাহ্ণ ਪੂਦੁ ପୂର୍ବାହ୍ନ முற்பகல் "
    "ಪೂರ್ವಾಹ್ನ පෙව ก่อนเที่ยง ກ່ອນທ່ຽງ နံနက် ព្រឹក ጥዋት 上午 午前 凌晨 清晨 早上 早晨 오전 gh subaka asubuhi".split()
)
_AFTER: Final = frozenset(
    "pm nm em eh ös ip du odp popoldne ed μμ пп слоб попл поподне md pasdite e/pasdites ptg ch ym popiet "
    "pēcp م مساء بظ دن بعدازظهر אחהצ अपराह्न मउ পিএম অপরাহ্ণ ਬਾਦੁ ଅପରାହ୍ନ பிற்பகல் ಅಪರಾಹ್ನ පව หลังเที่ยง "
    "ຫຼັງທ່ຽງ ညနေ ល្ងាច ከሰዓት 下午 午後 中午 傍晚 晚上 오후 gd mchana jioni".split()
)
# Words between date and time, and units behind it.
_CONNECTING: Final = frozenset(
    "à a às as la alle um at om klo kl kell u v в у o ora uhr h s hod hodź godz klock".split()
)


class UnknownWordError(ValueError):
    """A word beside a time that has no place there."""


def hour_of(hour: int, *words: str) -> int:
    """Return the hour of 24 that `hour` means beside the words before and behind the time.

    Raises `UnknownWordError` if one of them is neither a half of the day nor a word that connects.
    """
    for word in words:
        spoken = _FILLING.sub("", unicodedata.normalize("NFC", word)).casefold()
        if spoken in _BEFORE:
            return 0 if hour == 12 else hour  # noqa: PLR2004 - noon and midnight
        if spoken in _AFTER:
            return hour + 12 if hour < 12 else hour  # noqa: PLR2004 - noon and midnight
        if spoken and spoken not in _CONNECTING:
            raise UnknownWordError(word)
    return hour

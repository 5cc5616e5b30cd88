"""What WhatsApp writes in the place of a text, or behind it: files left out, texts taken back, edited ones, calls.

In the languages that are known: in another one it stays a text as any other, and nothing is lost.
"""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

import re
from typing import Final

_FILLING = re.compile(r"[\s.。<>\u2068\u2069]+")


def _spoken(text: str) -> str:
    return _FILLING.sub(" ", text).strip().casefold()


# Android, in angle brackets.
_LEFT_OUT: Final = frozenset(
    _spoken(phrase)
    for phrase in (
        *("Media omitted", "video message omitted", "Medien ausgeschlossen", "Multimedia omitido", "Archivo omitido"),
        *("Mídia oculta", "Arquivo de mídia oculto", "Ficheiro não revelado", "Médias omis", "Fichier omis"),
        *("Media omessi", "Media omesso", "Media weggelaten", "Без медиафайлов", "Медиафайл пропущен"),
        *("Média vynechány", "Médiá vynechané", "Pominięto multimedia", "Pominięto media", "Multimèdia omès"),
        *("Medya dahil edilmedi", "Medya atlanmış", "Media utelämnades", "Media har utelämnats", "Mediefil udeladt"),
        *("Media utelatt", "Mediafil utelatt", "Media jätettiin pois", "Hiányzó médiafájl", "Fișier media omis"),
        *("Παραλήφθηκαν πολυμέσα", "Медіафайли пропущено", "Media tidak disertakan", "Medijski zapis izostavljen"),
        *(
            "メディアなし",
            "メディアは含まれていません",
            "미디어 제외됨",
            "媒体文件已省略",
            "省略多媒体文件",
            "忽略多媒體檔",
        ),
        *("تم استبعاد الوسائط", "המדיה לא נכללה", "मीडिया छोड़ा गया"),
    )
)
# iOS: what was left out, with one of these words before or behind it.
_LEFT_OUT_WORDS: Final = frozenset(
    "omitted weggelassen ausgeschlossen omitido omitida omis omise absent absente retiré retirée oculto oculta "
    "ocultado ocultada omesso omessa weggelaten пропущен пропущено пропущена отсутствует vynechán vynecháno pominięto "
    "pominięty utelämnad utelämnat udeladt utelatt edilmedi atlandı izostavljen".split()
)
_TAKEN_BACK: Final = frozenset(
    _spoken(phrase)
    for phrase in (
        *("This message was deleted", "You deleted this message", "Message deleted"),
        *("Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht"),
        *("Se eliminó este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje"),
        *("Mensagem apagada", "Essa mensagem foi apagada", "Esta mensagem foi apagada", "Você apagou esta mensagem"),
        *("Apagaste esta mensagem", "Mensagem eliminada", "Você apagou essa mensagem"),
        *("Ce message a été supprimé", "Vous avez supprimé ce message"),
        *("Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"),
        *("Dit bericht is verwijderd", "U hebt dit bericht verwijderd", "Je hebt dit bericht verwijderd"),
        *("Это сообщение было удалено", "Сообщение удалено", "Данное сообщение удалено", "Вы удалили данное сообщение"),
        *("Ta wiadomość została usunięta", "Wiadomość została usunięta", "Usunięto tę wiadomość"),
        *("Bu mesaj silindi", "Bu mesajı sildiniz", "Tato zpráva byla odstraněna", "Táto správa bola odstránená"),
        *("Det här meddelandet raderades", "Denne besked blev slettet", "Denne meldingen ble slettet"),
        *("Tämä viesti poistettiin", "Ezt az üzenetet törölték", "Acest mesaj a fost șters"),
        *("Αυτό το μήνυμα διαγράφηκε", "Це повідомлення видалено", "Pesan ini telah dihapus", "Pesan ini dihapus"),
        *("このメッセージは削除されました", "삭제된 메시지입니다", "此訊息已刪除", "此消息已删除"),
        *("تم حذف هذه الرسالة", "הודעה זו נמחקה", "यह मैसेज डिलीट कर दिया गया था", "S'ha suprimit aquest missatge"),
    )
)
_EDITED: Final = frozenset(
    _spoken(phrase)
    for phrase in (
        *("This message was edited", "Message edited", "Diese Nachricht wurde bearbeitet", "Nachricht bearbeitet"),
        *("Se editó este mensaje", "Este mensaje fue editado", "Mensaje editado", "S'ha editat aquest missatge"),
        *("Mensagem editada", "Esta mensagem foi editada", "Essa mensagem foi editada"),
        *("Ce message a été modifié", "Questo messaggio è stato modificato", "Messaggio modificato"),
        *("Dit bericht is bewerkt", "Сообщение изменено", "Данное сообщение изменено", "Это сообщение было изменено"),
        *("Ta wiadomość została edytowana", "Wiadomość została edytowana", "Wiadomość edytowana"),
        *("Bu mesaj düzenlendi", "Tato zpráva byla upravena", "Táto správa bola upravená"),
        *("Det här meddelandet redigerades", "Denne besked blev redigeret", "Denne meldingen ble redigert"),
        *("Tätä viestiä muokattiin", "Ezt az üzenetet szerkesztették", "Acest mesaj a fost editat"),
        *("Αυτό το μήνυμα υποβλήθηκε σε επεξεργασία", "Це повідомлення відредаговано", "Це повідомлення змінено"),
        *("Pesan ini telah diedit", "Pesan ini diedit", "このメッセージは編集されました", "수정된 메시지입니다"),
        *("此消息已编辑", "此訊息已編輯", "تم تعديل هذه الرسالة", "הודעה זו נערכה", "यह मैसेज एडिट किया गया था"),
    )
)
_AT_THE_END = re.compile(r"\s?\u200e?<\u200e?([^<>\n]{4,60})>\u200e?\s*\Z")
_CALLS = re.compile(
    r"\b(?:voice|video|audio|group|missed) call\b|sprachanruf|videoanruf|gruppenanruf|llamada|videollamada|"
    r"\bappel (?:vocal|vidéo|manqué)|chiamata|videochiamata|chamada|ligação de|spraakoproep|video-?oproep|"
    r"audiogesprek|videogesprek|(?:аудио|видео)?звонок|\barama\b|połączenie (?:głosowe|wideo)|hovor\b|samtal\b",
)
_SPAN = re.compile(r"(\d{1,4})\s?(\w+)")
# The first letters of hours, minutes and seconds; of one that begins another, the longer comes first.
_UNITS: Final = {
    **dict.fromkeys(("st", "h", "u", "o", "ч", "g", "t"), 3600),
    **dict.fromkeys(("m", "м", "d"), 60),
    **dict.fromkeys(("s", "с"), 1),
}


def is_left_out(line: str, *, is_marked: bool) -> bool:
    """Tell whether `line` stands for a file that was not exported; iOS marks such lines invisibly."""
    if line.startswith("<") and line.endswith(">") and _spoken(line) in _LEFT_OUT:
        return True
    words = _spoken(line).split()
    short = 2 <= len(words) <= 4 or "•" in line  # noqa: PLR2004 - as in 'contact card omitted'
    return is_marked and short and not _LEFT_OUT_WORDS.isdisjoint((words[0], words[-1]))


def is_taken_back(text: str) -> bool:
    """Tell whether `text` says that a message was deleted."""
    return len(text) < 100 and _spoken(text) in _TAKEN_BACK  # noqa: PLR2004 - no phrase is longer


def without_edit_mark(text: str) -> str | None:
    """Return `text` without the remark at its end that it was edited, or None if it has none."""
    mark = _AT_THE_END.search(text[-100:])
    if mark is None or _spoken(mark[1]) not in _EDITED:
        return None
    return text[: len(text) - len(mark[0])]


def is_call(text: str) -> bool:
    """Tell whether a notice is about a call."""
    return "\n" not in text and len(text) < 100 and _CALLS.search(text.casefold()) is not None  # noqa: PLR2004


def duration_of(text: str) -> int | None:
    """Return the seconds that the notice of a call tells, if it does."""
    seconds = 0
    for amount, unit in _SPAN.findall(text.casefold()):
        factor = next((factor for letters, factor in _UNITS.items() if unit.startswith(letters)), 0)
        seconds += int(amount) * factor
    return seconds or None

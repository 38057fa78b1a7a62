"""What speaks for an advertisement: signs independent of each other, each in words for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.text import nfc

from .reading import Found, Reading, find_phrases, read
from .vocabulary import (
    CALLS,
    CHEAP_ENDS,
    EMOJI,
    GAMBLING,
    KNOWN_HOSTS,
    NAME_PIECES,
    NAME_WORDS,
    PROMISES,
    SHORTENERS,
    STRONG_CALLS,
    TRADES,
    WARNINGS,
    WEAK_PIECES,
)

Span = tuple[int, int]

# Shorter ones come about by chance: “i b”.
DISGUISE_FROM_LETTERS = 4
FANCY_LETTERS = 4
QUOTED = 6
EMOJI_FROM = 3
FOREIGN_SHARE = 0.3
# Who leads people somewhere, or hides what is said, warns nobody.
LEADING = frozenset({"site", "account", "disguise", "brand", "name"})

_ENDS = "|".join(
    sorted({"com", "net", "org", "vn", "io", "co", *CHEAP_ENDS}, key=len, reverse=True)
)
_DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:https?://)?(?P<host>(?:[a-z0-9_-]+\.)+(?P<end>{_ENDS}))(?![\w@-])(?:/\S*)?"
)
_SPACED_END = "|".join(
    r"\s?".join(end) for end in ("com", "net", "vip", "club", "xyz", "top", "win", "me")
)
# Each repetition has an end: without, a long run of one sign is read anew from each of its signs.
_DRESSED_DOMAIN = re.compile(
    rf"(?<!\w)[a-z0-9-]{{2,63}}"
    rf"(?:\s{{1,4}}\.\s{{0,4}}|\.\s{{1,4}}(?=(?:com|net|vip|club)(?!\w))"
    rf"|\s{{0,4}}\(?\s{{0,4}}(?:chấm|cham|dot)\s{{0,4}}\)?\s{{0,4}})"
    rf"(?:com|net|vip|club|xyz|top|win|me)(?!\w)"
    rf"|(?<!\w)(?:[a-z0-9]\s{{1,4}}){{2,30}}[a-z0-9]?\s{{0,4}}\.\s{{0,4}}(?:{_SPACED_END})(?!\w)"
    rf"|(?<!\w)[a-z]{{2,5}}\s{{1,4}}(?:\d\s{{1,4}}){{2,12}}\.\s{{0,4}}(?:{_SPACED_END})(?!\w)"
)
_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_]{4,}")
_PHONE = r"(?:\+?84|[0o])(?:[\s.\-]{0,3}[\do]){8,9}(?!\d)"
_ZALO_NUMBER = re.compile(rf"zalo\W{{0,4}}(?:em|thầy|số|mình|vip|pay)?\W{{0,4}}(?<!\d){_PHONE}")
_PLAIN_PHONE = re.compile(rf"(?<!\d){_PHONE}")
_BONUS = re.compile(
    r"(?:tặng|tang|thưởng|thuong|nạp|nap|\+|code|có|free)\W{0,3}(?:ngay|liền|thêm|miễn phí|lại)?\W{0,2}"
    r"(?<!\d)\d[\d.,]{0,4}\s?(?:k|tr|củ|%|\$)(?!\w)"
    r"|(?:nạp|nap)\W{1,2}\d{1,9}k?\W{1,2}(?:tặng|tang|chơi|x2)"
    r"|1\s(?:ăn|an|đổi|doi)\s\d"
    r"|(?:win|thắng|trúng|chuẩn|tỉ lệ thắng|tỷ lệ thắng)\W{0,3}(?:100|9\d)\s?%|9\d%\W{1,3}(?:thắng|win|tỉ lệ thắng)"
    r"|(?<!\w)x2(?!\w)|(?<!\d)\d{1,9}k\W?(?:trải nghiệm|chơi thử|miễn phí)"
)
_HOUSE = re.compile(
    r"(?<![\w.])(?!darwin|edwin|goodwin|baldwin|alphabet|youtube)[a-z]{2,5}(?:win|bet|club)(?![\w.])"
)
_BRAND = re.compile(r"(?<![\w.])(?=[a-z0-9]*\d{2})(?=[a-z0-9]*[a-z]{2})[a-z0-9]{4,16}(?![\w.])")
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
# "Không lừa đảo" warns nobody.
_PRAISE = re.compile(r"(?:không|khong|chả|k|ko)\W{1,3}(?:lừa đảo|lua dao|sợ bị bắt|lo bị bắt)")


@dataclass(frozen=True)
class Signal:
    """One sign of its kind: what a volunteer reads, how much it weighs, and where in the text it stands."""

    kind: str
    reason: str
    points: int
    spans: tuple[Span, ...] = ()
    speaks_of_gambling: bool = False


@dataclass(frozen=True)
class Verdict:
    """All signs found in a comment; each adds to the score, an honest warning takes away."""

    signals: tuple[Signal, ...] = field(default_factory=tuple)

    @property
    def score(self) -> int:
        return max(0, sum(signal.points for signal in self.signals))

    @property
    def reasons(self) -> list[str]:
        return [signal.reason for signal in self.signals if signal.points > 0]

    @property
    def is_gambling(self) -> bool:
        return any(signal.speaks_of_gambling for signal in self.signals)


def judge(name: str, text: str) -> Verdict:
    """Reads the name and the text. Spans are those of the text; what the name says has none."""
    reading = read(text)
    called = read(name)
    wares = _distinct(reading, GAMBLING)
    trades = _distinct(reading, TRADES)
    promises = _distinct(reading, PROMISES)
    bonuses = [reading.span(*m.span()) for m in _BONUS.finditer(reading.plain)]
    calls = _distinct(reading, CALLS)
    signals = [
        *_wares(wares),
        *_trades(trades),
        *_promises(text, promises, bonuses),
        *_calls(calls),
        *_domains(reading),
        *_contacts(reading),
        *_disguises(text, [*wares, *trades, *promises, *calls]),
        *_dress(reading),
        *_brands(reading),
        *_name(called),
    ]
    if (wares or trades) and (promises or bonuses or calls):
        signals.append(Signal("both", "Vừa nói đến chuyện ấy vừa chào mời.", 1))
    if signals:
        signals += [*_pictures(text), *_foreign(text), *_phones(reading, signals)]
    signals += _honest_talk(reading, signals)
    return Verdict(tuple(signals))


def _distinct(reading: Reading, phrases: tuple[str, ...]) -> list[Found]:
    return list(find_phrases(reading, phrases))


def _quote(pieces: list[str]) -> str:
    """The first few finds, each short: a moderator reads them at a glance."""
    found = list(dict.fromkeys(" ".join(piece.split()) for piece in pieces))
    shown = [f"“{piece if len(piece) <= 60 else piece[:60] + '…'}”" for piece in found[:QUOTED]]
    return ", ".join(shown) + (" và nữa" if len(found) > QUOTED else "")


def _spans(found: list[Found]) -> tuple[Span, ...]:
    return tuple((f.start, f.end) for f in found)


def _kinds(found: list[Found]) -> int:
    return len({f.phrase for f in found})


def _wares(found: list[Found]) -> Iterator[Signal]:
    if found:
        named = _quote([f.phrase for f in found])
        points = min(1 + _kinds(found) + (len(found) > 2 * _kinds(found)), 4)
        yield Signal(
            "wares", f"Nói đến cờ bạc, lô đề, cá cược: {named}.", points, _spans(found), True
        )


def _trades(found: list[Found]) -> Iterator[Signal]:
    if found:
        named = _quote([f.phrase for f in found])
        points = (2, 4, 5)[min(_kinds(found), 3) - 1]
        yield Signal(
            "trade", f"Lời rao thường gặp của quảng cáo, lừa đảo: {named}.", points, _spans(found)
        )


def _promises(text: str, found: list[Found], bonuses: list[Span]) -> Iterator[Signal]:
    count = _kinds(found) + 2 * bool(bonuses)
    if count:
        named = _quote([f.phrase for f in found] + [text[a:b] for a, b in bonuses])
        spans = (*_spans(found), *bonuses)
        yield Signal(
            "promise", f"Hứa thưởng, hứa thắng, mời nạp tiền: {named}.", min(count, 4), spans
        )


def _calls(found: list[Found]) -> Iterator[Signal]:
    if found:
        named = _quote([f.phrase for f in found])
        points = 2 if any(f.phrase in STRONG_CALLS for f in found) else min(_kinds(found), 2)
        yield Signal(
            "call", f"Mời bấm liên kết, kết bạn hoặc nhắn riêng: {named}.", points, _spans(found)
        )


def _domains(reading: Reading) -> Iterator[Signal]:
    gambling, cheap, unknown = [], [], []
    for match in _DOMAIN.finditer(reading.plain):
        host, end = match["host"].removeprefix("www."), match["end"]
        if _is_known(host):
            continue
        span = reading.span(*match.span())
        if _is_gambling_name(host, end):
            gambling.append(span)
        elif end in CHEAP_ENDS or host in SHORTENERS:
            cheap.append(span)
        else:
            unknown.append(span)
    dressed = [reading.span(*m.span()) for m in _DRESSED_DOMAIN.finditer(reading.plain)]
    for spans, points, words in (
        (gambling, 3, "Địa chỉ trang web mang tên kiểu nhà cái"),
        (cheap, 2, "Địa chỉ trang web rút gọn hoặc loại hay dùng để quảng cáo"),
        (unknown, 1, "Địa chỉ trang web lạ"),
        (dressed, 4, "Địa chỉ trang web viết tách ra để tránh bị nhận ra"),
    ):
        if spans:
            named = _quote([reading.text[a:b] for a, b in spans])
            yield Signal(
                "site", f"{words}: {named}.", points, tuple(spans), words.endswith("nhà cái")
            )


def _is_known(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in KNOWN_HOSTS)


def _is_gambling_name(host: str, end: str) -> bool:
    if any(piece in host for piece in NAME_PIECES) or end in ("bet", "casino"):
        return True
    is_odd = end in CHEAP_ENDS or any(c.isdigit() for c in host)
    return is_odd and any(piece in host for piece in WEAK_PIECES)


def _contacts(reading: Reading) -> Iterator[Signal]:
    handles = [reading.span(*m.span()) for m in _HANDLE.finditer(reading.plain)]
    zalo = [reading.span(*m.span()) for m in _ZALO_NUMBER.finditer(reading.plain)]
    if handles:
        named = _quote([reading.text[a:b] for a, b in handles])
        yield Signal("account", f"Tên tài khoản Telegram: {named}.", 2, tuple(handles))
    if zalo:
        named = _quote([reading.text[a:b] for a, b in zalo])
        yield Signal("zalo", f"Số Zalo để liên hệ: {named}.", 1, tuple(zalo))


def _phones(reading: Reading, signals: list[Signal]) -> Iterator[Signal]:
    """A number alone is no sign, beside something offered it is."""
    if not any(signal.kind in ("wares", "trade") for signal in signals):
        return
    spans = [reading.span(*m.span()) for m in _PLAIN_PHONE.finditer(reading.plain)]
    if spans:
        yield Signal("phone", "Để lại số điện thoại bên cạnh lời mời.", 1, tuple(spans))


def _disguises(text: str, found: list[Found]) -> Iterator[Signal]:
    torn = [
        f
        for f in found
        if f.is_disguised and sum(map(str.isalnum, f.phrase)) >= DISGUISE_FROM_LETTERS
    ]
    if torn:
        named = _quote([text[f.start : f.end] for f in torn])
        yield Signal(
            "disguise",
            f"Chữ bị tách rời hoặc thay bằng số, ký tự lạ để tránh bị nhận ra: {named}.",
            4,
            _spans(torn),
        )


def _dress(reading: Reading) -> Iterator[Signal]:
    if len(reading.dressed) >= FANCY_LETTERS:
        spans = tuple(reading.span(n, n + 1) for n in sorted(reading.dressed))
        yield Signal("dress", "Dùng chữ kiểu lạ thay cho chữ thường.", 2, spans)


def _brands(reading: Reading) -> Iterator[Signal]:
    spans = [
        reading.span(*m.span())
        for m in _BRAND.finditer(reading.plain)
        if any(piece in m[0] for piece in (*NAME_PIECES, *WEAK_PIECES[:-1]))
    ]
    spans += [reading.span(*m.span()) for m in _HOUSE.finditer(reading.plain)]
    if spans:
        named = _quote([reading.text[a:b] for a, b in spans])
        yield Signal("brand", f"Tên kiểu nhà cái: {named}.", 2, tuple(spans), True)


def _name(called: Reading) -> Iterator[Signal]:
    wares = _distinct(called, GAMBLING + NAME_WORDS)
    others = [*_distinct(called, TRADES), *_distinct(called, PROMISES)]
    sites = list(_DOMAIN.finditer(called.plain))
    brands = list(_brands(called))
    if wares or sites or brands or len(others) > 1 or any(f.phrase in TRADES for f in others):
        yield Signal("name", "Tên người gửi là một lời quảng cáo.", 4, (), bool(wares or brands))


def _pictures(text: str) -> Iterator[Signal]:
    spans = tuple((n, n + 1) for n, letter in enumerate(text) if letter in EMOJI)
    if len(spans) >= EMOJI_FROM:
        yield Signal("pictures", "Nhiều hình vẽ tiền, lửa, máy quay thưởng.", 1, spans)


def _foreign(text: str) -> Iterator[Signal]:
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    foreign = sum(1 for letter in letters if not _LATIN.match(letter))
    if letters and foreign > len(letters) * FOREIGN_SHARE:
        yield Signal("foreign", "Viết bằng chữ nước ngoài.", 2)


def _honest_talk(reading: Reading, signals: list[Signal]) -> list[Signal]:
    """Who warns leaves no address: then the words against gambling weigh against the suspicion."""
    if not any(signal.points > 0 for signal in signals):
        return []
    if any(signal.kind in LEADING for signal in signals):
        return []
    praised = [m.span() for m in _PRAISE.finditer(reading.plain)]
    said = [
        f
        for f in find_phrases(reading, WARNINGS)
        if _is_said_plainly(reading, f)
        and not any(a <= f.start < b for a, b in (reading.span(*p) for p in praised))
    ]
    if not said:
        return []
    named = _quote([f.phrase for f in said])
    points = -3 if _kinds(said) == 1 else -5
    return [Signal("warning", f"Có lời cảnh báo, phê phán: {named}.", points, _spans(said))]


def _is_said_plainly(reading: Reading, found: Found) -> bool:
    """A single syllable without its marks is too many other words: “vay” is no “vây”."""
    written = nfc(reading.text[found.start : found.end]).casefold()
    return not found.is_disguised and (" " in found.phrase or written == found.phrase)

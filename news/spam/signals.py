"""Signals of an advertisement, independent of each other, each explained in Vietnamese."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.text import nfc

from .patterns import (
    BONUS,
    BRAND,
    DISGUISED_DOMAIN,
    DOMAIN,
    HANDLE,
    HOUSE,
    LATIN,
    PLAIN_PHONE,
    PRAISE,
    RETURN,
    WAGE,
    ZALO_NUMBER,
)
from .reading import PhraseMatch, PlainText, find_phrases, read
from .vocabulary import (
    CALLS,
    CHEAP_ENDS,
    EMOJI,
    GAMBLING,
    HAWKING,
    KNOWN_HOSTS,
    NAME_PIECES,
    NAME_WORDS,
    PROMISES,
    RECOVERY,
    SHORTENERS,
    STRONG_CALLS,
    TOPICS,
    TRADES,
    WARNINGS,
    WEAK_PIECES,
)

Span = tuple[int, int]

# Shorter ones occur by chance: “i b”.
DISGUISE_FROM_LETTERS = 4
FANCY_LETTERS = 4
QUOTED = 6
EMOJI_FROM = 3
FOREIGN_SHARE = 0.3
# A text that leads people somewhere, or disguises its words, is no warning.
LEADING = frozenset({"site", "account", "disguise", "brand", "name", "recovery"})


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
    """All signals in a comment; each adds to the score, an honest warning lowers it."""

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
    bonuses = [reading.span(*m.span()) for m in BONUS.finditer(reading.plain)]
    calls = _distinct(reading, CALLS)
    signals = [
        *_wares(wares),
        *_trades(trades),
        *_promises(text, promises, bonuses),
        *_calls(calls),
        *_returns(reading),
        *_domains(reading),
        *_contacts(reading),
        *_disguises(text, [*wares, *trades, *promises, *calls]),
        *_dress(reading),
        *_brands(reading),
        *_name(called),
    ]
    if (wares or trades) and (promises or bonuses or calls):
        signals.append(Signal("both", "Vừa nói đến chuyện ấy vừa chào mời.", 1))
    signals += [*_offer(reading, signals), *_recovery(reading, signals)]
    if signals:
        signals += [*_pictures(text), *_foreign(text), *_phones(reading, signals)]
    signals += [*_mere_talk(signals), *_honest_talk(reading, signals)]
    return Verdict(tuple(signals))


def _distinct(reading: PlainText, phrases: tuple[str, ...]) -> list[PhraseMatch]:
    return list(find_phrases(reading, phrases))


def _quote(pieces: list[str]) -> str:
    """The first few finds, each short: a moderator reads them at a glance."""
    quotes = list(dict.fromkeys(" ".join(piece.split()) for piece in pieces))
    shown = [f"“{piece if len(piece) <= 60 else piece[:60] + '…'}”" for piece in quotes[:QUOTED]]
    return ", ".join(shown) + (" và nữa" if len(quotes) > QUOTED else "")


def _spans(matches: list[PhraseMatch]) -> tuple[Span, ...]:
    return tuple((f.start, f.end) for f in matches)


def _kinds(matches: list[PhraseMatch]) -> int:
    return len({f.phrase for f in matches})


def _wares(matches: list[PhraseMatch]) -> Iterator[Signal]:
    if matches:
        named = _quote([f.phrase for f in matches])
        points = min(1 + _kinds(matches) + (len(matches) > 2 * _kinds(matches)), 4)
        yield Signal(
            "wares", f"Nói đến cờ bạc, lô đề, cá cược: {named}.", points, _spans(matches), True
        )


def _trades(matches: list[PhraseMatch]) -> Iterator[Signal]:
    if matches:
        named = _quote([f.phrase for f in matches])
        points = (2, 4, 5)[min(_kinds(matches), 3) - 1]
        yield Signal(
            "trade", f"Lời rao thường gặp của quảng cáo, lừa đảo: {named}.", points, _spans(matches)
        )


def _promises(text: str, matches: list[PhraseMatch], bonuses: list[Span]) -> Iterator[Signal]:
    count = _kinds(matches) + 2 * bool(bonuses)
    if count:
        named = _quote([f.phrase for f in matches] + [text[a:b] for a, b in bonuses])
        spans = (*_spans(matches), *bonuses)
        yield Signal(
            "promise", f"Hứa thưởng, hứa thắng, mời nạp tiền: {named}.", min(count, 4), spans
        )


def _calls(matches: list[PhraseMatch]) -> Iterator[Signal]:
    if matches:
        named = _quote([f.phrase for f in matches])
        points = 2 if any(f.phrase in STRONG_CALLS for f in matches) else min(_kinds(matches), 2)
        yield Signal(
            "call", f"Mời bấm liên kết, kết bạn hoặc nhắn riêng: {named}.", points, _spans(matches)
        )


def _returns(reading: PlainText) -> Iterator[Signal]:
    for pattern, points in ((RETURN, 2), (WAGE, 1)):
        if spans := [reading.span(*m.span()) for m in pattern.finditer(reading.plain)]:
            named = _quote([reading.text[a:b] for a, b in spans])
            yield Signal("return", f"Hứa lãi, hứa tiền công: {named}.", points, tuple(spans))


def _can_be_reached(reading: PlainText, signals: list[Signal]) -> bool:
    """Whether whoever speaks says how to get at them: number, account, site, a private chat."""
    kinds = {signal.kind for signal in signals}
    return bool(kinds & {"zalo", "account", "call", "site"} or PLAIN_PHONE.search(reading.plain))


def _offer(reading: PlainText, signals: list[Signal]) -> Iterator[Signal]:
    """Something advertised: a topic of the trade, words of selling, a way to contact the seller."""
    topics = [f for f in _distinct(reading, TOPICS) if _is_plainly_stated(reading, f)]
    hawked = [f for f in _distinct(reading, HAWKING) if _is_plainly_stated(reading, f)]
    if not topics or not hawked or not _can_be_reached(reading, signals):
        return
    named = _quote([f.phrase for f in (*topics, *hawked)])
    points = 2 if _kinds(hawked) == 1 else 3
    yield Signal("offer", f"Rao mời kèm cách liên hệ: {named}.", points, _spans([*topics, *hawked]))


def _recovery(reading: PlainText, signals: list[Signal]) -> list[Signal]:
    """An offer to recover lost money, with a way to contact whoever offers."""
    matches = _distinct(reading, RECOVERY)
    is_paid = any("phí" in f.phrase for f in matches)
    if not matches or not (is_paid or _can_be_reached(reading, signals)):
        return []
    named = _quote([f.phrase for f in matches])
    return [Signal("recovery", f"Nhận lấy lại tiền đã mất: {named}.", 2, _spans(matches))]


def _mere_talk(signals: list[Signal]) -> Iterator[Signal]:
    """Naming gambling, however often, without offering anything is not advertising."""
    if {signal.kind for signal in signals} == {"wares"}:
        points = sum(signal.points for signal in signals)
        if points > 3:
            yield Signal("talk", "Chỉ nói đến, không mời chào.", 3 - points)


def _domains(reading: PlainText) -> Iterator[Signal]:
    gambling, cheap, unknown = [], [], []
    for match in DOMAIN.finditer(reading.plain):
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
    disguised = [reading.span(*m.span()) for m in DISGUISED_DOMAIN.finditer(reading.plain)]
    for spans, points, label in (
        (gambling, 3, "Địa chỉ trang web mang tên kiểu nhà cái"),
        (cheap, 2, "Địa chỉ trang web rút gọn hoặc loại hay dùng để quảng cáo"),
        (unknown, 1, "Địa chỉ trang web lạ"),
        (disguised, 4, "Địa chỉ trang web viết tách ra để tránh bị nhận ra"),
    ):
        if spans:
            named = _quote([reading.text[a:b] for a, b in spans])
            yield Signal(
                "site", f"{label}: {named}.", points, tuple(spans), label.endswith("nhà cái")
            )


def _is_known(host: str) -> bool:
    return any(host == known_host or host.endswith(f".{known_host}") for known_host in KNOWN_HOSTS)


def _is_gambling_name(host: str, end: str) -> bool:
    if any(piece in host for piece in NAME_PIECES) or end in ("bet", "casino"):
        return True
    is_odd = end in CHEAP_ENDS or any(c.isdigit() for c in host)
    return is_odd and any(piece in host for piece in WEAK_PIECES)


def _contacts(reading: PlainText) -> Iterator[Signal]:
    handles = [reading.span(*m.span()) for m in HANDLE.finditer(reading.plain)]
    zalo = [reading.span(*m.span()) for m in ZALO_NUMBER.finditer(reading.plain)]
    if handles:
        named = _quote([reading.text[a:b] for a, b in handles])
        yield Signal("account", f"Tên tài khoản Telegram: {named}.", 2, tuple(handles))
    if zalo:
        named = _quote([reading.text[a:b] for a, b in zalo])
        yield Signal("zalo", f"Số Zalo để liên hệ: {named}.", 1, tuple(zalo))


def _phones(reading: PlainText, signals: list[Signal]) -> Iterator[Signal]:
    """A number alone is no sign, beside something offered it is."""
    if not any(signal.kind in ("wares", "trade", "offer") for signal in signals):
        return
    spans = [reading.span(*m.span()) for m in PLAIN_PHONE.finditer(reading.plain)]
    if spans:
        yield Signal("phone", "Để lại số điện thoại bên cạnh lời mời.", 1, tuple(spans))


def _disguises(text: str, matches: list[PhraseMatch]) -> Iterator[Signal]:
    torn = [
        f
        for f in matches
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


def _dress(reading: PlainText) -> Iterator[Signal]:
    if len(reading.disguised) >= FANCY_LETTERS:
        spans = tuple(reading.span(n, n + 1) for n in sorted(reading.disguised))
        yield Signal("dress", "Dùng chữ kiểu lạ thay cho chữ thường.", 2, spans)


def _brands(reading: PlainText) -> Iterator[Signal]:
    spans = [
        reading.span(*m.span())
        for m in BRAND.finditer(reading.plain)
        if any(piece in m[0] for piece in (*NAME_PIECES, *WEAK_PIECES[:-1]))
    ]
    spans += [reading.span(*m.span()) for m in HOUSE.finditer(reading.plain)]
    if spans:
        named = _quote([reading.text[a:b] for a, b in spans])
        yield Signal("brand", f"Tên kiểu nhà cái: {named}.", 2, tuple(spans), True)


def _name(called: PlainText) -> Iterator[Signal]:
    wares = _distinct(called, GAMBLING + NAME_WORDS)
    others = [*_distinct(called, TRADES), *_distinct(called, PROMISES)]
    sites = list(DOMAIN.finditer(called.plain))
    brands = list(_brands(called))
    if wares or sites or brands or len(others) > 1 or any(f.phrase in TRADES for f in others):
        yield Signal("name", "Tên người gửi là một lời quảng cáo.", 4, (), bool(wares or brands))


def _pictures(text: str) -> Iterator[Signal]:
    spans = tuple((n, n + 1) for n, letter in enumerate(text) if letter in EMOJI)
    if len(spans) >= EMOJI_FROM:
        yield Signal("pictures", "Nhiều hình vẽ tiền, lửa, máy quay thưởng.", 1, spans)


def _foreign(text: str) -> Iterator[Signal]:
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    foreign = sum(1 for letter in letters if not LATIN.match(letter))
    if letters and foreign > len(letters) * FOREIGN_SHARE:
        yield Signal("foreign", "Viết bằng chữ nước ngoài.", 2)


def _honest_talk(reading: PlainText, signals: list[Signal]) -> list[Signal]:
    """Someone who warns leaves no address: then words against gambling lower the suspicion."""
    if not any(signal.points > 0 for signal in signals):
        return []
    if any(signal.kind in LEADING for signal in signals):
        return []
    praised = [m.span() for m in PRAISE.finditer(reading.plain)]
    warnings = [
        f
        for f in find_phrases(reading, WARNINGS)
        if _is_plainly_stated(reading, f)
        and not any(a <= f.start < b for a, b in (reading.span(*p) for p in praised))
    ]
    if not warnings:
        return []
    named = _quote([f.phrase for f in warnings])
    points = -3 if _kinds(warnings) == 1 else -5
    return [Signal("warning", f"Có lời cảnh báo, phê phán: {named}.", points, _spans(warnings))]


def _is_plainly_stated(reading: PlainText, match: PhraseMatch) -> bool:
    """A single syllable without its marks matches too many other words: “vay” is not “vây”."""
    written = nfc(reading.text[match.start : match.end]).casefold()
    return not match.is_disguised and (" " in match.phrase or written == match.phrase)

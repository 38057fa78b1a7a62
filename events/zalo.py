"""An event as a message to paste into a chat group: plain words, one fact a line."""

from kit.lunar import lunar

from .models import Event


def message_of(event: Event, address: str) -> str:
    """The message; `address` leads to the event's public page."""
    lines = [event.title.upper()]
    if event.is_cancelled:
        lines.append(f"ĐÃ HỦY. Lý do: {event.cancel_reason or 'sẽ báo sau'}.")
    elif former := event.former_days.last():
        lines.append(f"DỜI LỊCH (trước là {former.when}). Lý do: {former.reason}.")
    lines += [
        f"Thời gian: {event.when}",
        f"Âm lịch: {lunar(event.starts_on).text}",
        f"Địa điểm: {event.place}",
        f"Đơn vị tổ chức: {event.unit.distinct_full_name}",
    ]
    if event.summary:
        lines.append(event.summary)
    programme = [
        f"- {item.starts_at:%H:%M} {item.title}" if item.starts_at else f"- {item.title}"
        for item in event.programme.all()
    ]
    if programme:
        lines += ["Chương trình:", *programme]
    return "\n".join([*lines, f"Xem thêm: {address}"])

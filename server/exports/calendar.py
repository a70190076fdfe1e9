"""The agenda wall as iCalendar (RFC 5545): one event for each session, to be opened in any calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from server.exports.proceedings import Session
from server.exports.report import Report
from server.exports.words import Words
from workshops.slots import SlotRecord


def write(report: Report, words: Words) -> bytes:
    """Times are floating (3.3.5, form 1): 14:00 on the clock of the place, wherever that is."""
    from icalendar import Calendar, Event  # takes a fifth of a second to load, and few ever ask for it

    calendar = Calendar()
    calendar.add("prodid", "-//Gommette//Gommette//EN")
    calendar.add("version", "2.0")
    calendar.add("name", report.title)  # RFC 7986, 5.1
    calendar.add("x-wr-calname", report.title)  # the same, as most calendars read it
    events = list(_events(report, words))
    for told in events or [_day_alone(report, words)]:
        event = Event()
        for name, value in told.items():
            event.add(name, value)
        event.add("dtstamp", datetime.fromtimestamp(words.at / 1000, UTC).replace(microsecond=0))
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _events(report: Report, words: Words) -> Iterator[dict[str, object]]:
    """A session keeps its UID wherever it is moved, so that a calendar that is read again moves it too."""
    for session in report.proceedings.sessions:
        if session.slot is None:
            continue
        starts, ends = _hours(session.slot, _day(report, words))
        yield {
            "uid": f"{session.topic.id}@gommette",
            "summary": session.topic.title or words.session(session.topic),
            "dtstart": starts,
            "dtend": ends,
            "location": session.space,
            "description": _description(session, words),
        }


def _day_alone(report: Report, words: Words) -> dict[str, object]:
    """Of a wall with nothing on it, the day: a calendar holds something (3.4)."""
    return {"uid": "wall@gommette", "summary": report.title, "dtstart": _day(report, words)}


def _description(session: Session, words: Words) -> str:
    topic = session.topic
    lines = [topic.words, words.conveners(topic), words.session(topic)]
    return "\n\n".join(line for line in lines if line)


def _day(report: Report, words: Words) -> date:
    """Of slots that do not say theirs: when the open forum began, else today. In UTC: nobody's zone is known here."""
    began = report.proceedings.began
    return datetime.fromtimestamp((words.at if began is None else began) / 1000, UTC).date()


def _hours(slot: SlotRecord, otherwise: date) -> tuple[datetime, datetime]:
    try:
        day = date.fromisoformat(slot.day)
    except ValueError:
        day = otherwise
    midnight = datetime.combine(day, time())
    return midnight + timedelta(minutes=slot.starts), midnight + timedelta(minutes=slot.ends)

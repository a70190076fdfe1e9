"""A whole open forum in which everybody does anything, checked at each act: see also what given.py checks."""

import os
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from tests.circles import CANVAS, MARKET, PROCEEDINGS, SLOTS
from tests.given import GATHER, Given, seen_by
from workshops.agenda import CloseStep, OpenStep
from workshops.attendance import AttendanceRecord, ImHere, MoveOn, WhereaboutsRecord
from workshops.ballots import SetDots
from workshops.hiding import HideTopic, RestoreTopic
from workshops.ideas import IdeaRecord, PostIdea
from workshops.interest import MarkInterest
from workshops.moderation import HideIdea, RestoreIdea
from workshops.people import EraseMe, Join, MergePeople, RemovePerson, Rename
from workshops.proceedings import ReportRecord, Sessions
from workshops.rehearsal import ClearRehearsal, StartRehearsal
from workshops.reporting import (
    AskPen,
    EditProposed,
    HandPen,
    LayPen,
    PostProposed,
    SetAside,
    TakePen,
    WithdrawProposed,
    WriteReport,
)
from workshops.sealing import RevealRound
from workshops.slots import EndSlot, PutSlot, StartSlot
from workshops.spaces import MoveSpace, PutSpace
from workshops.texts import TextRecord
from workshops.topic_merging import DeclineMerge, MergeTopics, UnmergeTopic
from workshops.topics import ConveneTopic, EditTopic, ProposeTopic, TopicRecord, WithdrawTopic
from workshops.vocabulary import Limits, Record, Refused, id_of, kind_of
from workshops.voting import CloseRound, ReopenRound, Vote
from workshops.wall import EndSession, ExtendSession, PlaceTopic, SessionRecord, UnplaceTopic
from workshops.workshop import AnyCommand

PEOPLE = ("Ada", "Kofi", "Mei", "Zoe")
VIEWERS = (*PEOPLE, "facilitator", "helper", "screen", "observer", "export")
SPACES = ("yard--", "closet", "hall--")
SESSIONS = Sessions(id="sessions", title="Circles", minutes=0, canvas=CANVAS, board="ideas-")
VOTE = Vote(id="voting", title="Convergence", on="reports", budget=3, maximum=2, totals="shown", minutes=0)
STEPS = (GATHER, MARKET, SESSIONS, PROCEEDINGS, VOTE)


class Forum:
    """words: what each topic, and each part of a report, was ever told to say, by topic. gone: names of whoever is
    forgotten."""

    def __init__(self, chance: Random, *, rehearsed: bool) -> None:
        self.chance = chance
        self.world = Given(Limits(topics=12), replay_every=4).created(*STEPS).joined(*PEOPLE).on_paper("Pia-on-paper")
        self.words: dict[str, list[str]] = {}
        self.made = 0
        self.look()
        if rehearsed:
            self.do("facilitator", StartRehearsal())
        self.do("facilitator", PutSlot(SLOTS[0], 600, 640), PutSlot(SLOTS[1], 650, 690))
        for space, capacity, strict in zip(SPACES, (3, 1, 0), (False, True, False), strict=True):
            self.do("facilitator", PutSpace(space, space, capacity, strict=strict))
        self.meet()

    def meet(self) -> None:
        """Circles begin, in the cells that are free."""
        self.do("facilitator", OpenStep("market"))
        for who, space in zip(PEOPLE, SPACES, strict=False):
            self.propose(who)
            self.do(who, PlaceTopic(f"topic-{self.made}", SLOTS[0], space))
        self.do("facilitator", OpenStep("sessions"), StartSlot(SLOTS[0]))

    # What may be done

    def topic(self) -> str:
        """One of those there are, or now and then one there is not."""
        kind = self.chance.choice(["topic", "session", "session", "session"])
        return self.chance.choice([id_of(key) for key in self.all if kind_of(key) == kind] or ["nothing"])

    def set_apart(self) -> str:
        """A topic that is hidden or merged, if there is one."""
        topics: list[TopicRecord] = self.records(TopicRecord)
        return self.chance.choice([topic.id for topic in topics if topic.hidden or topic.into] or ["nothing"])

    def idea(self, of: str = "") -> str:
        """One of those there are; or of those that this report proposes."""
        ideas: list[IdeaRecord] = self.records(IdeaRecord)
        return self.chance.choice([*(idea.id for idea in ideas if of in ("", id_of(idea.origin or ""))), "nothing"])

    def who(self) -> str:
        return self.chance.choice([*PEOPLE, *PEOPLE, "facilitator", "helper"])

    def say(self, topic: str) -> str:
        self.made += 1
        said = f"<{topic} says {self.made}>"
        self.words.setdefault(topic, []).append(said)
        return said

    def propose(self, who: str) -> None:
        topic, said = f"topic-{self.made + 1}", self.say(f"topic-{self.made + 1}")
        origin = self.chance.choice([None, None, f"idea:{self.idea()}"])
        self.do(who, ProposeTopic(topic, said, "", origin))

    def new_idea(self) -> str:
        self.made += 1
        return f"idea-{self.made}"

    def acts(self) -> list[tuple[float, Callable[[], object]]]:
        topic, other, who, chance = self.topic(), self.topic(), self.who(), self.chance
        slot, space, yes = chance.choice(SLOTS), chance.choice(SPACES), chance.random() < 0.7
        person = chance.choice([*PEOPLE, "Pia-on-paper"])
        field = chance.choice(["said", "agreed"])

        def lead(*commands: AnyCommand) -> None:
            self.do(chance.choice(["facilitator", who]), *commands)

        return [
            (2, lambda: self.propose(who)),
            (1, lambda: lead(EditTopic(topic, self.say(topic)))),
            (0.5, lambda: lead(WithdrawTopic(topic))),
            (1, lambda: lead(HideTopic(topic, "Rude"))),
            (2, lambda: lead(RestoreTopic(self.set_apart()))),
            (1, lambda: lead(ConveneTopic(topic, [person] if yes else []))),
            (2, lambda: lead(MergeTopics(topic, other))),
            (0.5, lambda: lead(DeclineMerge(topic, other))),
            (2, lambda: lead(UnmergeTopic(self.set_apart()))),
            (2, lambda: self.do(who, MarkInterest(topic, yes))),
            (4, lambda: lead(PlaceTopic(topic, slot, space))),
            (1, lambda: lead(UnplaceTopic(topic))),
            (1.5, lambda: lead(StartSlot(slot))),
            (0.5, lambda: lead(EndSlot(slot))),
            (1, lambda: lead(ExtendSession(topic, 5))),
            (1, lambda: lead(EndSession(topic, yes))),
            (0.5, lambda: lead(PutSpace(space, space, chance.choice([0, 1, 4]), strict=yes))),
            (0.5, lambda: lead(MoveSpace(space, None))),
            (8, lambda: self.do(who, ImHere(topic))),
            (2, lambda: self.do("helper", ImHere(topic), subject="Pia-on-paper")),
            (3, lambda: self.do(who, MoveOn())),
            (6, lambda: self.do(who, TakePen(topic), WriteReport(topic, field, self.say(topic)))),
            (1, lambda: self.do(who, LayPen(topic))),
            (2, lambda: self.do(who, AskPen(topic, yes))),
            (2, lambda: self.do(who, AskPen(topic)) and self.do(self.pen(topic), HandPen(topic, who))),
            (8, lambda: self.do(self.pen(topic), WriteReport(topic, field, self.say(topic) if yes else ""))),
            (2, lambda: self.do(who, SetAside(topic, field, self.say(topic)))),
            (3, lambda: self.do(self.pen(topic), PostProposed(topic, self.new_idea(), "Plant"))),
            (1, lambda: self.do(self.pen(topic), EditProposed(topic, self.idea(topic), f"Plant {self.made}"))),
            (1, lambda: self.do(self.pen(topic), WithdrawProposed(topic, self.idea(topic)))),
            (1, lambda: lead(HideIdea(self.idea(), "Rude"))),
            (1, lambda: lead(RestoreIdea(self.idea()))),
            (1, lambda: self.do(who, PostIdea(self.new_idea(), "ideas-", "Bees"))),
            (3, lambda: self.world.later(minutes=chance.choice([0.5, 1, 2, 6]))),
            (2, self.meet),
            (3, lambda: lead(OpenStep(chance.choice([*STEPS[1:], SESSIONS, SESSIONS]).id))),
            (0.5, lambda: lead(CloseStep(chance.choice(STEPS).id))),
            (2, lambda: self.stick(topic)),
            (0.3, lambda: self.turn(chance.choice([CloseRound, ReopenRound, RevealRound]))),
            (0.5, lambda: self.do(who, Rename(f"{who} Lovelace"))),
            (0.5, lambda: self.do(who, EraseMe(), Join(f"{who} again"))),
            (0.3, lambda: lead(RemovePerson(person))),
            (0.3, lambda: lead(MergePeople(chance.choice(PEOPLE), person))),
            (0.2, lambda: self.clear()),
        ]

    def pen(self, topic: str) -> str:
        shown = self.all.get(f"report:{topic}")
        return getattr(shown and shown.record, "pen", None) or self.who()

    def stick(self, item: str) -> None:
        self.do("facilitator", OpenStep("voting"))
        for round_id in self.world.workshop.voting.rounds:
            for who in PEOPLE:
                self.do(who, SetDots(round_id, item, self.chance.randrange(3)))

    def turn(self, kind: Any) -> None:
        for round_id in self.world.workshop.voting.rounds:
            self.do("facilitator", kind(round_id))

    def clear(self) -> None:
        if self.do("facilitator", ClearRehearsal()):
            self.words.clear()
            assert not any(stored.event for rows in self.world.beside.values() for stored in rows)

    def act(self) -> None:
        acts = self.acts()
        self.chance.choices([do for _, do in acts], [weight for weight, _ in acts])[0]()

    def do(self, who: str, *commands: AnyCommand, subject: str | None = None) -> bool:
        """Whether they could; a refusal is fine, what it may not do is checked by `Given`."""
        done = False
        for command in commands:
            before = self.views
            try:
                self.world.does(who, command, subject=subject)
            except Refused:
                continue
            self.look()
            self.nobody_else_noticed(who, command, before)
            self.check()
            done = True
        return done

    def look(self) -> None:
        self.all = self.world.everything()
        self.views = {viewer: seen_by(viewer, self.all) for viewer in VIEWERS}

    # What must hold

    def nobody_else_noticed(self, who: str, command: AnyCommand, before: dict[str, dict[str, Record]]) -> None:
        """SHOW2: of where somebody is, and what they are interested in, others see a number at most."""
        told = {ImHere: {"attendance"}, MoveOn: {"attendance"}, MarkInterest: {"session"}}.get(type(command))
        if told is None:
            return
        for viewer in set(VIEWERS) - {who, "helper", "facilitator"}:
            after = self.views[viewer]
            changed = {key for key in after.keys() | before[viewer] if after.get(key) != before[viewer].get(key)}
            assert {kind_of(key) for key in changed} <= told

    def check(self) -> None:
        self.everybody_is_in_one_circle_at_most()
        self.nothing_stands_where_something_stands()
        self.nobody_reads_what_they_do_not_see()
        self.parts_that_say_something_are_told()
        self.nobody_is_over_budget()

    def records(self, kind: type[Any]) -> list[Any]:
        return [shown.record for shown in self.all.values() if isinstance(shown.record, kind)]

    def everybody_is_in_one_circle_at_most(self) -> None:
        """ATTEND2 ATTEND4"""
        where = {record.id: record.session for record in self.records(WhereaboutsRecord)}
        here = Counter(where.values())
        running = {record.id for record in self.records(SessionRecord) if record.state == "running"}
        assert set(here) <= running
        assert where.keys() <= self.world.workshop.people.joined.keys()
        for record in self.records(AttendanceRecord):
            assert record.here == here.pop(record.id, 0) <= record.been
        assert not here
        for viewer in VIEWERS:
            seen = {id_of(key) for key in self.views[viewer] if kind_of(key) in ("whereabouts", "interest")}
            paper = {key for key, person in self.world.workshop.people.joined.items() if person.paper}
            assert seen <= ({viewer} | paper if viewer in ("facilitator", "helper") else {viewer})

    def nothing_stands_where_something_stands(self) -> None:
        """WALL3"""
        cells = [(record.slot, record.space) for record in self.records(SessionRecord)]
        assert len(cells) == len(set(cells))

    def nobody_reads_what_they_do_not_see(self) -> None:
        """SHOW2: no word of a topic, or of its report, is in any record of whom that topic is not shown to."""
        for viewer in VIEWERS:
            view = self.views[viewer]
            everything = str(list(view.values()))
            for topic in self.words:
                if f"topic:{topic}" not in view:
                    assert f"<{topic} says" not in everything
                    assert not {key for key in view if id_of(key).split(".")[0] == topic}
                    assert f"'session:{topic}'" not in everything
        assert not {"report", "versions", "version", "whereabouts", "interest"} & {
            kind_of(key) for key in self.views["export"]
        }

    def parts_that_say_something_are_told(self) -> None:
        """REPORTING8: in the workshop's own log and in the texts it is the same."""
        reports = {
            record.id: {part for part in record.filled if part != "proposed"} for record in self.records(ReportRecord)
        }
        texts: dict[str, set[str]] = {session: set() for session in reports}
        for record in self.records(TextRecord):
            if record.text.strip():
                texts[record.session].add(record.field)
        assert texts == reports

    def nobody_is_over_budget(self) -> None:
        """DOTS6"""
        for round_ in self.world.workshop.voting.rounds.values():
            assert all(round_.left(voter) >= 0 for voter in round_.voters)


@for_all(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=10)
def test_any_forum(chance: Random, rehearsed: bool) -> None:
    forum = Forum(chance, rehearsed=rehearsed)
    for _ in range(25):
        forum.act()


# Long days by plain chance. STORMS=1000 for many.
STORMS = int(os.environ.get("STORMS", "6"))


@pytest.mark.parametrize("seed", range(STORMS))
def test_a_storm_at_a_forum(seed: int) -> None:
    forum = Forum(Random(seed), rehearsed=seed % 3 == 1)
    for _ in range(150):
        forum.act()

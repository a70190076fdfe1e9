"""What people do at random in an open forum, from what their own client shows them; some of it against the rules."""

from server.client import Replica
from tests.faults.acts import Acts, Dice, Manners, close_step, erase, finish, ids, new_id, open_a_step, pick, rename
from workshops import attendance, hiding, interest, proceedings, reporting, slots, spaces, topic_merging, topics, wall
from workshops.description import CreateWorkshop
from workshops.format import Format
from workshops.market import Market
from workshops.plans import SlotPlan, SpacePlan
from workshops.proceedings import Field, Proceedings, Sessions
from workshops.vocabulary import Key
from workshops.workshop import AnyCommand

PART, IDEAS = "said", "proposed"


def forum() -> CreateWorkshop:
    """A marketplace, circles, and reading: two slots and three spaces, one of them small and strict."""
    canvas = [Field(id=PART, title="Said"), Field(id=IDEAS, title="Proposed", kind="ideas")]
    form = Format(
        name="A test",
        steps=[
            Market(id="market", title="Market"),
            Sessions(id="sessions", title="Circles", canvas=canvas),
            Proceedings(id="proceedings", title="Reading"),
        ],
        spaces=[SpacePlan("Hall", 30), SpacePlan("Court"), SpacePlan("Attic", 1, strict=True)],
        slots=[SlotPlan("14:00", "14:40"), SlotPlan("15:00", "15:40")],
    )
    return CreateWorkshop(title="A forum", language="en", format=form, organiser="Us")


def propose(dice: Dice, replica: Replica) -> AnyCommand:
    return topics.ProposeTopic(new_id(dice), f"topic {dice.random()}", dice.choice(["", "some words"]))


def edit_topic(dice: Dice, replica: Replica) -> AnyCommand:
    return topics.EditTopic(pick(dice, replica, "topic"), f"topic {dice.random()}")


def withdraw_topic(dice: Dice, replica: Replica) -> AnyCommand:
    return topics.WithdrawTopic(pick(dice, replica, "topic"))


def hide_topic(dice: Dice, replica: Replica) -> AnyCommand:
    return hiding.HideTopic(pick(dice, replica, "topic"), "off topic")


def restore_topic(dice: Dice, replica: Replica) -> AnyCommand:
    return hiding.RestoreTopic(pick(dice, replica, "aside"))


def convene(dice: Dice, replica: Replica) -> AnyCommand:
    some = dice.sample(ids(replica, "person"), k=min(2, len(ids(replica, "person"))))
    return topics.ConveneTopic(pick(dice, replica, "topic"), some)


def merge(dice: Dice, replica: Replica) -> AnyCommand:
    one, other = pick(dice, replica, "topic"), pick(dice, replica, "topic")
    acts: list[AnyCommand] = [topic_merging.MergeTopics(one, other), topic_merging.DeclineMerge(one, other)]
    return dice.choice([*acts, topic_merging.UnmergeTopic(one)])


def mark(dice: Dice, replica: Replica) -> AnyCommand:
    return interest.MarkInterest(pick(dice, replica, "topic"), dice.random() < 0.7)


def place(dice: Dice, replica: Replica) -> AnyCommand:
    topic = pick(dice, replica, "topic")
    return wall.PlaceTopic(topic, pick(dice, replica, "slot"), pick(dice, replica, "space"))


def unplace(dice: Dice, replica: Replica) -> AnyCommand:
    return wall.UnplaceTopic(pick(dice, replica, "session"))


def slot(dice: Dice, replica: Replica) -> AnyCommand:
    which = pick(dice, replica, "slot")
    acts: list[AnyCommand] = [slots.StartSlot(which), slots.EndSlot(which), slots.ExtendSlot(which, 5)]
    return dice.choice([*acts, slots.PutSlot(new_id(dice), 60 * dice.randrange(23), 60 * dice.randrange(1, 24))])


def space(dice: Dice, replica: Replica) -> AnyCommand:
    which = dice.choice([pick(dice, replica, "space"), new_id(dice)])
    shut = [each for each in ids(replica, "slot") if dice.random() < 0.2]
    change = spaces.PutSpace(which, f"space {dice.random():.2f}", dice.randrange(4), "", dice.random() < 0.3, shut)
    acts: list[AnyCommand] = [change, spaces.MoveSpace(which, None), spaces.RemoveSpace(which)]
    return dice.choice(acts)


def session(dice: Dice, replica: Replica) -> AnyCommand:
    which = pick(dice, replica, "session")
    acts: list[AnyCommand] = [wall.ExtendSession(which, 10), wall.EndSession(which, dice.random() < 0.6)]
    return dice.choice(acts)


def go(dice: Dice, replica: Replica) -> AnyCommand:
    return attendance.ImHere(pick(dice, replica, "session")) if dice.random() < 0.8 else attendance.MoveOn()


def pen(dice: Dice, replica: Replica) -> AnyCommand:
    which = pick(dice, replica, "session")
    acts: list[AnyCommand] = [reporting.TakePen(which), reporting.LayPen(which), reporting.AskPen(which)]
    asking = [
        each.person
        for record in replica.records.values()
        if isinstance(record, proceedings.ReportRecord) and record.id == which
        for each in record.asking
    ]
    return dice.choice([*acts, *(reporting.HandPen(which, person) for person in asking)])


def write(dice: Dice, replica: Replica) -> AnyCommand:
    held = [
        record.id
        for record in replica.records.values()
        if isinstance(record, proceedings.ReportRecord) and record.pen is not None
    ]
    which = dice.choice(held or ids(replica, "session"))
    text = " ".join(dice.choice(["water", "bench", "é\n", "tree  "]) for _ in range(dice.randrange(12)))
    if dice.random() < 0.1:
        return reporting.SetAside(which, PART, text or "water")
    return reporting.WriteReport(which, PART, text)


def say(dice: Dice, replica: Replica) -> AnyCommand:
    which, idea = pick(dice, replica, "session"), pick(dice, replica, "idea")
    new = reporting.PostProposed(which, new_id(dice), f"proposal {dice.random()}")
    change = reporting.EditProposed(which, idea, f"better {dice.random()}")
    acts: list[AnyCommand] = [new, new, change, reporting.WithdrawProposed(which, idea)]
    return dice.choice(acts)


EVERYBODY: Acts = [
    *[("", propose)] * 3,
    *[("topic", place)] * 5,
    *[("session", go)] * 6,
    *[("session", pen)] * 5,
    *[("report", write)] * 10,
    *[("topic", mark)] * 3,
    *[("topic", edit_topic), ("topic", withdraw_topic), ("topic", merge), ("session", unplace), ("session", say)],
    *[("session", session), ("step", finish), ("", rename), ("", erase)],
]
FACILITATOR: Acts = [
    *EVERYBODY,
    *[("step", open_a_step)] * 3,
    *[("slot", slot)] * 4,
    *[("topic", merge)] * 3,
    *[("step", close_step), ("topic", hide_topic), ("aside", restore_topic), ("topic", convene), ("space", space)],
]


def watched(dice: Dice, replica: Replica) -> Key:
    which = pick(dice, replica, "session")
    return dice.choice([f"text:{which}.{PART}", f"text:{which}.{PART}", f"versions:{which}", f"version:{which}.1"])


FORUM = Manners(EVERYBODY, FACILITATOR, [("", finish), ("session", pen), ("report", write)], "market", watched)

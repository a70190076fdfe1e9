"""What people do at random, each from what their own client shows them; some of it against the rules, on purpose."""

import random
from collections.abc import Callable
from typing import NamedTuple

from server.client import Replica
from workshops import agenda, ballots, clusters, ideas, moderation, people, sealing, sorting, themes, voting
from workshops.agenda import StepRecord
from workshops.timebox import ExtendTimebox, PauseTimebox, StartTimebox
from workshops.vocabulary import Key
from workshops.workshop import AnyCommand

Dice = random.Random


def new_id(dice: Dice) -> str:
    return f"{dice.getrandbits(60):015x}"


def one_of(acts: "Acts", dice: Dice, replica: Replica) -> AnyCommand:
    """Mostly something that there is something to do with: `acts` tell the kind of record each needs."""
    feasible = [act for kind, act in acts if not kind or ids(replica, kind) != ["nothing"]]
    return dice.choice(feasible if dice.random() < 0.9 else [act for _, act in acts])(dice, replica)


def ids(replica: Replica, kind: str) -> list[str]:
    return sorted(key.partition(":")[2] for key in replica.records if key.startswith(f"{kind}:")) or ["nothing"]


def pick(dice: Dice, replica: Replica, kind: str) -> str:
    return dice.choice(ids(replica, kind))


def step(dice: Dice, replica: Replica) -> str:
    return pick(dice, replica, "step")


def open_step(replica: Replica) -> str:
    for record in replica.records.values():
        if isinstance(record, StepRecord) and record.state == "open":
            return record.id
    return "nothing"


def post(dice: Dice, replica: Replica) -> AnyCommand:
    return ideas.PostIdea(new_id(dice), pick(dice, replica, "board"), f"idea {dice.random()}")


def edit(dice: Dice, replica: Replica) -> AnyCommand:
    return ideas.EditIdea(pick(dice, replica, "mine"), f"edited {dice.random()}")


def withdraw(dice: Dice, replica: Replica) -> AnyCommand:
    return ideas.WithdrawIdea(pick(dice, replica, "mine"))


def finish(dice: Dice, replica: Replica) -> AnyCommand:
    return people.Finish(open_step(replica), dice.random() < 0.7)


def rename(dice: Dice, replica: Replica) -> AnyCommand:
    return people.Rename(dice.choice(["Ada", "Kofi", "Mei", "", "x" * 50]))


def dots(dice: Dice, replica: Replica) -> AnyCommand:
    return ballots.SetDots(pick(dice, replica, "round"), pick(dice, replica, "cluster"), dice.randrange(4))


def erase(dice: Dice, replica: Replica) -> AnyCommand:
    return people.EraseMe() if dice.random() < 0.1 else post(dice, replica)


def join(dice: Dice, replica: Replica) -> AnyCommand:
    return people.Join("Ada")


def open_a_step(dice: Dice, replica: Replica) -> AnyCommand:
    return agenda.OpenStep(step(dice, replica))


def close_step(dice: Dice, replica: Replica) -> AnyCommand:
    return agenda.CloseStep(open_step(replica))


def timebox(dice: Dice, replica: Replica) -> AnyCommand:
    which = open_step(replica)
    acts: list[AnyCommand] = [StartTimebox(which, 60), PauseTimebox(which)]
    return dice.choice([*acts, ExtendTimebox(which, dice.choice([-90, 120]))])


def hide(dice: Dice, replica: Replica) -> AnyCommand:
    return moderation.HideIdea(pick(dice, replica, "idea"), "off topic")


def restore(dice: Dice, replica: Replica) -> AnyCommand:
    return moderation.RestoreIdea(pick(dice, replica, "hidden"))


def accept(dice: Dice, replica: Replica) -> AnyCommand:
    return moderation.AcceptIdea(pick(dice, replica, "late"))


def reveal_ideas(dice: Dice, replica: Replica) -> AnyCommand:
    to = dice.choice(["facilitators", "room"])
    return moderation.RevealIdeas(pick(dice, replica, "board"), "room" if to == "room" else "facilitators")


def make_cluster(dice: Dice, replica: Replica) -> AnyCommand:
    some = dice.sample(ids(replica, "idea"), k=min(3, len(ids(replica, "idea"))))
    theme = dice.choice([None, pick(dice, replica, "theme")])
    return clusters.MakeCluster(new_id(dice), pick(dice, replica, "board"), "a cluster", theme, some)


def move(dice: Dice, replica: Replica) -> AnyCommand:
    return sorting.MoveIdeas([pick(dice, replica, "idea")], dice.choice([None, pick(dice, replica, "cluster")]))


def file(dice: Dice, replica: Replica) -> AnyCommand:
    return clusters.FileCluster(pick(dice, replica, "cluster"), dice.choice([None, pick(dice, replica, "theme")]))


def name(dice: Dice, replica: Replica) -> AnyCommand:
    return clusters.NameCluster(pick(dice, replica, "cluster"), f"name {dice.random():.3f}")


def ungroup(dice: Dice, replica: Replica) -> AnyCommand:
    return clusters.UngroupCluster(pick(dice, replica, "cluster"))


def theme(dice: Dice, replica: Replica) -> AnyCommand:
    return themes.MakeTheme(new_id(dice), f"theme {dice.random():.3f}")


def close_round(dice: Dice, replica: Replica) -> AnyCommand:
    return voting.CloseRound(pick(dice, replica, "round"))


def reopen_round(dice: Dice, replica: Replica) -> AnyCommand:
    return voting.ReopenRound(pick(dice, replica, "round"))


def reveal_round(dice: Dice, replica: Replica) -> AnyCommand:
    return sealing.RevealRound(pick(dice, replica, "round"))


def history(dice: Dice, replica: Replica) -> Key:
    """What an idea said before goes only to who asks for it."""
    return f"history:{pick(dice, replica, 'idea')}"


Act = Callable[[Dice, Replica], AnyCommand]
Acts = list[tuple[str, Act]]


class Manners(NamedTuple):
    """What each role does, the step that begins it all, and what somebody would watch on request."""

    participant: Acts
    facilitator: Acts
    helper: Acts
    first: str
    watched: Callable[[Dice, Replica], Key]


PARTICIPANT: Acts = [
    *[("board", post)] * 4,
    *[("round", dots)] * 6,
    *[("mine", edit), ("mine", withdraw), ("step", finish), ("", rename), ("", erase), ("", join), ("idea", hide)],
    *[("cluster", move), ("idea", make_cluster)],
]
FACILITATOR: Acts = [
    *[("step", open_a_step)] * 3,
    *[("step", close_step), ("step", timebox), ("idea", hide), ("hidden", restore), ("late", accept)],
    *[("board", reveal_ideas)] * 2,
    *[("idea", make_cluster)] * 3,
    *[("cluster", move)] * 3,
    *[("theme", file), ("cluster", name), ("cluster", ungroup), ("", theme)],
    *[("round", close_round), ("round", reopen_round), ("round", reveal_round), ("round", dots)],
]
# All that a helper does by themselves is refused, and the refusal must arrive.
IDEAS = Manners(PARTICIPANT, FACILITATOR, [("", finish)], "gather", history)

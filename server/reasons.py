"""One code, one sentence and what to do next: the words of every refusal, for forms, pages and the client."""

from collections.abc import Mapping
from typing import NamedTuple

from server.i18n import N_, Speech
from server.protocol import DoorReason
from workshops.vocabulary import Reason

FORUM: frozenset[Reason | DoorReason] = frozenset(
    {
        *("cell_taken", "convener_busy", "space_shut", "space_full", "slots_overlap", "in_use", "slot_over"),
        *("session_over", "not_placed", "pen_held", "pen_needed", "has_report"),
        "report_full",
    }
)
"""What only an open forum refuses: the phones of other workshops are not handed these."""


class Sentence(NamedTuple):
    """`said`: what happened, filled by the refusal's facts. `then`: the next step."""

    said: str
    then: str


REASONS: dict[Reason | DoorReason, Sentence] = {
    # The workshop's own rules
    "not_allowed": Sentence(N_("That is not open to you here."), N_("Ask the facilitator, who can do it or open it.")),
    "join_first": Sentence(N_("You have not entered this workshop yet."), N_("Enter first, then send it again.")),
    "unknown": Sentence(N_("What this is about is not there any more."), N_("Look at the page as it is now.")),
    "taken": Sentence(
        N_("Something else has taken its number."), N_("Reload the page, then send it again; your text is kept.")
    ),
    "empty": Sentence(N_("There is nothing in the box yet."), N_("Write in it, then send.")),
    "too_long": Sentence(N_("Too long: {limit} characters at most."), N_("Shorten it; your text is kept.")),
    "bad_text": Sentence(
        N_("It contains a character that cannot be kept, usually brought by copy and paste."),
        N_("Type that part again by hand; your text is kept."),
    ),
    "too_many": Sentence(
        N_("No more fit here: the limit is {limit}."), N_("Take something away first, or tell the facilitator.")
    ),
    "step_closed": Sentence(
        N_("This step is closed."), N_("Your text is kept; the facilitator can open the step again.")
    ),
    "step_open": Sentence(N_("This cannot be done while the step is open."), N_("Close the step first.")),
    "not_yet": Sentence(N_("It is too early for that."), N_("Wait until the step comes.")),
    "name_needed": Sentence(N_("A name is needed to enter."), N_("Write a first name or a pseudonym.")),
    "already": Sentence(N_("That is done already."), N_("Nothing more to do.")),
    "no_budget": Sentence(N_("Not enough dots left."), N_("Take one back first.")),
    "over_maximum": Sentence(N_("{maximum} dots: the most allowed here."), N_("Stick the others elsewhere.")),
    "round_open": Sentence(
        N_("The round is open."),
        N_("Close the round first. Ballots will then be detached from people."),
    ),
    "round_closed": Sentence(
        N_("The round is closed."), N_("Your dots count as they were; the facilitator can reopen the round.")
    ),
    "round_sealed": Sentence(
        N_("The round is sealed: no ballot exists any more."), N_("To vote again, open a new round.")
    ),
    "bad_command": Sentence(N_("This was not understood."), N_("Reload the page, then try again; your text is kept.")),
    "not_in_round": Sentence(
        N_("This round is for those who were here when it began."), N_("The facilitator can open a new round.")
    ),
    "over_theme": Sentence(
        N_("The limit under one theme is reached: {maximum}."), N_("Stick the others under another theme.")
    ),
    "in_cluster": Sentence(
        N_("This idea is in a cluster now, and takes no more dots."), N_("Stick them on the cluster.")
    ),
    "ballot_entered": Sentence(
        N_("A ballot of this person is entered already."), N_("To replace it whole, enter it again and say so.")
    ),
    "slip_used": Sentence(N_("Slip {n} is entered already."), N_("Look at the number on the slip.")),
    "changed_since": Sentence(
        N_("Somebody has changed it since."), N_("Look at the board as it is now; move it by hand.")
    ),
    "nothing_to_undo": Sentence(N_("There is nothing left to undo."), N_("Nothing more to do.")),
    "door_locked": Sentence(N_("The door of this workshop is locked."), N_("Ask the facilitator to open it.")),
    "step_opened": Sentence(
        N_("This step has been opened, or holds something already."),
        N_("Add another step for what is to be different."),
    ),
    "round_began": Sentence(N_("This round has begun: its rules stay as they are."), N_("Add another round.")),
    "rehearsal_over": Sentence(
        N_("The workshop has begun: it is too late to rehearse."), N_("To rehearse, make a new workshop.")
    ),
    "last_step": Sentence(N_("This is the only step."), N_("Add another one first.")),
    "not_here": Sentence(N_("The screen cannot show that now."), N_("Show it to the room first.")),
    "cell_taken": Sentence(
        N_("“{title}” is already there at that time."), N_("Choose another place, or another time.")
    ),
    "convener_busy": Sentence(
        N_("Whoever convenes it already convenes “{title}” at that time."),
        N_("Choose another time, or somebody else to convene it."),
    ),
    "space_shut": Sentence(N_("This space cannot be used at that time."), N_("Choose another space, or another time.")),
    "space_full": Sentence(N_("This circle is full: {limit} people."), N_("Choose another one, or come back later.")),
    "slots_overlap": Sentence(
        N_("Another slot takes part of that time."), N_("Change its times, or those of the other one.")
    ),
    "past_midnight": Sentence(
        N_("A slot would begin or end on another day."), N_("Move them by less, or give them another day.")
    ),
    "in_use": Sentence(N_("A topic is placed there."), N_("Place it elsewhere first.")),
    "slot_over": Sentence(N_("That slot is over."), N_("Choose a later one.")),
    "session_over": Sentence(N_("This circle is over."), N_("Look at those of the next slot.")),
    "not_placed": Sentence(N_("This topic is not on the wall."), N_("Place it first.")),
    "pen_held": Sentence(
        N_("Somebody else has the pen of this report."), N_("Ask for it; after two minutes of silence you can take it.")
    ),
    "pen_needed": Sentence(
        N_("You no longer have the pen of this report."),
        N_("What you wrote is set aside with it; take the pen to put it in."),
    ),
    "has_report": Sentence(
        N_("This circle has a report."), N_("It stays with its topic; a facilitator can hide both.")
    ),
    "report_full": Sentence(
        N_("The whole report is too long: {limit} kB at most, this would make it {size}."),
        N_("Shorten one of its parts; your text is kept."),
    ),
    # The door's
    "bad_message": Sentence(N_("This was not understood."), N_("Reload the page, then try again; your text is kept.")),
    "too_big": Sentence(N_("That is too much at once."), N_("Shorten it, or send it in several parts.")),
    "unknown_command": Sentence(
        N_("This page and the server no longer speak the same version."), N_("Reload the page; your text is kept.")
    ),
    "version_old": Sentence(
        N_("This page and the server no longer speak the same version."), N_("Reload the page; your text is kept.")
    ),
    "gap": Sentence(N_("Something sent before has not arrived."), N_("Nothing to do: it is sent again by itself.")),
    "busy": Sentence(N_("The server has much to do."), N_("Wait a moment, then try again; nothing is lost.")),
    "rate_limited": Sentence(N_("That was very fast."), N_("Wait a moment, then try again; nothing is lost.")),
    "storage_full": Sentence(
        N_("The server’s disk is full: nothing more can be saved."),
        N_("Your text stays here. Tell the facilitator."),
    ),
    "storage_busy": Sentence(
        N_("The server cannot save just now."), N_("Your text stays here; try again in a moment.")
    ),
    "not_yours": Sentence(N_("This page belongs to someone else’s place."), N_("Reload the page.")),
    "superseded": Sentence(
        N_("This workshop is open in another tab of this device."), N_("Go on there, or reload to go on here.")
    ),
    "revoked": Sentence(N_("This link has been withdrawn."), N_("Ask the facilitator for a new one.")),
    "too_many_connections": Sentence(
        N_("Too many connections to this workshop."), N_("Close the pages that you no longer use.")
    ),
    "restart": Sentence(N_("The server is restarting."), N_("Nothing to do: this page comes back by itself.")),
    "mismatch": Sentence(
        N_("This form was already sent with another text."), N_("Reload the page, then send your text again.")
    ),
}


def sentence(reason: str, facts: Mapping[str, str | int], speech: Speech) -> Sentence:
    """The refusal in the reader's language, its numbers written as that language does."""
    said, then = REASONS.get(reason, REASONS["bad_command"])  # type: ignore[call-overload]
    return Sentence(speech.say(said, **facts), speech.say(then, **facts))


def table(speech: Speech) -> dict[str, str]:
    """Every code in the reader's language, its blanks unfilled: for a page's data block."""
    return {code: f"{speech.say(said)} {speech.say(then)}" for code, (said, then) in REASONS.items()}

"""The door: the join code works while a meeting is open, and nobody new comes in while it is locked."""

from typing import assert_never

from workshops.vocabulary import Command, Event, Refused

# Commands


class OpenMeeting(Command, frozen=True):
    """The join code works again."""


class CloseMeeting(Command, frozen=True):
    """The join code stops working; links, the QR and seats go on."""


class LockDoor(Command, frozen=True):
    """Nobody new joins, by whatever way; for those who have, nothing changes."""


class UnlockDoor(Command, frozen=True):
    pass


# Events


class MeetingOpened(Event, frozen=True):
    pass


class MeetingClosed(Event, frozen=True):
    pass


class DoorLocked(Event, frozen=True):
    pass


class DoorUnlocked(Event, frozen=True):
    pass


# State

DoorCommand = OpenMeeting | CloseMeeting | LockDoor | UnlockDoor
DoorEvent = MeetingOpened | MeetingClosed | DoorLocked | DoorUnlocked


class Door:
    """What is shown of it the agenda's record says."""

    def __init__(self) -> None:
        self.meeting_open = True
        self.locked = False

    def decide(self, command: DoorCommand) -> list[Event]:
        match command:
            case OpenMeeting():
                return _if_not(self.meeting_open, MeetingOpened())
            case CloseMeeting():
                return _if_not(not self.meeting_open, MeetingClosed())
            case LockDoor():
                return _if_not(self.locked, DoorLocked())
            case UnlockDoor():
                return _if_not(not self.locked, DoorUnlocked())
            case _:
                assert_never(command)

    def apply(self, event: DoorEvent) -> None:
        match event:
            case MeetingOpened() | MeetingClosed():
                self.meeting_open = isinstance(event, MeetingOpened)
            case DoorLocked() | DoorUnlocked():
                self.locked = isinstance(event, DoorLocked)
            case _:
                assert_never(event)


def _if_not(already: bool, event: Event) -> list[Event]:
    if already:
        raise Refused("already")
    return [event]

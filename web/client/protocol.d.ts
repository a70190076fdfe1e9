// Written by `python -m server.reference` from the Python types. Do not edit.
// A field with `?` is left out where it equals its default.

/** matches `^[A-Za-z0-9_-]{6,32}$` */
export type Id = string;

export type Role = "facilitator" | "helper" | "participant" | "screen" | "observer" | "system";

export type Audience =
  | "facilitator"
  | "helper"
  | "participant"
  | "screen"
  | "observer"
  | "system"
  | "export"
  | "door";

export type Reason =
  | "not_allowed"
  | "join_first"
  | "unknown"
  | "taken"
  | "empty"
  | "too_long"
  | "bad_text"
  | "too_many"
  | "step_closed"
  | "step_open"
  | "not_yet"
  | "name_needed"
  | "already"
  | "no_budget"
  | "over_maximum"
  | "round_open"
  | "round_closed"
  | "round_sealed"
  | "bad_command"
  | "not_in_round"
  | "over_theme"
  | "in_cluster"
  | "ballot_entered"
  | "slip_used"
  | "changed_since"
  | "nothing_to_undo"
  | "door_locked"
  | "step_opened"
  | "round_began"
  | "rehearsal_over"
  | "last_step"
  | "not_here"
  | "cell_taken"
  | "convener_busy"
  | "space_shut"
  | "space_full"
  | "slots_overlap"
  | "past_midnight"
  | "in_use"
  | "slot_over"
  | "session_over"
  | "not_placed"
  | "pen_held"
  | "pen_needed"
  | "has_report"
  | "report_full";

export type Language = "fr" | "en";

export type Private = "no" | "participants" | "everyone";

export type Authors = "shown" | "facilitators" | "nobody";

export type Sight = "no" | "facilitators" | "room";

/** at most 5 long */
export type Conveners = string[];

/** from 0 to 1440 */
export type MinuteOfDay = number;

/** matches `^[a-z0-9-]{1,32}$` */
export type FieldId = string;

/** matches `^[A-Za-z0-9_-]{16,32}$` */
export type ClientId = string;

export type DoorReason =
  | "bad_message"
  | "too_big"
  | "unknown_command"
  | "version_old"
  | "gap"
  | "busy"
  | "rate_limited"
  | "storage_full"
  | "storage_busy"
  | "not_yours"
  | "superseded"
  | "revoked"
  | "too_many_connections"
  | "restart"
  | "mismatch";

/**
 * `since`: the seq of what the client has (from View or the last Delta); null: it wants everything.
 *
 * `life`: the server's word for the numbering that `since` is of (from View or Welcome). Another one: everything anew.
 */
export interface Hello {
  type: "Hello";
  client: ClientId;
  version: number;
  /** missing: null */
  since?: number | null;
  /** missing: "" */
  life?: string;
}

/** Command number `cseq` of this client (1, 2, 3…). `for`: the person on paper it is entered for. */
export interface Do {
  type: "Do";
  /** from 1 */
  cseq: number;
  command: AnyCommand;
  /** missing: null */
  for?: string | null;
}

/** Send these on-request records now and whenever they change. Watching again adds. */
export interface Watch {
  type: "Watch";
  /** at most 100 long */
  keys: string[];
}

export interface Unwatch {
  type: "Unwatch";
  /** at most 100 long */
  keys: string[];
}

/** What I built does not add up (a Beat's sum): answered by a full Welcome. */
export interface Resync {
  type: "Resync";
}

/** I am moving these ideas now ([]: none any more). Never stored, and no lock; heard only from who may move them. */
export interface Hold {
  type: "Hold";
  /** at most 200 long */
  ideas: Id[];
}

/**
 * Where you are: `last`, the number of this client's last command that has a verdict; `now`, the server's ms.
 *
 * full: forget every record you hold (those you watch too); what you may see follows in `put`. Otherwise `put` and
 * `drop` are the changes since. `at`: the version of each record in `put`. Records that only you may see come whole
 * every time, for a View does not hold them.
 */
export interface Welcome {
  type: "Welcome";
  seq: number;
  now: number;
  last: number;
  person: string;
  role: string;
  life: string;
  /** missing: false */
  full?: boolean;
  /** missing: [] */
  put?: AnyRecord[];
  /** missing: [] */
  at?: number[];
  /** missing: [] */
  drop?: string[];
}

/** These records are now so (each at version `seq` unless `at` gives its own); these keys are gone, for you. */
export interface Delta {
  type: "Delta";
  seq: number;
  /** missing: [] */
  put?: AnyRecord[];
  /** missing: [] */
  drop?: string[];
  /** missing: [] */
  at?: number[];
}

/** Command `cseq` is on disk. */
export interface Ack {
  type: "Ack";
  cseq: number;
}

/** Command `cseq` broke a rule: this is its verdict, now and when it is sent again. */
export interface Refused {
  type: "Refused";
  cseq: number;
  reason: Reason | DoorReason;
  /** missing: {} */
  facts?: Record<string, string | number>;
}

/** No verdict: send command `cseq` and all after it again, in `retry_after` seconds. */
export interface Wait {
  type: "Wait";
  cseq: number;
  reason: DoorReason;
  retry_after: number;
}

/**
 * Every 10 s: the server's ms, and the sum, modulo 2^32, of crc32("KEY@VERSION") over all you should hold,
 * records on request excepted.
 */
export interface Beat {
  type: "Beat";
  now: number;
  seq: number;
  sum: number;
}

/** For facilitators and helpers: persons connected now, and since when (ms) each of the others has been away. */
export interface Here {
  type: "Here";
  now: number;
  /** missing: [] */
  here?: string[];
  /** missing: {} */
  away?: Record<string, number>;
  /** missing: 0 */
  count?: number;
}

/**
 * All that is being moved by anybody: idea to who moves it ("" where that is not told, or nobody's name); `staff`:
 * those of them that a facilitator holds. For facilitators, and for participants who watch `held:this`.
 */
export interface Held {
  type: "Held";
  /** missing: {} */
  by?: Record<string, string>;
  /** missing: [] */
  staff?: string[];
}

/** Said just before closing. */
export interface Bye {
  type: "Bye";
  reason: DoorReason;
  /** missing: 0 */
  retry_after?: number;
}

/**
 * The first command of a workshop's log, by whoever may create one.
 *
 * organiser: who runs it and how to reach them, told to people before they join; keep_days: how long after its last
 * use it is kept; names: whether people are asked for a name.
 */
export interface CreateWorkshop {
  type: "CreateWorkshop";
  title: string;
  language: Language;
  format: Format;
  organiser: string;
  /** missing: "asked" */
  names?: "asked" | "none";
  /** from 1 to 3650; missing: 90 */
  keep_days?: number;
}

export interface DescribeWorkshop {
  type: "DescribeWorkshop";
  title: string;
  organiser: string;
}

/** Open a step, for the first time or again; whatever step is open closes. */
export interface OpenStep {
  type: "OpenStep";
  step: Id;
}

export interface CloseStep {
  type: "CloseStep";
  step: Id;
}

/** Start the open step's timebox, or let it run on after a pause. `seconds`: its length, if not the step's. */
export interface StartTimebox {
  type: "StartTimebox";
  step: Id;
  /** from 1 to 36000; missing: null */
  seconds?: number | null;
}

export interface PauseTimebox {
  type: "PauseTimebox";
  step: Id;
}

/** Add (or, below zero, take away) seconds; what is left never goes below zero. */
export interface ExtendTimebox {
  type: "ExtendTimebox";
  step: Id;
  /** from -36000 to 36000 */
  seconds: number;
}

/** The join code works again. */
export interface OpenMeeting {
  type: "OpenMeeting";
}

/** The join code stops working; links, the QR and seats go on. */
export interface CloseMeeting {
  type: "CloseMeeting";
}

/** Nobody new joins, by whatever way; for those who have, nothing changes. */
export interface LockDoor {
  type: "LockDoor";
}

export interface UnlockDoor {
  type: "UnlockDoor";
}

/** The seat's own person enters. `name` may be empty where none is asked for. Joining again changes nothing. */
export interface Join {
  type: "Join";
  /** missing: "" */
  name?: string;
}

export interface Rename {
  type: "Rename";
  name: string;
}

/** To say "I have finished" with the open step, or (`done` false) not yet after all. */
export interface Finish {
  type: "Finish";
  step: Id;
  /** missing: true */
  done?: boolean;
}

/** Facilitator or helper: somebody takes part on paper; others enter what they write. */
export interface AddPerson {
  type: "AddPerson";
  person: Id;
  /** missing: "" */
  name?: string;
}

/** Facilitator: who joined twice is one person. All that is `person`'s becomes `into`'s. */
export interface MergePeople {
  type: "MergePeople";
  person: Id;
  into: Id;
}

/** `slip`: the number printed on the slip that it was written on; 0: none. */
export interface PostIdea {
  type: "PostIdea";
  idea: Id;
  board: Id;
  text: string;
  /** from 0 to 9999; missing: 0 */
  slip?: number;
}

/** Facilitator: a prepared list, pasted at any time; by nobody in particular, and private from nobody. */
export interface AddIdeas {
  type: "AddIdeas";
  board: Id;
  /** at least 1 at most 100 long */
  ideas: NewIdea[];
}

export interface EditIdea {
  type: "EditIdea";
  idea: Id;
  text: string;
}

export interface WithdrawIdea {
  type: "WithdrawIdea";
  idea: Id;
}

/** Facilitator: nobody but its author and the facilitators sees it any more. */
export interface HideIdea {
  type: "HideIdea";
  idea: Id;
  reason: string;
}

export interface RestoreIdea {
  type: "RestoreIdea";
  idea: Id;
}

/** Facilitator: a late idea goes on the board. */
export interface AcceptIdea {
  type: "AcceptIdea";
  idea: Id;
}

/** Show a board's private ideas: `to` the facilitators first (only where they cannot read them), then the room. */
export interface RevealIdeas {
  type: "RevealIdeas";
  board: Id;
  to: "facilitators" | "room";
}

/** Forget my name and blank my words, for everybody and in the log. */
export interface EraseMe {
  type: "EraseMe";
}

/** Facilitator: this person is out. `ideas`: whether theirs stay on the board or are hidden. */
export interface RemovePerson {
  type: "RemovePerson";
  person: Id;
  /** missing: "keep" */
  ideas?: "keep" | "hide";
}

/** Participant: this idea should be looked at. `why` may be empty. */
export interface ReportIdea {
  type: "ReportIdea";
  idea: Id;
  /** missing: "" */
  why?: string;
}

/** Facilitator: looked at, and it stays. */
export interface DismissReports {
  type: "DismissReports";
  idea: Id;
}

export interface MakeTheme {
  type: "MakeTheme";
  theme: Id;
  name: string;
}

export interface NameTheme {
  type: "NameTheme";
  theme: Id;
  name: string;
}

/** Put a theme behind another, or (`after` null) before all. */
export interface OrderTheme {
  type: "OrderTheme";
  theme: Id;
  after: Id | null;
}

/** The theme goes; its clusters are under none. */
export interface RemoveTheme {
  type: "RemoveTheme";
  theme: Id;
}

/** A new cluster, with these ideas in it (each leaves the cluster it was in). */
export interface MakeCluster {
  type: "MakeCluster";
  cluster: Id;
  board: Id;
  name: string;
  /** missing: null */
  theme?: Id | null;
  /** at most 200 long; missing: [] */
  ideas?: Id[];
}

export interface NameCluster {
  type: "NameCluster";
  cluster: Id;
  name: string;
}

/** Put a cluster under a theme, or under none. */
export interface FileCluster {
  type: "FileCluster";
  cluster: Id;
  /** missing: null */
  theme?: Id | null;
}

/** Put a cluster under a theme (null: under none), behind another there, or (`after` null) before all. */
export interface OrderCluster {
  type: "OrderCluster";
  cluster: Id;
  after: Id | null;
  theme: Id | null;
}

/** Put ideas into a cluster, or (`to` null) back among those in none. */
export interface MoveIdeas {
  type: "MoveIdeas";
  /** at least 1 at most 200 long */
  ideas: Id[];
  /** missing: null */
  to?: Id | null;
}

/** The cluster goes; its ideas are in none. */
export interface UngroupCluster {
  type: "UngroupCluster";
  cluster: Id;
}

/** `cluster` goes into `into`, its ideas with it, and points to it from then on. Both of the same board. */
export interface MergeClusters {
  type: "MergeClusters";
  cluster: Id;
  into: Id;
}

/** A merged cluster comes back, with those of its ideas that are still where it went. */
export interface UnmergeCluster {
  type: "UnmergeCluster";
  cluster: Id;
}

/**
 * Take back one's own last act on clusters or themes, of the last twenty. Refused: nothing_to_undo; changed_since,
 * where somebody else has touched the same thing.
 */
export interface Undo {
  type: "Undo";
}

/**
 * Who proposes convenes it. `origin`: the idea or cluster it is born from (`idea:ID`, `cluster:ID`). A facilitator
 * proposes one that nobody convenes yet.
 */
export interface ProposeTopic {
  type: "ProposeTopic";
  topic: Id;
  title: string;
  /** missing: "" */
  words?: string;
  /** missing: null */
  origin?: string | null;
}

/** Its convener, or a facilitator. */
export interface EditTopic {
  type: "EditTopic";
  topic: Id;
  title: string;
  /** missing: "" */
  words?: string;
}

/** Its convener. */
export interface WithdrawTopic {
  type: "WithdrawTopic";
  topic: Id;
}

/** Facilitator: these people convene it; none: somebody is looked for. */
export interface ConveneTopic {
  type: "ConveneTopic";
  topic: Id;
  conveners: Conveners;
}

/** Facilitator: nobody but its conveners and the facilitators sees it any more; it leaves the wall. */
export interface HideTopic {
  type: "HideTopic";
  topic: Id;
  reason: string;
}

export interface RestoreTopic {
  type: "RestoreTopic";
  topic: Id;
}

/**
 * One topic goes into another, with its conveners and the interest in it. By a facilitator, or by who convenes
 * both, at once; by a convener of one of them it is an offer, until a convener of the other says the same.
 */
export interface MergeTopics {
  type: "MergeTopics";
  topic: Id;
  into: Id;
}

/** An offer is taken back, or turned down. */
export interface DeclineMerge {
  type: "DeclineMerge";
  topic: Id;
  into: Id;
}

/** A merged topic is one of its own again, as it was, and on its place of the wall, if that is free. */
export interface UnmergeTopic {
  type: "UnmergeTopic";
  topic: Id;
}

/** I would go there. Told to nobody else; counted once the topic is placed. */
export interface MarkInterest {
  type: "MarkInterest";
  topic: Id;
  /** missing: true */
  on?: boolean;
}

/**
 * Facilitator: this slot is to be so, in minutes since midnight on the clock of the place. `day`: "2026-11-22", or
 * "" for the day of the workshop.
 */
export interface PutSlot {
  type: "PutSlot";
  slot: Id;
  starts: MinuteOfDay;
  ends: MinuteOfDay;
  /** matches `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`; missing: "" */
  day?: string;
}

/** Facilitator: a slot that has not begun and in which nothing is placed. */
export interface RemoveSlot {
  type: "RemoveSlot";
  slot: Id;
}

/** Facilitator: from this slot on, what has not begun yet of its day is so many minutes later (below 0: earlier). */
export interface ShiftSlots {
  type: "ShiftSlots";
  slot: Id;
  /** from -1440 to 1440 */
  minutes: number;
}

/** Facilitator: it begins now, for as long as was planned; the slot that ran is over. Also again, after it ended. */
export interface StartSlot {
  type: "StartSlot";
  slot: Id;
}

export interface ExtendSlot {
  type: "ExtendSlot";
  slot: Id;
  /** from -240 to 240 */
  minutes: number;
}

/** Facilitator: its sessions are over, but those that were extended. */
export interface EndSlot {
  type: "EndSlot";
  slot: Id;
}

/** Facilitator: this space is to be so; a new one comes last. `shut`: slots at which it cannot be used. */
export interface PutSpace {
  type: "PutSpace";
  space: Id;
  name: string;
  /** from 0 to 10000; missing: 0 */
  capacity?: number;
  /** missing: "" */
  access?: string;
  /** missing: false */
  strict?: boolean;
  /** at most 30 long; missing: [] */
  shut?: Id[];
}

/** `after`: the space it stands behind; null: it comes first. */
export interface MoveSpace {
  type: "MoveSpace";
  space: Id;
  /** missing: null */
  after?: Id | null;
}

/** Facilitator: a space in which nothing is placed. */
export interface RemoveSpace {
  type: "RemoveSpace";
  space: Id;
}

/** Its convener, or a facilitator: to this cell, from wherever it is. */
export interface PlaceTopic {
  type: "PlaceTopic";
  topic: Id;
  slot: Id;
  space: Id;
}

export interface UnplaceTopic {
  type: "UnplaceTopic";
  topic: Id;
}

/** Its convener, or a facilitator: it goes on beyond its slot, so many minutes from its planned end. */
export interface ExtendSession {
  type: "ExtendSession";
  topic: Id;
  /** from 1 to 240 */
  minutes: number;
}

/** Its convener, or a facilitator: it is over (`over` false: it is not, after all). */
export interface EndSession {
  type: "EndSession";
  topic: Id;
  /** missing: true */
  over?: boolean;
}

/** I am in this session now, and in no other any more. */
export interface ImHere {
  type: "ImHere";
  session: Id;
}

/** I have left the session I was in. */
export interface MoveOn {
  type: "MoveOn";
}

/**
 * I write this session's report now: where nobody does, or whoever did has been silent for two minutes; a
 * facilitator always.
 */
export interface TakePen {
  type: "TakePen";
  session: Id;
}

/** I write no more. Nothing, where I did not. */
export interface LayPen {
  type: "LayPen";
  session: Id;
}

/** Let me write (or, `asks` false: never mind): told to whoever has the pen. */
export interface AskPen {
  type: "AskPen";
  session: Id;
  /** missing: true */
  asks?: boolean;
}

/** To somebody who asked for it. */
export interface HandPen {
  type: "HandPen";
  session: Id;
  to: string;
}

/** By who has the pen: this part now says so. Whole, so that saying it twice is harmless. */
export interface WriteReport {
  type: "WriteReport";
  session: Id;
  field: FieldId;
  text: string;
}

/**
 * What I wrote before I knew that the pen had gone: a version beside the others, the text stays as it is. At any
 * time, also when the step has closed meanwhile.
 */
export interface SetAside {
  type: "SetAside";
  session: Id;
  field: FieldId;
  text: string;
}

/** By who has the pen: the circle proposes this, an idea on the board of the step. */
export interface PostProposed {
  type: "PostProposed";
  session: Id;
  idea: Id;
  text: string;
}

export interface EditProposed {
  type: "EditProposed";
  session: Id;
  idea: Id;
  text: string;
}

export interface WithdrawProposed {
  type: "WithdrawProposed";
  session: Id;
  idea: Id;
}

/** I want `n` dots on this item. Absolute: telling it twice is harmless. */
export interface SetDots {
  type: "SetDots";
  round: Id;
  on: Id;
  /** from 0 to 50 */
  n: number;
}

/** The whole ballot of a person on paper (`for`), or nothing of it. `again`: in place of the one entered before. */
export interface EnterBallot {
  type: "EnterBallot";
  round: Id;
  /** at most 50 long */
  dots: Record<string, number>;
  /** missing: false */
  again?: boolean;
}

export interface CloseRound {
  type: "CloseRound";
  round: Id;
}

/** Within ten minutes of closing. */
export interface ReopenRound {
  type: "ReopenRound";
  round: Id;
}

/** Show the totals to the room; the round is sealed in the same act. */
export interface RevealRound {
  type: "RevealRound";
  round: Id;
}

/** Ten minutes after closing, by the server itself. */
export interface SealRound {
  type: "SealRound";
  round: Id;
}

/** `after`: the step it follows; null: it comes first. */
export interface AddStep {
  type: "AddStep";
  step: AnyStep;
  /** missing: null */
  after?: Id | null;
}

/**
 * The step with this id is to be so. Its kind and its board stay as they are, and so do, once it has been opened,
 * what rules what it holds.
 */
export interface EditStep {
  type: "EditStep";
  step: AnyStep;
}

export interface MoveStep {
  type: "MoveStep";
  step: Id;
  /** missing: null */
  after?: Id | null;
}

/** A step that was never opened and holds nothing. */
export interface RemoveStep {
  type: "RemoveStep";
  step: Id;
}

/**
 * Facilitator: the screen shows this (`idea:…`, `cluster:…`, `theme:…`, `tally:ROUND`, `step:…`, `topic:…`,
 * `slot:…`, `session:…`, `report:SESSION`, `agenda:this`, `door:this`); null: it follows the open step again.
 */
export interface Spotlight {
  type: "Spotlight";
  /** at most 80 long; missing: null */
  on?: string | null;
}

/** Facilitator: the screen stays as it is, whatever happens. */
export interface FreezeScreen {
  type: "FreezeScreen";
}

export interface UnfreezeScreen {
  type: "UnfreezeScreen";
}

/** Facilitator, before the first real opening of a step: from now on everything is only tried. */
export interface StartRehearsal {
  type: "StartRehearsal";
}

/**
 * Everything since the start of the rehearsal goes, here and in the log, but for changes of the agenda and of what
 * the workshop says of itself.
 */
export interface ClearRehearsal {
  type: "ClearRehearsal";
}

/**
 * `workshop:this`, for everyone and at the door: what a person reads before joining. `rehearsal`: everything is
 * only tried now.
 */
export interface WorkshopRecord {
  kind: "workshop";
  id: string;
  title: string;
  language: Language;
  /** missing: "" */
  organiser?: string;
  /** missing: "asked" */
  names?: string;
  /** missing: 90 */
  keep_days?: number;
  /** missing: false */
  rehearsal?: boolean;
}

/**
 * `agenda:this`: the steps in their order, which is open, whether the join code works, and whether the door is
 * locked.
 */
export interface AgendaRecord {
  kind: "agenda";
  id: string;
  steps: string[];
  /** missing: null */
  open?: string | null;
  /** missing: true */
  meeting_open?: boolean;
  /** missing: false */
  locked?: boolean;
}

/** A step's record as a client reads it: here every kind of step is known. On the wire it is the same. */
export interface StepRecord {
  kind: "step";
  id: string;
  n: number;
  about: AnyStep;
  state: string;
  /** missing: null */
  opened_at?: number | null;
  /** missing: null */
  ends_at?: number | null;
  /** missing: null */
  paused_with?: number | null;
  /** missing: false */
  later?: boolean;
}

/**
 * For facilitators and helpers, and the person. `done`: with the open step. `paper`: on paper, under this
 * `number` (1, 2, 3…, never given again), entered by `by`.
 */
export interface PersonRecord {
  kind: "person";
  id: string;
  /** missing: "" */
  name?: string;
  /** missing: false */
  done?: boolean;
  /** missing: false */
  paper?: boolean;
  /** missing: 0 */
  number?: number;
  /** missing: "" */
  by?: string;
}

/**
 * `crowd:this`: how many have joined, how many of them have finished the open step, and how many are on paper. For
 * everyone.
 */
export interface CrowdRecord {
  kind: "crowd";
  id: string;
  /** missing: 0 */
  people?: number;
  /** missing: 0 */
  done?: number;
  /** missing: 0 */
  paper?: number;
}

/**
 * How far a board's private writing has been shown, and how many ideas wait behind it; for everyone.
 *
 * `waiting`: ideas that the room does not see yet (not late, hidden or withdrawn): the blank slips on the screen.
 */
export interface BoardRecord {
  kind: "board";
  id: string;
  /** missing: "no" */
  revealed?: string;
  /** missing: 0 */
  waiting?: number;
}

/** `origin`: `session:ID`, whose report proposes it, while the room has that. */
export interface IdeaRecord {
  kind: "idea";
  id: string;
  board: string;
  text: string;
  /** missing: 0 */
  n?: number;
  /** missing: false */
  edited?: boolean;
  /** missing: null */
  origin?: string | null;
}

/**
 * What an idea said before, at most 20 times: for facilitators and its author, on request. Oldest first,
 * times in ms.
 */
export interface HistoryRecord {
  kind: "history";
  id: string;
  /** missing: [] */
  texts?: string[];
  /** missing: [] */
  at?: number[];
}

/**
 * For its author alone: this idea is yours. `state`: "posted", "late" (waits for the facilitator) or "hidden".
 * `order`: its place among all that its author ever posted, from 1.
 */
export interface MineRecord {
  kind: "mine";
  id: string;
  /** missing: "posted" */
  state?: string;
  /** missing: 0 */
  order?: number;
}

/** Who wrote an idea: for those the step's `authors` names, as soon as they see the idea. */
export interface AuthorRecord {
  kind: "author";
  id: string;
  person: string;
  /** missing: "" */
  name?: string;
}

/** For facilitators, helpers and its author: who entered this idea of a person on paper, from which slip. */
export interface EnteredRecord {
  kind: "entered";
  id: string;
  by: string;
  /** missing: 0 */
  slip?: number;
}

/** `left:BOARD.PERSON`, for that person: how many more ideas they may post on this board. */
export interface LeftRecord {
  kind: "left";
  id: string;
  board: string;
  left: number;
}

/** For facilitators: this idea came after its step had closed, and waits in the tray. */
export interface LateRecord {
  kind: "late";
  id: string;
}

/** For facilitators and the author: why this idea is hidden. */
export interface HiddenRecord {
  kind: "hidden";
  id: string;
  /** missing: "" */
  reason?: string;
}

/** For facilitators: how many people have reported this idea, and what they said; never who. */
export interface ReportedRecord {
  kind: "reported";
  id: string;
  count: number;
  /** missing: [] */
  whys?: string[];
}

/** `hue`: 1, 2, 3… for ever its own. `order`: its place, the lowest first. */
export interface ThemeRecord {
  kind: "theme";
  id: string;
  name: string;
  hue: number;
  order: number;
}

/** `order`: its place on its board, the lowest first; no two have the same. */
export interface ClusterRecord {
  kind: "cluster";
  id: string;
  board: string;
  name: string;
  order: number;
  /** missing: null */
  theme?: string | null;
}

/** `place:IDEA`: the cluster this idea is in. Seen by whoever sees both. No record: it is in none. */
export interface PlaceRecord {
  kind: "place";
  id: string;
  cluster: string;
}

/**
 * `merged:CLUSTER`: this one went into `into`, which may have gone into another since. Whoever sees where it ended
 * sees it.
 */
export interface MergedRecord {
  kind: "merged";
  id: string;
  into: string;
  name: string;
}

/**
 * `names`: of its conveners, in their order ("" where there is none). `origin`: `idea:ID` or `cluster:ID`, while
 * the room sees that. `into`: the topic that it was merged into; `stood`: the cell of
 * the wall that it left then, SLOT.SPACE. `offers`: topics whose conveners want them to be
 * merged into this one, if a convener of this one says the same; `asks`: topics that a convener of this one wants to
 * be merged into it. `hidden`: its first convener and the facilitators alone see it; `aside:ID` says why. No title:
 * whoever wrote it has erased themselves, and there is a report.
 */
export interface TopicRecord {
  kind: "topic";
  id: string;
  n: number;
  title: string;
  /** missing: "" */
  words?: string;
  /** missing: [] */
  conveners?: string[];
  /** missing: [] */
  names?: string[];
  /** missing: null */
  origin?: string | null;
  /** missing: null */
  into?: string | null;
  /** missing: [] */
  offers?: string[];
  /** missing: [] */
  asks?: string[];
  /** missing: false */
  hidden?: boolean;
  /** missing: "" */
  stood?: string;
}

/** For facilitators and its first convener: why this topic is hidden. */
export interface TopicAsideRecord {
  kind: "aside";
  id: string;
  /** missing: "" */
  reason?: string;
}

/** `interest:PERSON`, for that person (helpers and facilitators too, if they are on paper): where they would go. */
export interface InterestRecord {
  kind: "interest";
  id: string;
  /** missing: [] */
  topics?: string[];
}

/**
 * `n`: its place by day and time, from 1. `starts`, `ends`: as planned. `began_at`, `ends_at` (ms): once it has
 * begun, its real hours; `ended_at`: once it is over. At most one slot runs.
 */
export interface SlotRecord {
  kind: "slot";
  id: string;
  n: number;
  starts: number;
  ends: number;
  /** missing: "" */
  day?: string;
  /** missing: "to_come" */
  state?: string;
  /** missing: null */
  ends_at?: number | null;
  /** missing: null */
  began_at?: number | null;
  /** missing: null */
  ended_at?: number | null;
}

/** `n`: its place among the spaces, from 1. */
export interface SpaceRecord {
  kind: "space";
  id: string;
  n: number;
  name: string;
  /** missing: 0 */
  capacity?: number;
  /** missing: "" */
  access?: string;
  /** missing: false */
  strict?: boolean;
  /** missing: [] */
  shut?: string[];
}

/**
 * A topic on the wall, under the topic's id. `ends_at`: where it was extended. `interest`: how many people marked
 * it.
 */
export interface SessionRecord {
  kind: "session";
  id: string;
  slot: string;
  space: string;
  /** missing: "to_come" */
  state?: string;
  /** missing: null */
  ends_at?: number | null;
  /** missing: 0 */
  interest?: number;
}

/**
 * `attendance:SESSION`, for everyone: how many are there now, and how many have been there at all. There is none
 * before anybody came.
 */
export interface AttendanceRecord {
  kind: "attendance";
  id: string;
  /** missing: 0 */
  here?: number;
  /** missing: 0 */
  been?: number;
}

/**
 * `whereabouts:PERSON`, for that person (helpers and facilitators too, where they are on paper): the session they
 * are in, and the space where it met when they came in.
 */
export interface WhereaboutsRecord {
  kind: "whereabouts";
  id: string;
  session: string;
  /** missing: "" */
  space?: string;
}

/**
 * `parted:PERSON`, for that person: the session they were in when it ended, or went elsewhere, until they are in
 * one again, or have moved on.
 */
export interface PartedRecord {
  kind: "parted";
  id: string;
  session: string;
}

/**
 * `report:SESSION`, for everyone in the room, once the step of the sessions has opened: who has the pen (a person's
 * id, or a facilitator's or helper's: `staff`), who asks for it, and which parts say something. `since` (ms): when it
 * was taken, or last proposed something; when it last wrote, the texts tell.
 */
export interface ReportRecord {
  kind: "report";
  id: string;
  /** missing: null */
  pen?: string | null;
  /** missing: "" */
  name?: string;
  /** missing: false */
  staff?: boolean;
  /** missing: 0 */
  since?: number;
  /** missing: [] */
  asking?: Asking[];
  /** missing: [] */
  filled?: string[];
}

/** `text:SESSION.FIELD`, on request: what this part of a report says, and since when (ms; 0: never written). */
export interface TextRecord {
  kind: "text";
  id: string;
  session: string;
  field: string;
  /** missing: "" */
  text?: string;
  /** missing: 0 */
  at?: number;
}

/**
 * `versions:SESSION`, on request: the history of a report, oldest first; at most the last 100, and as many
 * that were set aside.
 */
export interface VersionsRecord {
  kind: "versions";
  id: string;
  /** missing: [] */
  versions?: VersionLine[];
}

/** `version:SESSION.N`, on request: what the parts it changed said at its end. */
export interface VersionRecord {
  kind: "version";
  id: string;
  /** missing: {} */
  texts?: Record<string, string>;
}

/**
 * `state`: "open", "suspended", "closed" (until `seals_at`, ms, it may be reopened) or "sealed".
 * `electorate`: how many may vote, where that is frozen.
 */
export interface RoundRecord {
  kind: "round";
  id: string;
  step: string;
  state: string;
  /** missing: null */
  seals_at?: number | null;
  /** missing: false */
  revealed?: boolean;
  /** missing: null */
  electorate?: number | null;
}

/**
 * `ballot:ROUND.PERSON`, for that person until sealing: their dots by item, and how many are left.
 *
 * `themes`: where a round has a limit per theme, how many they may still stick under each, and ("") under none.
 */
export interface BallotRecord {
  kind: "ballot";
  id: string;
  round: string;
  left: number;
  /** missing: {} */
  dots?: Record<string, number>;
  /** missing: {} */
  themes?: Record<string, number>;
}

/**
 * `paper:ROUND`, for facilitators and helpers until sealing: what ballots on paper need.
 *
 * `choices`: whatever dots could ever go on in this round, the first one being number 1; `gone`: those of them that
 * are not there any more, "hidden" or "gone". `awaited`: the people on paper whose ballot is not in.
 */
export interface PaperRecord {
  kind: "paper";
  id: string;
  /** missing: [] */
  choices?: string[];
  /** missing: {} */
  gone?: Record<string, string>;
  /** missing: [] */
  awaited?: string[];
}

/**
 * `tally:ROUND`, for everyone once revealed, or while the round runs where its totals are shown: items with dots,
 * most first, ties in board order. `choices`: how many things there are to stick dots on, those with dots included.
 */
export interface TallyRecord {
  kind: "tally";
  id: string;
  /** missing: 0 */
  dots?: number;
  /** missing: 0 */
  voters?: number;
  /** missing: [] */
  counts?: Count[];
  /** missing: 0 */
  choices?: number;
}

/**
 * `screen:this`, for facilitators and the screen: what it is to show instead of the open step, and since when (ms)
 * it is to hold still. `aside`: what the room is not shown because it belongs further on (`ideas BOARD`,
 * `clusters BOARD`, `themes`, `topics`).
 */
export interface ScreenRecord {
  kind: "screen";
  id: string;
  /** missing: null */
  spotlight?: string | null;
  /** missing: null */
  frozen_at?: number | null;
  /** missing: [] */
  aside?: string[];
}

/**
 * Somebody speaks or everybody listens: a welcome, a reading aloud, a closing. points: said one under the other;
 * law: the one thing to keep in mind.
 */
export interface Talk {
  kind: "talk";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  /** at most 8 long */
  points: string[];
  law: string;
}

/**
 * Everyone writes ideas on a board.
 *
 * private: from whom an idea is hidden until it is shown: nobody, other participants (and the screen), or everyone,
 * the facilitator too. authors: who sees who wrote an idea. each: how many ideas a person may post here (0: as many
 * as the workshop's limit). late: whether a new idea is taken in once the step has closed. by: facilitators, where the
 * board is a prepared list; reports, where it holds what the reports of sessions propose.
 */
export interface Gather {
  kind: "gather";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  board: Id;
  private: Private;
  authors: Authors;
  /** from 0 to 100 */
  each: number;
  late: boolean;
  by: "everyone" | "facilitators" | "reports";
}

/** Bring together what says the same. by: who may move ideas while the step is open (facilitators always may). */
export interface Arrange {
  kind: "cluster";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  board: Id;
  by: "facilitators" | "everyone";
}

/**
 * A round of dots on a board's clusters, ideas or both, or on the sessions of an open forum for their reports.
 *
 * budget: dots each; maximum: dots of one person on one item; per_theme: dots of one person under one theme, and
 * under none (0: as many as the budget). totals: whether everyone sees them while the round runs. electorate: who
 * votes: whoever is there, or only who had joined when the round began.
 */
export interface Vote {
  kind: "vote";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  board: Id;
  on: "clusters" | "ideas" | "both" | "reports";
  /** from 1 to 50 */
  budget: number;
  /** from 1 to 50 */
  maximum: number;
  /** from 0 to 50 */
  per_theme: number;
  totals: "hidden" | "shown";
  electorate: "open" | "frozen";
}

/**
 * Everyone proposes topics, and their conveners place them on the wall. each: how many topics a person may propose
 * (0: as many as the workshop takes).
 */
export interface Market {
  kind: "market";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  /** from 0 to 20 */
  each: number;
}

/**
 * The circles meet, slot by slot, and write their reports.
 *
 * board: where what they propose becomes ideas. canvas: what a report is made of. late_topics: whether topics may
 * still be proposed.
 */
export interface Sessions {
  kind: "sessions";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
  board: Id;
  private: Private;
  authors: Authors;
  /** from 0 to 100 */
  each: number;
  late: boolean;
  by: "everyone" | "facilitators" | "reports";
  /** at least 1 at most 12 long */
  canvas: Field[];
  late_topics: boolean;
}

/** The reports are finished, and read together. */
export interface Proceedings {
  kind: "proceedings";
  id: Id;
  title: string;
  prompt: string;
  /** from 0 to 600 */
  minutes: number;
}

/** The shared part of what a role may see, at `seq`; say Hello with that `since` to get the rest. */
export interface View {
  seq: number;
  life: string;
  /** missing: [] */
  put?: AnyRecord[];
  /** missing: [] */
  at?: number[];
}

/** A recipe as one workshop uses it: in one language, with the themes, spaces and slots it starts with. */
export interface Format {
  name: string;
  /** at least 1 at most 50 long */
  steps: AnyStep[];
  themes: string[];
  /** at most 20 long */
  spaces: SpacePlan[];
  /** at most 30 long */
  slots: SlotPlan[];
}

export interface NewIdea {
  idea: Id;
  text: string;
}

export interface Asking {
  person: string;
  /** missing: "" */
  name?: string;
  /** missing: false */
  staff?: boolean;
}

/**
 * One version: from when to when (ms), by whom ("": not known any more, or nobody with a name), which parts.
 * `aside`: it was written without the pen, and is not in the text.
 */
export interface VersionLine {
  n: number;
  since: number;
  until: number;
  /** missing: "" */
  name?: string;
  /** missing: false */
  staff?: boolean;
  /** missing: [] */
  fields?: string[];
  /** missing: false */
  aside?: boolean;
}

/**
 * One line of a tally. `rank`: 1 for the most; items with as many dots share it (1, 2, 2, 4).
 *
 * `spread`: how many ballots have 1, 2, 3… dots on it. `voters` 0 and no spread: not known, for what was merged or
 * unmerged after sealing.
 */
export interface Count {
  on: string;
  dots: number;
  voters: number;
  rank: number;
  /** missing: [] */
  spread?: number[];
}

/** One part of a report's canvas. kind: text; or ideas, which go on the board of the step (one part at most). */
export interface Field {
  id: FieldId;
  title: string;
  hint: string;
  kind: "text" | "ideas";
}

/**
 * A space as a format declares it. capacity 0: not said. access: how one gets in, hears and sits there. strict: a
 * full one takes nobody more. shut: the slots at which it cannot be used, by their place in the format, from 1.
 */
export interface SpacePlan {
  name: string;
  /** from 0 to 10000 */
  capacity: number;
  access: string;
  strict: boolean;
  /** at most 30 long */
  shut: number[];
}

/**
 * A slot as a format declares it, on the clock of the place: "14:00". day: "2026-11-22", or "" for the day of the
 * workshop.
 */
export interface SlotPlan {
  /** matches `^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$` */
  starts: string;
  /** matches `^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$` */
  ends: string;
  /** matches `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$` */
  day: string;
}

export type FromClient =
  | Hello
  | Do
  | Watch
  | Unwatch
  | Resync
  | Hold;

export type FromServer =
  | Welcome
  | Delta
  | Ack
  | Refused
  | Wait
  | Beat
  | Here
  | Held
  | Bye;

export type AnyCommand =
  | CreateWorkshop
  | DescribeWorkshop
  | OpenStep
  | CloseStep
  | StartTimebox
  | PauseTimebox
  | ExtendTimebox
  | OpenMeeting
  | CloseMeeting
  | LockDoor
  | UnlockDoor
  | Join
  | Rename
  | Finish
  | AddPerson
  | MergePeople
  | PostIdea
  | AddIdeas
  | EditIdea
  | WithdrawIdea
  | HideIdea
  | RestoreIdea
  | AcceptIdea
  | RevealIdeas
  | EraseMe
  | RemovePerson
  | ReportIdea
  | DismissReports
  | MakeTheme
  | NameTheme
  | OrderTheme
  | RemoveTheme
  | MakeCluster
  | NameCluster
  | FileCluster
  | OrderCluster
  | MoveIdeas
  | UngroupCluster
  | MergeClusters
  | UnmergeCluster
  | Undo
  | ProposeTopic
  | EditTopic
  | WithdrawTopic
  | ConveneTopic
  | HideTopic
  | RestoreTopic
  | MergeTopics
  | DeclineMerge
  | UnmergeTopic
  | MarkInterest
  | PutSlot
  | RemoveSlot
  | ShiftSlots
  | StartSlot
  | ExtendSlot
  | EndSlot
  | PutSpace
  | MoveSpace
  | RemoveSpace
  | PlaceTopic
  | UnplaceTopic
  | ExtendSession
  | EndSession
  | ImHere
  | MoveOn
  | TakePen
  | LayPen
  | AskPen
  | HandPen
  | WriteReport
  | SetAside
  | PostProposed
  | EditProposed
  | WithdrawProposed
  | SetDots
  | EnterBallot
  | CloseRound
  | ReopenRound
  | RevealRound
  | SealRound
  | AddStep
  | EditStep
  | MoveStep
  | RemoveStep
  | Spotlight
  | FreezeScreen
  | UnfreezeScreen
  | StartRehearsal
  | ClearRehearsal;

export type AnyRecord =
  | WorkshopRecord
  | AgendaRecord
  | StepRecord
  | PersonRecord
  | CrowdRecord
  | BoardRecord
  | IdeaRecord
  | HistoryRecord
  | MineRecord
  | AuthorRecord
  | EnteredRecord
  | LeftRecord
  | LateRecord
  | HiddenRecord
  | ReportedRecord
  | ThemeRecord
  | ClusterRecord
  | PlaceRecord
  | MergedRecord
  | TopicRecord
  | TopicAsideRecord
  | InterestRecord
  | SlotRecord
  | SpaceRecord
  | SessionRecord
  | AttendanceRecord
  | WhereaboutsRecord
  | PartedRecord
  | ReportRecord
  | TextRecord
  | VersionsRecord
  | VersionRecord
  | RoundRecord
  | BallotRecord
  | PaperRecord
  | TallyRecord
  | ScreenRecord;

export type AnyStep =
  | Talk
  | Gather
  | Arrange
  | Vote
  | Market
  | Sessions
  | Proceedings;

export type Kind = AnyRecord["kind"];
export type RecordOf<K extends Kind> = Extract<AnyRecord, { kind: K }>;
export type CommandOf<T extends AnyCommand["type"]> = Extract<AnyCommand, { type: T }>;

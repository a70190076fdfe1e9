// Written by `python -m server.reference` from the Python types. Do not edit.

export const VERSION = 1;

/** Commands not yet answered, at most. */
export const IN_FLIGHT = 32;

/** A pen that has written nothing for so long (ms) may be taken by anybody. */
export const SILENCE_MS = 120000;

/** How much of each thing one workshop may hold, unless its operator set another limit. */
export const LIMITS = {
  idea: 2000,
  title: 200,
  name: 40,
  ideas_each: 100,
  ideas: 5000,
  clusters: 500,
  themes: 50,
  steps: 50,
  proposals: 200,
  proposal_text: 102400,
  dots: 50,
  move_ideas: 200,
  topics: 200,
  topic_words: 500,
  spaces: 20,
  slots: 30,
  report: 51200,
  report_field: 8000,
};

/** Close codes of the socket. */
export const CLOSE = {
  /** a newer connection of the same client: do not come back */
  SUPERSEDED: 4001,
  /** the seat or its link was revoked: do not come back */
  REVOKED: 4003,
  /** reload the page */
  VERSION_OLD: 4009,
};

/** Kinds of record that go only to who watches their key, and that no beat's sum counts. */
export const ON_REQUEST: readonly string[] = ["history", "text", "versions", "version"];

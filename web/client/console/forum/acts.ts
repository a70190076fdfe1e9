// What this page does to the wall: each act is sent, said aloud, and told where it was caused if it is refused.

import { cellOf, titleOf } from '../../grid';
import { _ } from '../../i18n';
import { refusal } from '../../parts';
import type { AnyCommand } from '../../protocol';
import type { Desk } from '../desk';
import { focusOn } from '../lists';
import { placeName } from './slots';

/** A refusal on the wall, read or tried again. */
export function forget(desk: Desk): void {
  desk.refusedCell.value = '';
  desk.forget('wall');
}

/** To this cell, from wherever it is. `at`: where a refusal is to be read; the topic then stays where it was. */
export async function place(desk: Desk, topic: string, slot: string, space: string, at = 'wall'): Promise<boolean> {
  const title = nameOf(desk, topic);
  const where = placeName(desk.reader, desk.reader.get('slot', slot), desk.reader.get('space', space));
  const told = (said: string) => _('“{title}” is not placed there ({place}). {why}', { title, place: where, why: said });
  return act(desk, at, { type: 'PlaceTopic', topic, slot, space }, _('“{title}” placed: {place}.', { title, place: where }), told, cellOf(slot, space));
}

export async function takeOff(desk: Desk, topic: string, at = 'wall'): Promise<boolean> {
  const title = nameOf(desk, topic);
  const told = (said: string) => _('“{title}” stays on the wall. {why}', { title, why: said });
  return act(desk, at, { type: 'UnplaceTopic', topic }, _('“{title}” is off the wall.', { title }), told);
}

async function act(desk: Desk, at: string, command: AnyCommand & { topic: string }, said: string, told: (why: string) => string, cell = ''): Promise<boolean> {
  forget(desk);
  desk.moved.add(command.topic);
  desk.say(said);
  const verdict = await desk.app.send(command);
  desk.moved.delete(command.topic);
  if (verdict.ok) return true;
  const why = refusal(desk.app, verdict);
  desk.refuse(at, command, { said: told(why.said), then: why.then });
  // In a dialog it is read there.
  if (at === 'wall') desk.refusedCell.value = cell;
  return false;
}

function nameOf(desk: Desk, topic: string): string {
  const found = desk.reader.get('topic', topic);
  return found ? titleOf(found) : '';
}

/** Asked before a topic leaves the tray: then it puts the focus on the one that follows, else on where it went. */
export function nextInTray(topic: string): () => void {
  const cards = [...document.querySelectorAll<HTMLElement>('.tray [data-topic]')];
  const at = cards.findIndex(card => card.dataset['topic'] === topic);
  const next = at < 0 ? undefined : (cards[at + 1] ?? cards[at - 1])?.dataset['topic'];
  return () => focusOn(next ? `.tray [data-topic="${next}"] [data-item]` : `.desk-wall [data-session="${topic}"]`);
}

export function openTopic(desk: Desk, topic: string): void {
  desk.dialog.value = { is: 'forum', show: { of: 'topic', topic } };
}

export function openPlacing(desk: Desk, topic: string): void {
  desk.dialog.value = { is: 'forum', show: { of: 'place', topic } };
}

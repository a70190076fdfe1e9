// The dialogs of the open forum, fetched together when the first is asked for.

import type { CloseStep, OpenStep } from '../../protocol';
import type { Desk } from '../desk';
import { FillDialog } from './fill';
import { LeavingDialog } from './leaving';
import { NewTopicDialog } from './new';
import { PlaceDialog } from './place';
import { PlanDialog } from './plan';
import { SlotDialog } from './slot';
import { SpaceDialog } from './space';
import { TopicDialog } from './topic';

export type ForumDialog =
  | { of: 'topic'; topic: string }
  | { of: 'place'; topic: string }
  /** Which topic goes into this cell. */
  | { of: 'fill'; slot: string; space: string }
  | { of: 'new' }
  /** A place for each topic that has none. */
  | { of: 'plan' }
  /** Null: a new one. */
  | { of: 'space'; space: string | null }
  | { of: 'slot'; slot: string | null }
  /** A step that ends while a slot runs. */
  | { of: 'leaving'; command: OpenStep | CloseStep };

export function ForumDialogs({ desk, show }: { desk: Desk; show: ForumDialog }) {
  switch (show.of) {
    case 'topic': return <TopicDialog desk={desk} id={show.topic} />;
    case 'place': return <PlaceDialog desk={desk} id={show.topic} />;
    case 'fill': return <FillDialog desk={desk} slot={show.slot} space={show.space} />;
    case 'new': return <NewTopicDialog desk={desk} />;
    case 'plan': return <PlanDialog desk={desk} />;
    case 'space': return <SpaceDialog desk={desk} id={show.space} />;
    case 'leaving': return <LeavingDialog desk={desk} command={show.command} />;
    case 'slot': return <SlotDialog desk={desk} id={show.slot} />;
  }
}

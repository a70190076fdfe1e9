// The room's screen as the desk draws it: fetched apart, for one can begin without it.

import { useRef } from 'preact/hooks';
import { asRoom } from '../screen/room';
import { Stage } from '../screen/stage';
import type { Desk } from './desk';

export function Drawn({ desk }: { desk: Desk }) {
  const room = useRef(asRoom(desk.reader)).current;
  return <Stage room={room} door={desk.door} tick={desk.app.tick} watch={desk.app.watch} lasting />;
}

// The one dialog that is open. What is not needed at every workshop, or not at once, comes when it is first asked for.

import { _ } from '../i18n';
import { doorOf } from '../screen/door';
import { Qr } from '../screen/joining';
import { boardOf } from '../screen/room';
import { Modal } from './bits';
import type { Desk } from './desk';
import { IdeaDialog } from './idea';
import { later } from './later';
import { MoveDialog } from './move';
import { ClusterDialog, ThemeDialog } from './naming';
import { PreviewDialog } from './stagehand';

const MergeDialog = later(() => import('./extra').then(part => part.MergeDialog));
const StepDialog = later(() => import('./extra').then(part => part.StepDialog));
const WorkshopDialog = later(() => import('./extra').then(part => part.WorkshopDialog));
const PeopleDialog = later(() => import('./extra').then(part => part.PeopleDialog));
const PersonDialog = later(() => import('./extra').then(part => part.PersonDialog));
const PasteDialog = later(() => import('./extra').then(part => part.PasteDialog));
const ReportsDialog = later(() => import('./extra').then(part => part.ReportsDialog));
const RevealDialog = later(() => import('./extra').then(part => part.RevealDialog));
const ShowDialog = later(() => import('./extra').then(part => part.ShowDialog));
const ClearDialog = later(() => import('./extra').then(part => part.ClearDialog));
const TestDialog = later(() => import('./extra').then(part => part.TestDialog));
const CopyDialog = later(() => import('./extra').then(part => part.CopyDialog));
const ForumDialogs = later(() => import('./forum/dialogs').then(part => part.ForumDialogs));
const PaperDialog = later(() => import('./onpaper').then(part => part.PaperDialog));

export function Opened({ desk }: { desk: Desk }) {
  const dialog = desk.dialog.value;
  const step = desk.step();
  switch (dialog?.is) {
    case 'idea': return <IdeaDialog key={dialog.idea} desk={desk} id={dialog.idea} hiding={dialog.hiding} back={dialog.back} />;
    case 'move': return <MoveDialog key="move" desk={desk} {...dialog} board={step ? boardOf(step) : ''} />;
    case 'merge': return <MergeDialog key="merge" desk={desk} id={dialog.cluster} into={dialog.into} />;
    case 'cluster': return <ClusterDialog key="cluster" desk={desk} id={dialog.cluster} />;
    case 'theme': return <ThemeDialog key="theme" desk={desk} id={dialog.theme} />;
    case 'preview': return <PreviewDialog key="preview" desk={desk} />;
    case 'door': return <DoorDialog key="door" desk={desk} />;
    case 'step': return <StepDialog key={`step:${dialog.step}`} desk={desk} id={dialog.step} after={dialog.after ?? null} />;
    case 'workshop': return <WorkshopDialog key="workshop" desk={desk} />;
    case 'people': return <PeopleDialog key="people" desk={desk} only={dialog.only} />;
    case 'person': return <PersonDialog key={`person:${dialog.person}`} desk={desk} id={dialog.person} />;
    case 'paper': return <PaperDialog key={`paper:${dialog.person}`} desk={desk} person={dialog.person} adding={dialog.adding} />;
    case 'paste': return <PasteDialog key="paste" desk={desk} board={dialog.board || boardOf(step)} />;
    case 'reports': return <ReportsDialog key="reports" desk={desk} />;
    case 'reveal': return <RevealDialog key={`reveal:${dialog.round}`} desk={desk} id={dialog.round} />;
    case 'show': return <ShowDialog key="show" desk={desk} />;
    case 'clear': return <ClearDialog key="clear" desk={desk} />;
    case 'test': return <TestDialog key="test" desk={desk} />;
    case 'copy': return <CopyDialog key="copy" desk={desk} />;
    case 'forum': return <ForumDialogs key={JSON.stringify(dialog.show)} desk={desk} show={dialog.show} />;
    default: return null;
  }
}

function DoorDialog({ desk }: { desk: Desk }) {
  const door = doorOf();
  return (
    <Modal title={_('To join')} onClose={() => (desk.dialog.value = null)}>
      <div class="db door">
        <Qr door={door} />
        <p class="code num">{door.code}</p>
        <p>{door.address}</p>
        <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'test' })}>
          {_('Test the network with a phone…')}
        </button>
      </div>
    </Modal>
  );
}

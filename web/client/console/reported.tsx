// The ideas that were reported, one under the other: hidden with a reason, or left as they are.

import { _ } from '../i18n';
import { Act, Modal, Refusal } from './bits';
import type { Desk } from './desk';
import { reported, Whys } from './reports';

export function ReportsDialog({ desk }: { desk: Desk }) {
  const ideas = reported(desk);
  return (
    <Modal title={_('Reported ideas')} onClose={() => (desk.dialog.value = null)}>
      <div class="db reports">
        <p class="small soft">{_('Who reported them is told to nobody.')}</p>
        <Refusal desk={desk} at="idea" />
        {ideas.map(id => <One key={id} desk={desk} id={id} />)}
        {!ideas.length && <p class="empty">{_('Nothing left to read.')}</p>}
      </div>
    </Modal>
  );
}

function One({ desk, id }: { desk: Desk; id: string }) {
  const idea = desk.reader.get('idea', id);
  const report = desk.reader.get('reported', id);
  if (!idea || !report) return null;
  return (
    <section>
      <blockquote class="paper voice quote">{idea.text}</blockquote>
      <Whys count={report.count} whys={report.whys ?? []} />
      <div class="row wrap">
        <button type="button" class="btn small" onClick={() => (desk.dialog.value = { is: 'idea', idea: id, hiding: true, back: { is: 'reports' } })}>
          {_('Hide…')}
        </button>
        <Act desk={desk} at="idea" class="small" command={{ type: 'DismissReports', idea: id }}>
          {_('Leave it')}
        </Act>
      </div>
    </section>
  );
}

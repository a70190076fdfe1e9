// What is folded on the board: themes that are shut, clusters that are open. One page's own; nobody else sees it.

import type { Signal } from '@preact/signals';
import { _ } from '../i18n';

export interface Folds {
  themes: ReadonlySet<string>;
  clusters: ReadonlySet<string>;
}

export function toggle(folds: Signal<Folds>, kind: keyof Folds, id: string): void {
  const ids = new Set(folds.value[kind]);
  if (!ids.delete(id)) ids.add(id);
  folds.value = { ...folds.value, [kind]: ids };
}

/** Right unfolds, left folds, as in any tree of files. */
export function fold(folds: Signal<Folds>, { key, target, altKey }: KeyboardEvent): void {
  if ((key !== 'ArrowLeft' && key !== 'ArrowRight') || altKey || !(target instanceof HTMLElement)) return;
  const { themeId, clusterId } = target.dataset;
  if (clusterId !== undefined && folds.value.clusters.has(clusterId) === (key === 'ArrowLeft')) toggle(folds, 'clusters', clusterId);
  if (themeId !== undefined && folds.value.themes.has(themeId) === (key === 'ArrowRight')) toggle(folds, 'themes', themeId);
}

export function FoldAll({ folds, themes }: { folds: Signal<Folds>; themes: string[] }) {
  const some = folds.value.themes.size > 0;
  return (
    <button type="button" class="btn bare small flush" onClick={() => (folds.value = { ...folds.value, themes: new Set(some ? [] : themes) })}>
      {some ? _('Unfold all') : _('Fold all')}
    </button>
  );
}

export function Chevron() {
  return (
    <svg class="ic chevron" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m6 9 6 6 6-6" />
    </svg>
  );
}

// What the console fetches apart, in one piece: most of it is for before the workshop, or for one person at a time.

export { CopyDialog, TestDialog } from './aside';
export { ClearDialog } from './clear';
export { StepDialog, WorkshopDialog } from './editor';
export { MergeDialog } from './merge';
export { PasteDialog } from './paste';
export { PeopleDialog } from './people';
export { ReportsDialog } from './reported';
export { RevealDialog } from './revealing';
export { ShowDialog } from './show';
export { PersonDialog } from './someone';

// The page says how to get in: the records, which exports also read, never do.

import type { Door } from './room';

/** `<template id="door" data-code data-address>` around the QR. */
export function doorOf(): Door {
  const door = document.getElementById('door') as HTMLTemplateElement | null;
  return { code: door?.dataset['code'] ?? '', address: door?.dataset['address'] ?? location.host, qr: door?.innerHTML.trim() ?? '' };
}

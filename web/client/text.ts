// Text as the server will count and keep it.

/** Characters, as people count them. */
export const length = (text: string) => [...text.normalize('NFC').trim()].length;

/** Half a character, left by a careless cut, would be refused. */
export const whole = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));

/** As one searches: neither case nor accents count. */
export const plain = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().trim();

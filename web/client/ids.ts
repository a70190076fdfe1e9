// Ids are made here, not by the server: sending the same thing twice is then harmless. Works on plain http too.

function random(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...drawn)).replace(/\+/g, '-').replace(/\//g, '_');
}

/** The id of a new thing: 12 characters, 72 bits. */
export const newId = () => random(9);

/** The id of one page load: 24 characters, 144 bits. */
export const newClient = () => random(18);

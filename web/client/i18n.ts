// What the tool says, in the reader's language: English in the source, gettext catalogues for the others.

export type Messages = Record<string, string | string[] | Record<string, string>>;
type Blanks = Record<string, string | number>;

let language = 'en';
let messages: Messages = {};
let few = (n: number) => n !== 1;

/** Called once, before anything is said. `catalogue`: what messages.LANGUAGE.json holds; null: English. */
export function speak(to: string, catalogue: Messages | null): void {
  language = to;
  messages = catalogue ?? {};
  const header = messages[''] as Record<string, string> | undefined;
  // No rule is run as code (the page's policy forbids it): the languages we have know two forms and one of two rules.
  few = header && /n\s*>\s*1/.test(header['plural-forms'] ?? '') ? n => n > 1 : n => n !== 1;
}

export function _(text: string, blanks: Blanks = {}): string {
  return fill((messages[text] as string | undefined) || text, blanks);
}

/** `n` chooses the form and fills `{n}`. */
export function ngettext(one: string, several: string, n: number, blanks: Blanks = {}): string {
  const forms = (messages[one] as string[] | undefined) ?? [one, several];
  return fill(forms[few(n) ? 1 : 0] || several, { n, ...blanks });
}

export function fill(text: string, blanks: Blanks): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = blanks[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

export const number = (n: number) => n.toLocaleString(language);

export const spoken = () => language;

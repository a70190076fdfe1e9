// The two functions we use; its own types would bring those of Node.js with them.

declare module 'papaparse' {
  interface Options {
    delimitersToGuess?: string[];
    skipEmptyLines?: 'greedy';
  }
  interface Api {
    parse(text: string, options?: Options): { data: string[][] };
    unparse(rows: readonly (readonly string[])[]): string;
  }
  const api: Api;
  export default api;
}

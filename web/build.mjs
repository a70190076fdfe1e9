// Bundles client/ and styles/ into the folder given, under names made from their content, with what the pages ask for in manifest.json.
import { build } from 'esbuild';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const outdir = process.argv[2];
// Phones apart, and the console: cut up with all the others, what they load first would be in a dozen small files.
const phone = ['client/participant.tsx', 'styles/participant.css'];
const desk = ['client/console.tsx', 'styles/console.css'];
const faces = ['helper', 'screen'];
const sheets = [...faces, 'forum', 'guide', 'page', 'print', 'printing'];
const others = [...faces.map(name => `client/${name}.tsx`), 'client/link.ts', 'client/print.ts', ...sheets.map(name => `styles/${name}.css`)];

const bundled = entryPoints => build({
  entryPoints, outdir, bundle: true, minify: true, splitting: true, format: 'esm', metafile: true, charset: 'utf8', logLevel: 'warning',
  target: ['es2020', 'safari13.1', 'chrome80'], supported: { destructuring: true },
  entryNames: '[name]-[hash]', chunkNames: 'c-[hash]', assetNames: '[name]-[hash]',
  jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none',
});
const built = await Promise.all([phone, desk, others].map(bundled));
const made = Object.assign({}, ...built.map(({ metafile }) => manifest(metafile.outputs)));
Object.assign(made[phone[0]], forum(built[0].metafile));
await writeFile(`${outdir}/manifest.json`, JSON.stringify(made, null, 1));
await Promise.all((await readdir(outdir)).filter(name => /\.(js|css|json|svg)$/.test(name) && name !== 'manifest.json').map(compress));

// "client/participant.tsx" → {file, imports: every chunk it needs at once}; lazy chunks are not listed. A phone's has more: the
// `sources` it is made of, lazy ones included, since their words go with its page; but of the open forum, which few workshops
// have, `forum`: its own sources, the chunks that come with it, and with its circles.
function manifest(outputs) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint)
    .filter(([file, { entryPoint }]) => /^(client\/[^/]+\.tsx?|styles\/)/.test(entryPoint) && !basename(file).startsWith('c-'));
  return Object.fromEntries(entries.map(([file, output]) =>
    [output.entryPoint, { file: basename(file), imports: [...chunks(outputs, file, new Set())].map(path => basename(path)) }]));
}

function chunks(outputs, file, seen) {
  for (const { kind, path } of outputs[file].imports) {
    if (kind === 'import-statement' && !seen.has(path)) chunks(outputs, path, seen.add(path));
  }
  return seen;
}

function forum({ inputs, outputs }) {
  const lazy = 'client/forum/forum.tsx';
  const made = from => [...sources(inputs, from, new Set())].filter(path => path.startsWith('client/')).sort();
  const found = made('client/participant.tsx').filter(path => path !== lazy);
  const all = made(lazy).filter(path => !found.includes(path));
  const files = from => {
    const [file] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === from);
    return [file, ...chunks(outputs, file, new Set())].map(path => basename(path));
  };
  return { sources: found, forum: { sources: all, files: files(lazy), circles: files('client/forum/sessions.tsx') } };
}

function sources(inputs, file, seen) {
  seen.add(file);
  for (const { path } of inputs[file]?.imports ?? []) {
    if (!seen.has(path) && path !== 'client/forum/forum.tsx') sources(inputs, path, seen);
  }
  return seen;
}

async function compress(name) {
  const path = `${outdir}/${name}`;
  const bytes = await readFile(path);
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

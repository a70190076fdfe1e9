// Bundles client/ and styles/ into the folder given, under names made from their content, with what the pages ask for in manifest.json.
import { build } from 'esbuild';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const outdir = process.argv[2];
const faces = ['participant', 'console', 'screen'];
const sheets = [...faces, 'page', 'print'];

const { metafile } = await build({
  entryPoints: [...faces.map(name => `client/${name}.tsx`), 'client/link.ts', ...sheets.map(name => `styles/${name}.css`)],
  outdir, bundle: true, minify: true, splitting: true, format: 'esm', metafile: true, charset: 'utf8', logLevel: 'warning',
  target: ['es2020', 'safari13.1', 'chrome80'], supported: { destructuring: true },
  entryNames: '[name]-[hash]', chunkNames: 'c-[hash]', assetNames: '[name]-[hash]',
  jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none',
});
await writeFile(`${outdir}/manifest.json`, JSON.stringify(manifest(metafile.outputs), null, 1));
await Promise.all((await readdir(outdir)).filter(name => /\.(js|css|json|svg)$/.test(name) && name !== 'manifest.json').map(compress));

// "client/participant.tsx" → {file, imports: every chunk it needs at once}; lazy chunks are not listed.
function manifest(outputs) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint)
    .filter(([, output]) => /^(client\/[^/]+\.tsx?|styles\/)/.test(output.entryPoint));
  return Object.fromEntries(entries.map(([file, output]) =>
    [output.entryPoint, { file: basename(file), imports: [...chunks(outputs, file, new Set())].map(path => basename(path)) }]));
}

function chunks(outputs, file, seen) {
  for (const { kind, path } of outputs[file].imports) {
    if (kind === 'import-statement' && !seen.has(path)) chunks(outputs, path, seen.add(path));
  }
  return seen;
}

async function compress(name) {
  const path = `${outdir}/${name}`;
  const bytes = await readFile(path);
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

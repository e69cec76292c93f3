// Budgets of what a browser loads, gzip: script of a screen with everything it imports at once, and all style sheets.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = fileURLToPath(new URL('../node_modules/.cache/size', import.meta.url));

// The start page imports the sign-in dynamically, but never runs without it.
const msal = 'src/lib/auth/msal-auth-client.ts';
const budgets = [
  // Counted without the sign-in library, which a browser that comes by a personal link will not load.
  { screen: 'my page', entries: ['index.html', 'src/features/my/my-page.tsx'], script: 160, style: 20 },
  { screen: 'board', entries: ['index.html', msal, 'src/features/board/board-page.tsx'], script: 290, style: 20 },
];

await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true, manifest: true } });
const manifest = JSON.parse(readFileSync(`${outDir}/.vite/manifest.json`, 'utf8'));

/** All files that loading these entries loads at once. */
function loaded(entries) {
  const files = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const sheet of chunk.css ?? []) files.add(sheet);
    for (const next of chunk.imports ?? []) visit(next);
  };
  entries.forEach(visit);
  return [...files];
}

const kilobytes = (files) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(`${outDir}/${file}`), { level: 9 }).length, 0) / 1000;

let over = false;
for (const { screen, entries, script, style } of budgets) {
  const files = loaded(entries);
  for (const [kind, limit, end] of [
    ['script', script, '.js'],
    ['style', style, '.css'],
  ]) {
    const size = kilobytes(files.filter((file) => file.endsWith(end)));
    const verdict = size <= limit ? 'ok' : 'TOO LARGE';
    over ||= size > limit;
    console.log(`${screen} ${kind}: ${size.toFixed(1)} of ${limit} KB ${verdict}`);
  }
}
process.exit(over ? 1 : 0);

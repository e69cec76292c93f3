import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const folders = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === 'locale.en.ts')
  .map((entry) => path.relative(root, entry.parentPath));

const read = (folder: string, file: string) => readFileSync(path.join(root, folder, file), 'utf8');
const keysIn = (text: string) => [...text.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, key]) => key!);
const baseOf = (key: string) => key.replace(/_(zero|one|other)$/, '');

/** The sources that may use a folder's texts: those beside them, since texts are registered by folder. */
const sourcesOf = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^locale\./.test(file))
    .map((file) => read(folder, file))
    .join('\n');

/** A key stands in quotes where it is used or listed, or is made from a beginning: t(`state-${state}`). */
function isUsed(key: string, sources: string): boolean {
  const beginnings = [...sources.matchAll(/`([\w-]+)\$\{/g)].map(([, beginning]) => beginning!);
  return new RegExp(`['"\`]${key}['"\`]`).test(sources) || beginnings.some((beginning) => key.startsWith(beginning));
}

it('finds texts in every folder that has some', () => {
  expect(folders.length).toBeGreaterThan(8);
  for (const folder of folders) expect(keysIn(read(folder, 'locale.en.ts')).length, folder).toBeGreaterThan(5);
});

describe.each(folders)('the texts of %s', (folder) => {
  const english = keysIn(read(folder, 'locale.en.ts'));
  const sources = sourcesOf(folder);

  it('are all used', () => {
    expect([...new Set(english.map(baseOf))].filter((key) => !isUsed(key, sources))).toEqual([]);
  });

  it('are all there: what the code asks for, in both languages, each once', () => {
    const known = new Set(english.map(baseOf));
    const asked = [...sources.matchAll(/\bt\(\s*'([\w-]+)'/g)].map(([, key]) => key!);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    expect(keysIn(read(folder, 'locale.de.ts'))).toEqual(english);
    expect(new Set(english).size).toBe(english.length);
  });

  it('name the same values in both languages', () => {
    const valuesIn = (text: string) =>
      Object.fromEntries(
        [...text.matchAll(/^ {2}'?([\w-]+)'?:\s*(.*(?:\n {4}.*)?)/gm)].map(([, key, value]) => [
          key,
          [...value!.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort(),
        ]),
      );
    const [en, de] = [valuesIn(read(folder, 'locale.en.ts')), valuesIn(read(folder, 'locale.de.ts'))];
    // Where a language needs no number ("once"), the form for one or none may leave it out.
    const differing = Object.keys(en).filter(
      (key) => JSON.stringify(en[key]) !== JSON.stringify(de[key]) && !/_(zero|one)$/.test(key),
    );
    expect(differing).toEqual([]);
  });
});

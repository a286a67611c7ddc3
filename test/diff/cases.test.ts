import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { told } from './changed.ts';

const FOLDER = join(import.meta.dirname, 'cases');

/** One change of manifests, and what has to be said of it. */
interface Case {
  readonly title: string;
  /** Undefined where nothing is to be told. */
  readonly expected: { readonly risk: string; readonly words: RegExp } | undefined;
  readonly before: string;
  readonly after: string;
  readonly both: string;
}

function casesOf(text: string): readonly Case[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...sections] = part.split(/^--- (?=told|before$|after$|both$)/m);
      const section = (name: string) =>
        sections
          .find((each) => each.startsWith(name))
          ?.slice(name.length)
          .trim() ?? '';
      const [risk = '', ...words] = section('told:').split(': ');
      return {
        title: title.trim(),
        expected: risk === 'nothing' ? undefined : { risk, words: new RegExp(words.join(': ')) },
        before: section('before'),
        after: section('after'),
        both: section('both'),
      };
    });
}

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const cases = casesOf(readFileSync(join(FOLDER, file), 'utf8'));

  it.each(cases.filter(({ expected }) => expected !== undefined))(
    '$title: $expected.risk',
    ({ before, after, both, expected }) => {
      const [first] = told(before, after, both);
      expect(first?.risk).toBe(expected?.risk);
      expect(first?.reasons).toMatch(expected?.words ?? '');
    },
  );

  const equal = cases.filter(({ expected }) => expected === undefined);
  it.runIf(equal.length > 0)('what no cluster notices is not told, in either direction', () => {
    for (const { title, before, after, both } of equal) {
      expect(told(before, after, both), title).toEqual([]);
      expect(told(after, before, both), title).toEqual([]);
    }
  });

  it('what stays as it is, is not told', () => {
    for (const { before, both } of cases) expect(told(before, before, both)).toEqual([]);
  });
});

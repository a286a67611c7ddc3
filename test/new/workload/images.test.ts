import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { imageAdded } from '../../../scripts/new/workload/images.ts';
import { refusal } from '../../platform/refusal.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const build = { version: '1.10', digest: digest('5') };
const image = (name: string, more = '') => `${name}:\n  version: "1.0"${more}\n  digest: ${digest('1')}\n`;
const added = (text: string, name = 'm') => imageAdded(text, name, build, 'clusters/east/images.yaml');

test.each([
  ['nothing', ''],
  ['an empty map', '{}\n'],
  ['an empty map with a comment', '# ours\n{}\n'],
  ['sorted images', image('a') + image('z')],
  ['images in another order', image('z') + image('a')],
  ['comments', `# The platform's.\n\n${image('a', ' # until spring')}\n# Why z.\n${image('z')}# The end.\n`],
  ['a comment above the first', `# Why x.\n${image('x')}`],
  ['aliases', `a: &a\n  version: "1.0"\n  digest: ${digest('1')}\nz: *a\n`],
  ['one line', `{ a: { version: "1.0", digest: "${digest('1')}" } }\n`],
  ['a canary', `${image('z')}  canary:\n    version: "2"\n    digest: ${digest('2')}\n    weight: 5\n`],
])('comes into %s, which stay as they are', (_, text) => {
  const after = added(text);
  expect(parse(after)).toEqual({ ...parse(text), m: build });
  const comments = (each: string) => each.match(/#.*/g) ?? [];
  expect(comments(after)).toEqual(comments(text));
  // A version is a text, however much it looks like a number.
  expect(after).toContain('"1.10"');
});

test('stands where its name belongs among sorted ones', () => {
  expect(Object.keys(parse(added(image('a') + image('z'))))).toEqual(['a', 'm', 'z']);
  expect(Object.keys(parse(added(image('z') + image('a'))))).toEqual(['z', 'a', 'm']);
});

test('leaves a comment with the image that it is about', () => {
  expect(added(`${image('a')}# Why z.\n${image('z')}`)).toContain(`# Why z.\n${image('z')}`);
  expect(added(`# Why x.\n${image('x')}`)).toContain(`# Why x.\n${image('x')}`);
});

test('is refused where it is there, and where the contract would refuse it', () => {
  expect(refusal(() => added(image('m')))).toBe(
    'clusters/east/images.yaml: m is there already. Choose another name.',
  );
  expect(refusal(() => imageAdded('', 'm', { version: '1', digest: 'abc' }, 'x'))).toMatch(
    /^--digest: expected/,
  );
  expect(refusal(() => imageAdded('[]', 'm', build, 'x'))).toMatch(/^x: found no map of images/);
});

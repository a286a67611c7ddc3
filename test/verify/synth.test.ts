import { describe, expect, it } from 'vitest';
import { brokenFiles, differences } from '../../scripts/verify/synth/judge.ts';
import { isOrderly } from '../../scripts/verify/synth/run.ts';

const before = new Map([
  ['dist/a.yaml', 'kind: ConfigMap\n'],
  ['dist/gone.yaml', 'kind: Secret\n'],
]);
const after = new Map([['dist/a.yaml', 'kind: ConfigMap\ndata: {}\n']]);

describe('what a killed synth has left', () => {
  it('may be of either state, file by file', () => {
    for (const left of [before, after, new Map([...before, ...after]), new Map<string, string>()]) {
      expect(brokenFiles('kill 1', left, [before, after])).toEqual([]);
    }
  });

  it.each([
    ['half a file', 'dist/a.yaml', 'kind: Conf', 'only its first 10 characters'],
    ['an empty file', 'dist/a.yaml', '', 'only its first 0 characters'],
    ['a file of something else', 'dist/a.yaml', 'kind: Other\n', 'none of its states'],
    ['a file beside the others', 'docs/platform.md.4711', '# Platform', 'belongs to nothing'],
  ])('is not %s', (_name, path, text, says) => {
    const found = brokenFiles('kill 1', new Map([...after, [path, text]]), [before, after]);
    expect(found).toEqual([{ where: 'kill 1', what: path, says: expect.stringContaining(says) }]);
  });
});

describe('what the next synth has left', () => {
  it('is all of the state and nothing else', () => {
    expect(differences('kill 1', after, after)).toEqual([]);
    expect(differences('kill 1', before, after).map(({ what, says }) => [what, says])).toEqual([
      ['dist/a.yaml', 'after the next synth: is not as rendered'],
      ['dist/gone.yaml', 'after the next synth: was left behind'],
    ]);
    expect(differences('kill 1', new Map(), after)).toMatchObject([
      { says: expect.stringContaining('missing') },
    ]);
  });
});

describe('a synth that gives up', () => {
  it('says so in words and with exit code 1', () => {
    expect(isOrderly({ status: 1, output: 'dist: the disk is full.\n' })).toBe(true);
  });

  it.each([
    [
      'with a stack trace',
      { status: 1, output: 'Error: ENOSPC\n    at put (/r/scripts/synth/write.ts:3:5)\n' },
    ],
    ['without a word', { status: 1, output: '' }],
    ['by a signal', { status: undefined, output: 'half' }],
  ])('does not end %s', (_name, ended) => {
    expect(isOrderly(ended)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { command } from '../../scripts/command-line/command.ts';
import { helpOf } from '../../scripts/command-line/help.ts';
import { flag, percent, text, texts } from '../../scripts/command-line/option.ts';
import { readArguments } from '../../scripts/command-line/parse.ts';

const sample = command({
  name: 'sample',
  group: 'More',
  summary: 'does nothing',
  options: {
    settled: flag('is settled', { variables: ['FLEET_SETTLED'] }),
    canary: percent('WEIGHT', 'a share', { variables: ['FLEET_CANARY'] }),
    repository: text('NAME', 'a name', { variables: ['FLEET_REPOSITORY', 'CI_PROJECT_PATH'] }),
    forge: text('NAME', 'where', { oneOf: ['github', 'gitlab'], variables: ['FLEET_FORGE'] }),
    cluster: texts('CLUSTER', 'one', { variables: ['FLEET_CLUSTERS'] }),
    directory: text('DIR', 'a folder', { path: true, variables: ['FLEET_DIRECTORY'] }),
  },
  arguments: {},
  work: { main: 'none' },
});

const read = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  readArguments(sample, args, '/here', environment).options;

describe('a variable stands for an option that is not given', () => {
  it.each<[Record<string, string>, object]>([
    [{ FLEET_SETTLED: 'true' }, { settled: true }],
    [{ FLEET_SETTLED: 'false' }, {}],
    [{ FLEET_SETTLED: '', FLEET_CANARY: '', FLEET_CLUSTERS: '' }, {}],
    [{ FLEET_CANARY: '10' }, { canary: '10' }],
    [{ CI_PROJECT_PATH: 'a/b' }, { repository: 'a/b' }],
    [{ FLEET_REPOSITORY: '', CI_PROJECT_PATH: 'a/b' }, { repository: 'a/b' }],
    [{ FLEET_REPOSITORY: 'c/d', CI_PROJECT_PATH: 'a/b' }, { repository: 'c/d' }],
    [{ FLEET_CLUSTERS: 'a b' }, { cluster: ['a b'] }],
    [{ FLEET_DIRECTORY: 'x' }, { directory: '/here/x' }],
    // Nothing of the shell is read again: a value is a value, whatever it looks like.
    [{ FLEET_REPOSITORY: '--settled' }, { repository: '--settled' }],
  ])('%j', (environment, options) => {
    expect(read(environment)).toEqual(options);
  });

  it('and what is given counts', () => {
    expect(read({ FLEET_CANARY: '10' }, '--canary', '20')).toEqual({ canary: '20' });
  });

  it.each([
    [
      { FLEET_SETTLED: 'yes' },
      'FLEET_SETTLED, which stands for --settled: found "yes", expected true or false',
    ],
    [
      { FLEET_CANARY: '10 %' },
      'FLEET_CANARY, which stands for --canary: found "10 %", expected a whole number',
    ],
    [{ FLEET_FORGE: 'git' }, 'FLEET_FORGE, which stands for --forge: found "git", expected github or gitlab'],
  ])('%j is refused', (environment, says) => {
    expect(() => read(environment)).toThrow(says);
  });

  it('which the help says', () => {
    expect(helpOf(sample)).toContain('or the variable FLEET_REPOSITORY or CI_PROJECT_PATH');
  });
});

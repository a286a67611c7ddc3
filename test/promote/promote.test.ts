import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Image, loadFleet } from '../../clusters/index.ts';
import { typed } from '../../scripts/command-line/command.ts';
import { readArguments } from '../../scripts/command-line/parse.ts';
import { committedBuilds } from '../../scripts/promote/history.ts';
import { promote } from '../../scripts/promote/promote.ts';
import { changeOf, type Request } from '../../scripts/promote/request.ts';
import { promote as usage } from '../../scripts/promote/usage.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const IMAGES = `# Who may change this: CODEOWNERS.
chat-service:
  version: "1.9.0" # until spring
  digest: ${digest('1')}

# Ours.
video-service:
  version: "3.1.2"
  digest: ${digest('2')}
user-service:
  digest: ${digest('3')}
  version: "2.4.1"
  canary:
    version: "2.5.0"
    digest: ${digest('4')}
    weight: 10
`;

let root: string;
let directory: string;
const file = () => join(directory, 'prod-eu', 'images.yaml');
const written = () => readFileSync(file(), 'utf8');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promote-'));
  directory = join(root, 'clusters');
  cpSync('clusters', directory, { recursive: true });
  writeFileSync(file(), IMAGES);
});
afterEach(() => rmSync(root, { recursive: true }));

function readRequest(args: readonly string[]): Request {
  const given = typed(usage, readArguments(usage, args));
  return { ...given.arguments, change: changeOf(given.options) };
}

function run(command: string, earlier: readonly Image[] = []): string {
  const request = readRequest(['prod-eu', ...command.split(' ')]);
  return promote(request, directory, () => earlier);
}

const build = (version: string, digit: string) => `--build ${version} --digest ${digest(digit)}`;

describe('a promotion', () => {
  it('changes version and digest, and leaves comments, order, quotes and neighbours alone', () => {
    expect(run(`chat-service ${build('1.10', '5')}`)).toBe(
      'clusters/prod-eu/images.yaml: chat-service is 1.10 instead of 1.9.0. Now run npm run synth.',
    );
    expect(written()).toBe(IMAGES.replace('"1.9.0"', '"1.10"').replace(digest('1'), digest('5')));
    expect(readdirSync(join(directory, 'prod-eu'))).toEqual(readdirSync('clusters/prod-eu'));
  });

  it('of what runs already says so, and writes nothing', () => {
    expect(run(`chat-service ${build('1.9.0', '1')}`)).toBe('prod-eu has it so already: nothing to do.');
    expect(written()).toBe(IMAGES);
  });

  it.each([
    [
      'chat-service --build 1.10 --digest sha256:abc',
      'chat-service.digest: found "sha256:abc", expected a digest',
    ],
    [`chat-service --build 1.10 --digest ${digest('A')}`, 'lower case'],
    [
      `chat-service --build v1/2 --digest ${digest('5')}`,
      'chat-service.version: found "v1/2", expected a version',
    ],
    [
      `chat-servise ${build('1.10', '5')}`,
      'There is no image chat-servise on prod-eu. Is chat-service meant?',
    ],
    [`billing ${build('1.10', '5')}`, 'There are chat-service, user-service, video-service.'],
    [`user-service ${build('2.6.0', '5')}`, 'user-service has a canary, 2.5.0. Decide on it first'],
    ['chat-service --build 1.10', 'Give both --build and --digest'],
    ['chat-service --canary 10 --end-canary', '--end-canary and --canary exclude each other'],
    [
      `chat-service --canary ten ${build('1.10', '5')}`,
      'chat-service.canary.weight: found null, expected a whole number',
    ],
    [`chat-service --canary 101 ${build('1.10', '5')}`, 'from 0 to 100'],
    [`chat-service --canary 10 ${build('1.10', '1')}`, 'there is nothing to try'],
    ['chat-service --promote-canary', 'chat-service has no canary'],
    ['chat-service --canary 20', 'chat-service has no canary'],
    [`user-service --end-canary ${build('1.10', '5')}`, 'Leave --build and --digest out'],
    ['chat-service --biuld 1', 'There is no option --biuld. Is it --build?'],
    ['chat-service --version 1', 'It is --build: npm takes --version for itself.'],
    ['toString --roll-back', 'There is no image toString on prod-eu.'],
    ['chat-service another', 'promote takes CLUSTER IMAGE and no more: "another" is too much.'],
  ])('%s is refused with a reason, and nothing is written', (command, message) => {
    expect(() => run(command)).toThrow(message);
    expect(written()).toBe(IMAGES);
  });

  it('to a cluster that is not there names the one that is meant', () => {
    const request = readRequest(['prod-ue', 'chat-service', ...build('1.10', '5').split(' ')]);
    expect(() => promote(request, directory, () => [])).toThrow(
      'There is no cluster prod-ue. Is prod-eu meant?',
    );
  });

  it('touches no contract that is broken already', () => {
    writeFileSync(file(), `${IMAGES}broken: {}\n`);
    expect(() => run(`chat-service ${build('1.10', '5')}`)).toThrow('The contract of the clusters has');
  });
});

describe('a canary', () => {
  const user = () =>
    loadFleet(directory).clusters.find(({ name }) => name === 'prod-eu')?.images['user-service'];

  it('starts beside what runs, with quotes around its version', () => {
    run(`chat-service --canary 10 ${build('1.10', '5')}`);
    expect(written()).toContain(
      `  digest: ${digest('1')}\n  canary:\n    version: "1.10"\n    digest: ${digest('5')}\n    weight: 10\n`,
    );
  });

  it('gets another share', () => {
    run('user-service --canary 50');
    expect(written()).toBe(IMAGES.replace('weight: 10', 'weight: 50'));
  });

  it('becomes what everybody gets', () => {
    run('user-service --promote-canary');
    expect(user()).toEqual({ version: '2.5.0', digest: digest('4') });
  });

  it('ends, and to end it twice is no mistake', () => {
    run('user-service --end-canary');
    expect(user()).toEqual({ version: '2.4.1', digest: digest('3') });
    expect(run('user-service --end-canary')).toContain('nothing to do');
  });
});

describe('a rollback (S2-109)', () => {
  const before = [
    { version: '1.9.0', digest: digest('1') },
    { version: '1.8.0', digest: digest('8') },
    { version: '1.7.0', digest: digest('7') },
  ];

  it('returns to the newest build that is another one', () => {
    run('chat-service --roll-back', before);
    expect(written()).toBe(IMAGES.replace('1.9.0', '1.8.0').replace(digest('1'), digest('8')));
  });

  it('only ends the canary where that is what fails', () => {
    run(`user-service --roll-back --digest ${digest('4')}`, before);
    expect(written()).not.toContain('canary');
    expect(written()).toContain('2.4.1');
  });

  it('of a build that is gone is nothing to do: the alert came twice', () => {
    expect(run(`chat-service --roll-back --digest ${digest('9')}`, before)).toBe(
      'prod-eu does not run that build of chat-service any more: nothing to do.',
    );
    expect(written()).toBe(IMAGES);
  });

  it('without another build in the history is refused', () => {
    expect(() => run('chat-service --roll-back', before.slice(0, 1))).toThrow(
      'no other build of chat-service',
    );
  });

  it('reads the builds from the commits, newest first, and passes over a file that was broken', () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
    const commit = (text: string) => {
      writeFileSync(file(), text);
      git('add', '.');
      git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'a build');
    };
    git('init', '-q');
    commit(IMAGES.replace('1.9.0', '1.7.0').replace(digest('1'), digest('7')));
    commit('chat-service: [');
    commit(IMAGES);
    const builds = [...committedBuilds(root, 'prod-eu', 'chat-service')];
    expect(builds.map(({ version }) => version)).toEqual(['1.9.0', '1.7.0']);
    expect(() => [...committedBuilds(tmpdir(), 'prod-eu', 'chat-service')]).toThrow('cannot be read');
  });
});

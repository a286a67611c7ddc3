import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Build, loadFleet } from '../../clusters/index.ts';
import { typed } from '../../scripts/command-line/command.ts';
import { readArguments } from '../../scripts/command-line/parse.ts';
import { promote } from '../../scripts/promote/promote.ts';
import { changeOf } from '../../scripts/promote/request.ts';
import { promote as usage } from '../../scripts/promote/usage.ts';
import { fleetMistakes, fleetUnits } from '../../scripts/synth/units.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { liveFleet } from '../live-fleet.ts';
import { refusal } from '../platform/refusal.ts';
import { canaryOf } from '../render-product.ts';

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
  cpSync(frozenClusters, directory, { recursive: true });
  writeFileSync(file(), IMAGES);
});
afterEach(() => rmSync(root, { recursive: true }));

function run(command: string, cluster = 'prod-eu', earlier: readonly Build[] = []): string {
  const given = typed(usage, readArguments(usage, [cluster, ...command.split(' ')]));
  const request = { ...given.arguments, change: changeOf(given.options) };
  return promote(request, { directory, history: () => earlier, units: () => frozenFleet.units });
}

const build = (version: string, digit: string) => `--build ${version} --digest ${digest(digit)}`;

describe('a promotion', () => {
  it('changes version and digest, and leaves comments, order, quotes and neighbours alone', () => {
    expect(run(`chat-service ${build('1.10', '5')}`)).toBe(
      'clusters/prod-eu/images.yaml: chat-service is 1.10 instead of 1.9.0. Now run npm run synth.',
    );
    expect(written()).toBe(IMAGES.replace('"1.9.0"', '"1.10"').replace(digest('1'), digest('5')));
    expect(readdirSync(join(directory, 'prod-eu'))).toEqual(readdirSync(join(frozenClusters, 'prod-eu')));
  });

  it('back to another build of the same version, of old, tells the two by their digests', () => {
    const earlier = [{ version: '1.9.0', digest: digest('5') }];
    expect(run('chat-service --roll-back', 'prod-eu', earlier)).toBe(
      'clusters/prod-eu/images.yaml: chat-service is 1.9.0 (sha256:555555555555) again instead of 1.9.0 (sha256:111111111111). Now run npm run synth.',
    );
    expect(written()).toBe(IMAGES.replace(digest('1'), digest('5')));
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
      '--canary: found "ten", expected a whole number from 0 to 100, without a percent sign',
    ],
    [`chat-service --canary 101 ${build('1.10', '5')}`, 'from 0 to 100'],
    [`chat-service --canary 10 ${build('1.10', '1')}`, 'there is nothing to try'],
    [
      `chat-service ${build('2.0.0', '1')}`,
      'clusters/prod-eu/images.yaml: chat-service: found sha256:111111111111 for 2.0.0, which is the digest that runs as 1.9.0, so nothing would change. Give the digest of 2.0.0.',
    ],
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
    expect(() => run(`chat-service ${build('1.10', '5')}`, 'prod-ue')).toThrow(
      'There is no cluster prod-ue. Is prod-eu meant?',
    );
  });

  it('names in the wrong order are told as that', () => {
    expect(() => run(`prod-eu ${build('1.10', '5')}`, 'chat-service')).toThrow(
      'prod-eu is a cluster, which comes first: npx fleet promote prod-eu chat-service.',
    );
  });

  it('touches no contract that is broken already', () => {
    writeFileSync(file(), `${IMAGES}broken: {}\n`);
    expect(() => run(`chat-service ${build('1.10', '5')}`)).toThrow('The contract of the clusters has');
  });
});

describe('text that images share by anchors and aliases', () => {
  const SHARED = `chat-service: &app
  version: &version "1.9.0" # until spring
  digest: &digest ${digest('1')}
video-service: *app
user-service:
  version: *version
  digest: *digest
  canary: &canary
    version: "2.5.0"
    digest: ${digest('4')}
    weight: 10
catalog-service:
  version: *version
  digest: *digest
  canary: *canary
order-service: &other
  version: "1"
  digest: ${digest('7')}
pc-frontend: *other
`;
  const NAMES = ['chat-service', 'video-service', 'user-service', 'catalog-service', 'order-service'];
  const images = () => loadFleet(directory).clusters.find(({ name }) => name === 'prod-eu')?.images ?? {};

  it.each([
    ...NAMES.filter((name) => !/user|catalog/.test(name)).map((name) => [name, build('2.0.0', '5')]),
    ...['user-service', 'catalog-service'].flatMap((name) => [
      [name, '--canary 50'],
      [name, '--promote-canary'],
      [name, '--end-canary'],
      [name, '--roll-back'],
    ]),
  ])('%s %s changes no other image', (name = '', command = '') => {
    writeFileSync(file(), SHARED);
    const before = images();
    run(`${name} ${command}`);
    const after = images();
    expect(after[name]).not.toEqual(before[name]);
    const { [name]: _old, ...others } = before;
    const { [name]: _new, ...same } = after;
    expect(same).toEqual(others);
    expect(written()).toContain(name === 'order-service' ? 'video-service: *app' : 'pc-frontend: *other');
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
  const earlier = [{ version: '2.4.0', digest: digest('8') }];

  it('ends the canary, and the next one returns to the build before', () => {
    run('user-service --roll-back', 'prod-eu', earlier);
    expect(written()).not.toContain('canary');
    expect(written()).toContain(`  digest: ${digest('3')}\n  version: "2.4.1"\n`);
    run('user-service --roll-back', 'prod-eu', earlier);
    expect(written()).toContain(`  digest: ${digest('8')}\n  version: "2.4.0"\n`);
  });

  it('of what everybody gets takes the canary along, and says so', () => {
    expect(run(`user-service --roll-back --digest ${digest('3')}`, 'prod-eu', earlier)).toContain(
      'user-service is 2.4.0 again instead of 2.4.1, and its canary 2.5.0 ends.',
    );
    expect(written()).not.toContain('canary');
  });

  it('without a build before, or of one that is gone, changes nothing', () => {
    expect(() => run('chat-service --roll-back')).toThrow('has no build of chat-service before');
    expect(run(`chat-service --roll-back --digest ${digest('9')}`)).toBe(
      'prod-eu does not run that build of chat-service any more: nothing to do.',
    );
    expect(written()).toBe(IMAGES);
  });
});

describe('a canary of what has no requests to share out is refused, with what to do instead', () => {
  it.each([
    ['triptrip-production', 'triptrip-queue-worker', 'triptrip-queue-worker is a worker'],
    ['triptrip-production', 'triptrip-batch-processor', 'triptrip-batch-processor is a job'],
    ['triptrip-production', 'redis', 'no service of triptrip-production runs redis'],
    ['sre-portfolio', 'postgres', 'no service of sre-portfolio runs postgres'],
    ['sre-portfolio', 'api-service', 'sre-portfolio has no mesh'],
  ])('%s %s', (cluster, image, reason) => {
    const before = readFileSync(join(directory, cluster, 'images.yaml'), 'utf8');
    expect(() => run(`${image} --canary 10 ${build('1.10', '5')}`, cluster)).toThrow(
      new RegExp(
        `^${image} can have no canary on ${cluster}: ${reason}.* Give the build to everybody.* Leave --canary out\\.$`,
      ),
    );
    expect(readFileSync(join(directory, cluster, 'images.yaml'), 'utf8')).toBe(before);
    const ran = [{ version: '1.10', digest: digest('5') }];
    expect(run(`${image} ${build('1.10', '5')}`, cluster, ran)).toContain(`${image} is 1.10 instead of`);
  });

  it('written by hand it is refused by synth', () => {
    const path = join(directory, 'triptrip-production', 'images.yaml');
    const canary = `  canary: { version: "2", digest: "${digest('5')}", weight: 10 }\n`;
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/(triptrip-queue-worker:\n.*\n.*\n)/, `$1${canary}`),
    );
    expect(fleetMistakes(frozenFleet.units, loadFleet(directory)).join('\n')).toContain(
      'clusters/triptrip-production/images.yaml: triptrip-queue-worker.canary: triptrip-queue-worker is a worker, which has no requests to share out.',
    );
  });

  it('in the real fleet it is refused wherever the units are asked for', () => {
    const { fleet } = liveFleet;
    const clusters = fleet.clusters.map((cluster) => ({
      ...cluster,
      images: { ...cluster.images, 'of-nobody': canaryOf(10) },
    }));
    const message = refusal(() => fleetUnits({ ...fleet, clusters }));
    for (const { name } of clusters) {
      expect(message).toContain(
        `clusters/${name}/images.yaml: of-nobody.canary: no service of ${name} runs of-nobody`,
      );
    }
  });

  it('a canary that is the build which everybody gets is refused with its file and line', () => {
    writeFileSync(file(), IMAGES.replace(digest('4'), digest('3')));
    expect(() => loadFleet(directory)).toThrow(
      `clusters/prod-eu/images.yaml:15: user-service.canary.digest: found "${digest('3')}", expected the digest of another build than the one that everybody gets.`,
    );
  });
});

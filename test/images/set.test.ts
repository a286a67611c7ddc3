import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadFleet, type PastImage } from '../../clusters/index.ts';
import { typed } from '../../scripts/command-line/command.ts';
import { readArguments } from '../../scripts/command-line/parse.ts';
import { setBuild } from '../../scripts/images/set.ts';
import { images as usage } from '../../scripts/images/usage.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

let root: string;
let directory: string;
const text = (cluster: string) => readFileSync(join(directory, cluster, 'images.yaml'), 'utf8');
const state = () => frozenFleet.fleet.clusters.map(({ name }) => text(name));
const image = (cluster: string, name: string) =>
  loadFleet(directory).clusters.find((each) => each.name === cluster)?.images[name];

beforeEach(() => {
  root = mkdtempSync(join(inject('temporaryFolders'), 'images-'));
  directory = join(root, 'clusters');
  cpSync(frozenClusters, directory, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** The command line, from the first argument on. */
function run(
  line: string | readonly string[],
  history: (cluster: string) => readonly PastImage[] = () => [],
) {
  const given = typed(usage, readArguments(usage, typeof line === 'string' ? line.split(' ') : line));
  const { cluster: clusters = [], build: version, canary: weight, 'skip-stage': skipsStage } = given.options;
  const { image: name, digest: typedDigest } = given.arguments;
  return setBuild(
    { clusters, image: name, digest: typedDigest, version, weight, skipsStage },
    { directory, history, units: () => frozenFleet.units },
  );
}

const REGIONS = '--cluster prod-eu --cluster prod-japan';

describe('one build for several clusters', () => {
  it.each([
    REGIONS,
    '--cluster prod-eu,prod-japan',
    '--cluster=prod-eu,prod-japan,',
    '--cluster prod-eu,prod-japan --cluster prod-eu',
  ])('%s: each has it once', (clusters) => {
    const { plans, version } = run(`set chat-service ${digest('5')} --build 2.0.0 ${clusters}`);
    expect(version).toBe('2.0.0');
    expect(plans.map(({ cluster, changed }) => [cluster, changed])).toEqual([
      ['prod-eu', true],
      ['prod-japan', true],
    ]);
    for (const cluster of ['prod-eu', 'prod-japan']) {
      expect(image(cluster, 'chat-service')).toEqual({ version: '2.0.0', digest: digest('5') });
    }
  });

  it('the list of a workflow, apart by spaces, is a list too', () => {
    const args = [
      'set',
      'chat-service',
      digest('5'),
      '--build',
      '2.0.0',
      '--cluster',
      ' prod-eu  prod-japan ',
    ];
    expect(run(args).plans).toHaveLength(2);
  });

  it('a second call finds nothing to do, also where one of the clusters had it before', () => {
    run(`set chat-service ${digest('5')} --build 2.0.0 --cluster prod-eu`);
    const both = run(`set chat-service ${digest('5')} --build 2.0.0 ${REGIONS}`);
    expect(both.plans.map(({ changed }) => changed)).toEqual([false, true]);
    const before = state();
    const again = run(`set chat-service ${digest('5')} --build 2.0.0 ${REGIONS}`);
    expect(again.plans.map(({ told }) => told)).toEqual(
      ['prod-eu', 'prod-japan'].map((cluster) => `${cluster} has it so already: nothing to do.`),
    );
    expect(state()).toEqual(before);
  });

  it('a canary, with its weight', () => {
    run(`set chat-service ${digest('5')} --build 2.0.0 --canary 10 ${REGIONS}`);
    expect(image('prod-japan', 'chat-service')?.canary).toEqual({
      version: '2.0.0',
      digest: digest('5'),
      weight: 10,
    });
  });

  it('by the unit that runs the image', () => {
    const units = frozenFleet.units.filter(
      ({ clusters, images = [] }) => clusters.includes('triptrip-staging') && images.length === 1,
    );
    for (const { name, images: [only = ''] = [] } of units) {
      const { plans } = run(`set ${name} ${digest('5')} --build 2.0.0 --cluster triptrip-staging`);
      expect(plans.map((plan) => plan.image)).toEqual([only]);
    }
    expect(units).not.toEqual([]);
  });
});

describe('what the build is called without --build', () => {
  it('as a cluster of its product calls it', () => {
    run(`set triptrip-api ${digest('5')} --build 2.0.0 --cluster triptrip-staging`);
    run(`set triptrip-api ${digest('5')} --cluster triptrip-production`);
    expect(image('triptrip-production', 'triptrip-api')?.version).toBe('2.0.0');
  });

  it('as the stage before called it once', () => {
    const past = (cluster: string) =>
      cluster === 'triptrip-staging' ? [{ version: '1.9.9', digest: digest('5') }] : [];
    const before = image('triptrip-staging', 'triptrip-api');
    const history = (cluster: string) =>
      cluster === 'triptrip-staging' && before !== undefined ? [before, ...past(cluster)] : [];
    run(`set triptrip-api ${digest('5')} --cluster triptrip-production`, history);
    expect(image('triptrip-production', 'triptrip-api')?.version).toBe('1.9.9');
  });

  it('and by the beginning of its digest where nobody has named it, in words, as a label has to be one', () => {
    expect(run(`set chat-service ${digest('5')} ${REGIONS}`).version).toBe('555555555555');
  });
});

describe('one mistake, and no file is written', () => {
  it.each([
    [`${REGIONS} --cluster prod-ue`, 'There is no cluster prod-ue. Is prod-eu meant?'],
    [`${REGIONS} --cluster triptrip-staging`, 'There is no image chat-service on triptrip-staging.'],
    ['', 'No cluster is named: give --cluster once for each. chat-service runs on prod-eu, prod-japan.'],
    ['--cluster ,', 'No cluster is named'],
    [`${REGIONS} --skip-stage x --build 1/2`, 'chat-service.version: found "1/2"'],
  ])('%s', (options, message) => {
    const before = state();
    const build = options.includes('--build') ? '' : ' --build 2.0.0';
    expect(() => run(`set chat-service ${digest('5')}${build} ${options}`.trimEnd())).toThrow(message);
    expect(state()).toEqual(before);
  });

  it('of every cluster is told in one report, and what to do once', () => {
    const canary = `  canary: { version: "2.5.0", digest: "${digest('4')}", weight: 10 }\n`;
    const file = join(directory, 'prod-eu', 'images.yaml');
    writeFileSync(file, text('prod-eu').replace(/(chat-service:\n.*\n.*\n)/, `$1${canary}`));
    const before = state();
    const attempt = () =>
      run(`set chat-service ${digest('5')} --build 2.0.0 --cluster prod-ue --cluster prod-eu,prod-japan`);
    expect(attempt).toThrow('There is no cluster prod-ue.');
    expect(attempt).toThrow('clusters/prod-eu/images.yaml: chat-service has a canary, 2.5.0.');
    expect(state()).toEqual(before);
  });

  it('staging and production at once skip the stage between them', () => {
    const before = state();
    expect(() =>
      run(`set triptrip-api ${digest('5')} --build 2.0.0 --cluster triptrip-staging,triptrip-production`),
    ).toThrow(
      'triptrip-production: triptrip-api 2.0.0 (sha256:555555555555) skips a stage: triptrip-staging',
    );
    expect(state()).toEqual(before);
  });

  it('a disk that fails in the middle leaves what was', () => {
    // The second file cannot be written: a folder stands where it would wait.
    mkdirSync(join(directory, 'prod-japan', 'images.yaml.new', 'in-the-way'), { recursive: true });
    const before = state();
    expect(() => run(`set chat-service ${digest('5')} --build 2.0.0 ${REGIONS}`)).toThrow();
    expect(state()).toEqual(before);
    expect(existsSync(join(directory, 'prod-eu', 'images.yaml.new'))).toBe(false);
    expect(existsSync(join(directory, '.promoting'))).toBe(false);
  });
});

describe('a tag is no identity (X-88)', () => {
  const registry = frozenFleet.clusterOf('prod-eu').terraform.ecrRegistry;

  it('says how to find the digest of the tag, in the registry of the cluster', () => {
    const [account, , , region] = registry.split('.');
    expect(() => run('set chat-service 1.5.0 --build 1.5.0 --cluster prod-eu')).toThrow(
      `aws ecr describe-images --registry-id ${account} --region ${region} --repository-name chat-service --image-ids imageTag=1.5.0 --query 'imageDetails[0].imageDigest' --output text`,
    );
  });

  it('blanks around a digest, as some programs print them, are no part of it', () => {
    run(['set', 'chat-service', ` ${digest('5')}\n`, '--build', '2.0.0', '--cluster', 'prod-eu']);
    expect(image('prod-eu', 'chat-service')?.digest).toBe(digest('5'));
  });

  it('a version that a cluster runs as another digest is refused on every cluster', () => {
    run(`set chat-service ${digest('5')} --build 2.0.0 --cluster prod-eu`);
    expect(() => run(`set chat-service ${digest('6')} --build 2.0.0 --cluster prod-japan`)).toThrow(
      'chat-service: found sha256:666666666666 for 2.0.0, but prod-eu runs 2.0.0 as sha256:555555555555.',
    );
  });
});

import { describe, expect, test } from 'vitest';
import * as evidence from '../../requirements/model/evidence.ts';
import { absent, computed } from '../../requirements/model/expected.ts';
import type { Retired } from '../../requirements/model/retired.ts';
import type { Clusters } from '../../requirements/model/row.ts';
import { type Sources, Tree } from '../../requirements/model/tree.ts';
import { findingsOf } from '../../scripts/rows/mistakes.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { filesOf } from './files-of.ts';

const { clusterOf, fleet } = frozenFleet;

const FILES: Readonly<Record<string, string>> = {
  'dist/one/spaces/a/policy.yaml': 'spec: { deny: true }\n',
  'dist/one/spaces/b/policy.yaml': 'spec: { deny: true }\n',
  'dist/two/spaces/a/policy.yaml': 'spec: { deny: true }\n',
  'clusters/one/cluster.yaml': 'environment: production\n',
  'clusters/one/images.yaml': 'web: { version: v2, digest: "sha256:ab" }\n',
  'clusters/one/terraform.json': '{}',
  'clusters/two/cluster.yaml': 'environment: production\n',
  'clusters/two/terraform.json': '{}',
};

const sources: Sources = {
  fleet: {
    ...fleet,
    clusters: [
      { ...clusterOf('prod-japan'), name: 'one', replicaFactor: 2 },
      { ...clusterOf('prod-eu'), name: 'two', replicaFactor: 3 },
    ],
  },
  units: [],
  retired: [],
};

function wrong(
  one: evidence.Evidence,
  { files = FILES, clusters = ['one', 'two'], retired = [] }: Partial<Ground> = {},
): readonly string[] {
  const tree = new Tree(filesOf(files), { ...sources, retired });
  return findingsOf([one], clusters, tree).flatMap((finding) =>
    finding.kind === 'fails'
      ? [finding.why]
      : finding.kind === 'retired'
        ? [`retired: ${finding.entry.name}`]
        : [],
  );
}

interface Ground {
  readonly files: Readonly<Record<string, string>>;
  readonly clusters: Clusters;
  readonly retired: readonly Retired[];
}

const eachSpace: evidence.Quantifier = {
  says: 'each space',
  members: ({ cluster }) => (cluster.name === 'one' ? ['a', 'b'] : ['a']),
};

const denied = evidence.each(eachSpace, (space) =>
  evidence.rendered(`spaces/${space}/policy.yaml`)({ spec: { deny: true } }),
);

describe('every', () => {
  test('holds where each member has it', () => {
    expect(wrong(denied)).toEqual([]);
  });

  test('misses the member whose file was deleted, since it is still declared', () => {
    const { 'dist/one/spaces/b/policy.yaml': _, ...files } = FILES;
    expect(wrong(denied, { files })).toEqual([
      expect.stringMatching(/no dist\/one\/spaces\/b\/policy\.yaml.*requirements\/retired\.yaml/),
    ]);
  });

  test('names the member that has it otherwise', () => {
    const files = { ...FILES, 'dist/two/spaces/a/policy.yaml': 'spec: { deny: true, allow: [x] }\n' };
    expect(wrong(denied, { files })).toEqual([
      expect.stringMatching(/dist\/two\/spaces\/a\/policy\.yaml: spec /),
    ]);
  });

  test('of nothing shows nothing', () => {
    const none = evidence.each({ says: 'each dragon', members: () => [] }, () => []);
    expect(wrong(none)).toEqual([expect.stringMatching(/“each dragon”: none is declared/)]);
  });
});

describe('and nothing else', () => {
  const list = evidence.only(/^spaces\//, 'a policy of each space', (context) =>
    eachSpace.members(context).map((space) => `spaces/${space}/policy.yaml`),
  );

  test('holds where exactly the declared files are', () => {
    expect(wrong(list)).toEqual([]);
  });

  test('finds what is too much', () => {
    const files = { ...FILES, 'dist/one/spaces/a/allow.yaml': 'spec: {}\n' };
    expect(wrong(list, { files })).toEqual([
      expect.stringMatching(/spaces\/a\/allow\.yaml is there, though/),
    ]);
  });

  test('finds what is missing', () => {
    const { 'dist/two/spaces/a/policy.yaml': _, ...files } = FILES;
    expect(wrong(list, { files })).toEqual([expect.stringMatching(/no dist\/two\/spaces\/a\/policy\.yaml/)]);
  });
});

describe('what may change from day to day', () => {
  const pods = (cluster: number) => ({ ...FILES, 'dist/one/web.yaml': `spec: { pods: ${cluster} }\n` });
  const scaled = evidence.on(
    evidence.rendered('web.yaml')({
      'spec.pods': computed('5 × replicaFactor', ({ cluster }) => 5 * cluster.replicaFactor),
    }),
    'one',
  );

  test('is computed from the contract of the cluster', () => {
    expect(wrong(scaled, { files: pods(10) })).toEqual([]);
    expect(wrong(scaled, { files: pods(5) })).toEqual([expect.stringMatching(/spec\.pods should be .*10/)]);
  });

  test('comes from the build that the contract names', () => {
    const build = evidence.on(evidence.rendered('web.yaml')({ version: '{images.web.version}' }), 'one');
    expect(wrong(build, { files: { ...FILES, 'dist/one/web.yaml': 'version: v2\n' } })).toEqual([]);
    expect(wrong(build, { files: { ...FILES, 'dist/one/web.yaml': 'version: v1\n' } })).toHaveLength(1);
  });
});

describe('a field that is left out', () => {
  const unset = evidence.on(evidence.rendered('web.yaml')({ 'spec.replicas': absent }), 'one');

  test('shows something where the rest is there', () => {
    expect(wrong(unset, { files: { ...FILES, 'dist/one/web.yaml': 'spec: { a: 1 }\n' } })).toEqual([]);
  });

  test('shows nothing where all around it is gone', () => {
    expect(wrong(unset, { files: { ...FILES, 'dist/one/web.yaml': 'spec: {}\n' } })).toEqual([
      expect.stringMatching(/shows nothing/),
    ]);
  });
});

describe('what was removed for good', () => {
  const two: Retired = { name: 'two', kind: 'cluster', reason: 'Given up.', owner: 'platform' };

  test('is excused, a cluster as a whole', () => {
    const clusters: Clusters = ['one', 'three'];
    expect(wrong(evidence.rendered('spaces/a/policy.yaml')({}), { clusters })).toEqual([
      expect.stringMatching(/no cluster three.*requirements\/retired\.yaml/),
    ]);
    const retired = [{ ...two, name: 'three' }];
    expect(wrong(evidence.rendered('spaces/a/policy.yaml')({}), { clusters, retired })).toEqual([
      'retired: three',
    ]);
  });

  test('is excused where its file is gone, and not where it stands otherwise', () => {
    const shown = evidence.on(evidence.rendered('web/shop/service-web.yaml')({ spec: 1 }), 'one');
    const retired: readonly Retired[] = [{ ...two, name: 'web', kind: 'service' }];
    expect(wrong(shown)).toHaveLength(1);
    expect(wrong(shown, { retired })).toEqual(['retired: web']);
    const files = { ...FILES, 'dist/one/web/shop/service-web.yaml': 'spec: 2\n' };
    expect(wrong(shown, { files, retired })).toEqual([expect.stringMatching(/spec should be/)]);
  });

  test('excuses nothing of another name', () => {
    const shown = evidence.on(evidence.rendered('webshop/shop/service-webshop.yaml')({}), 'one');
    expect(wrong(shown, { retired: [{ ...two, name: 'web', kind: 'service' }] })).toEqual([
      expect.stringMatching(/There is no/),
    ]);
  });
});

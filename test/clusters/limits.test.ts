import { describe, expect, test } from 'vitest';
import { FleetCopy } from './fleet-fixture.ts';

const LINKED = 'prod-eu';
const OUTPUTS = `clusters/${LINKED}/terraform.json`;

/** The mistakes at one place; others follow from the changed value, such as those of names that it is part of. */
function mistakesAt(fleet: FleetCopy, file: string, path: string): readonly string[] {
  const report = (() => {
    try {
      fleet.load();
      return [];
    } catch {
      return fleet.problems();
    }
  })();
  return report
    .filter((problem) => problem.file === file && problem.path === path)
    .map(({ message }) => message);
}

const bucket = (name: string) => ({ files: { name } });
const labels = (key: string, value: string) => (fleet: FleetCopy) =>
  fleet.outputs(LINKED, (outputs) => {
    const groups = Reflect.get(Object(outputs.node_groups), 'value');
    for (const group of Object.values(groups).slice(0, 1)) Reflect.get(Object(group), 'labels')[key] = value;
  });
const group = new FleetCopy().load().clusters.find(({ name }) => name === LINKED)?.terraform.nodeGroups ?? {};
const [first = ''] = Object.keys(group);

/** A value at its limit, one past it, and what the reason names. */
const OUTPUT_LIMITS: readonly [string, string, (text: string) => unknown, string, string, RegExp][] = [
  ['buckets', 'buckets.value.files.name', bucket, 'a'.repeat(63), 'a'.repeat(64), /without dots/],
  ['buckets', 'buckets.value.files.name', bucket, 'files-of-shop', 'files.of.shop', /covers one label only/],
  ['velero_bucket_name', 'velero_bucket_name.value', String, 'a-b', 'a.b', /covers one label only/],
  ['secret_path_prefix', 'secret_path_prefix.value', String, 'a'.repeat(255), 'a'.repeat(256), /ends at 512/],
  [
    'log_group_prefix',
    'log_group_prefix.value',
    String,
    `/${'a'.repeat(435)}`,
    `/${'a'.repeat(436)}`,
    /ends at 512/,
  ],
];

describe('what is longer elsewhere than here is refused where it is written, with the limit', () => {
  test.each(OUTPUT_LIMITS)('output %s', (output, path, printed, right, wrong, reason) => {
    const set = (text: string) => new FleetCopy().output(LINKED, output, printed(text));
    expect(mistakesAt(set(right), OUTPUTS, path)).toEqual([]);
    expect(mistakesAt(set(wrong), OUTPUTS, path)).toEqual([expect.stringMatching(reason)]);
  });

  test.each([
    ['a value of 63 characters', 'own', 'a'.repeat(63), undefined],
    ['an empty value', 'own', '', undefined],
    ['a key with a domain', 'example.com/own', 'a', undefined],
    ['a value of 64 characters', 'own', 'a'.repeat(64), /at most 63 characters/],
    ['a value with a slash', 'own', 'a/b', /at most 63 characters/],
    ['a key of 64 characters', 'k'.repeat(64), 'a', /the key of a label/],
    ['a key that the kubelet refuses', 'kubernetes.io/own', 'a', /set by Kubernetes and Karpenter alone/],
    ['a key below it', 'topology.kubernetes.io/zone', 'a', /set by Kubernetes and Karpenter alone/],
    ['a key of Karpenter', 'karpenter.sh/own', 'a', /set by Kubernetes and Karpenter alone/],
  ])('a label of nodes: %s', (_, key, value, reason) => {
    const found = mistakesAt(
      labels(key, value)(new FleetCopy()),
      OUTPUTS,
      `node_groups.value.${first}.labels.${key}`,
    );
    expect(found).toEqual(reason === undefined ? [] : [expect.stringMatching(reason)]);
  });

  test('a domain that leaves no room for a host', () => {
    const domain = (length: number) => `${'a.'.repeat(length)}example.com`.slice(-length);
    const set = (text: string) =>
      new FleetCopy().replace(`${LINKED}/cluster.yaml`, /^domain: .*$/m, `domain: ${text}`);
    const file = `clusters/${LINKED}/cluster.yaml`;
    expect(mistakesAt(set(domain(189)), file, 'domain')).toEqual([]);
    expect(mistakesAt(set(domain(191)), file, 'domain')).toEqual([expect.stringMatching(/at most 189/)]);
  });

  test('the name of a cluster, where it names the load balancer of a gateway', () => {
    const named = (cluster: string, length: number) =>
      mistakesAt(
        new FleetCopy().replace(`${cluster}/cluster.yaml`, /^name: .*$/m, `name: ${'a'.repeat(length)}`),
        `clusters/${cluster}/cluster.yaml`,
        'name',
      ).filter((message) => !message.includes('the name of the folder'));
    expect(named(LINKED, 23)).toEqual([]);
    expect(named(LINKED, 24)).toEqual([
      expect.stringMatching(/at most 23 characters: with -eastwest .* ends at 32/),
    ]);
    expect(named('sre-portfolio', 24)).toEqual([]);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { istioRevisions } from '../../clusters/index.ts';
import { FleetCopy } from './fleet-fixture.ts';

vi.mock('../../charts/pins.ts', async (original) => {
  const actual = await original<typeof import('../../charts/pins.ts')>();
  const { withNextIstio } = await import('../next-istio-version.ts');
  return { ...actual, chartPins: withNextIstio(actual.chartPins, 2) };
});

const [now = '', next = '', later = ''] = istioRevisions.slice(-3);

/** prod-eu, with what is written in place of its revision. */
function fleetWith(...lines: readonly string[]): FleetCopy {
  const text = lines.map((line) => `  ${line}\n`).join('');
  return new FleetCopy().replace('prod-eu/cluster.yaml', /^ {2}revision: .*\n/m, text);
}

const mistakesOf = (fleet: FleetCopy) => fleet.problems().map(({ path, message }) => `${path}: ${message}`);
const known = `one of the control planes whose istiod charts/pins.yaml pins: ${istioRevisions.join(', ')}`;

describe('the control planes of a cluster', () => {
  test.each([
    ['at rest', [`revision: "${now}"`]],
    ['with a second one', [`revision: ${now}`, `controlPlanes: [${now}, ${next}]`]],
    [
      'with namespaces on their way',
      [
        `revision: ${now}`,
        `controlPlanes: [${now}, ${next}]`,
        'moving: { labelled: [prod, istio-system], restarted: [prod] }',
      ],
    ],
    [
      // The label goes back first here too.
      'with a namespace on its way back',
      [`revision: ${now}`, `controlPlanes: [${now}, ${next}]`, 'moving: { restarted: [prod] }'],
    ],
    ['when all have moved', [`revision: ${next}`, `controlPlanes: [${now}, ${next}]`]],
    ['at the end', [`revision: ${next}`]],
  ])('%s', (_, lines) => {
    expect(() => fleetWith(...lines).problems()).toThrow('The fleet loads');
  });

  test.each([
    [
      'none stated: a new version in the list would move the cluster',
      [],
      `mesh.revision: found nothing, expected ${known}`,
    ],
    ['one that the list does not have', ['revision: 0-99'], `mesh.revision: found "0-99", expected ${known}`],
    [
      'the first removed while namespaces are on it',
      [`revision: ${now}`, `controlPlanes: [${next}]`],
      `mesh.controlPlanes: found [${next}], expected ${now} in it: all namespaces that do not move are still on it (revision)`,
    ],
    [
      'the second removed while a namespace is on it',
      [`revision: ${now}`, `controlPlanes: [${now}]`, 'moving: { labelled: [prod] }'],
      `mesh.moving: found prod, expected no namespace: only ${now} stands on the cluster. Add the control plane that they are on to controlPlanes, or move them back first`,
    ],
    [
      'the second removed while pods are on it whose namespace went back',
      [`revision: ${now}`, 'moving: { restarted: [prod] }'],
      `mesh.moving: found prod, expected no namespace: only ${now} stands on the cluster. Add the control plane that they are on to controlPlanes, or move them back first`,
    ],
    [
      'one twice',
      [`revision: ${now}`, `controlPlanes: [${now}, ${now}]`],
      `mesh.controlPlanes: found [${now}, ${now}], expected each control plane once`,
    ],
    [
      'a minor left out',
      [`revision: ${now}`, `controlPlanes: [${now}, ${later}]`],
      `mesh.controlPlanes: found [${now}, ${later}], expected two minors that follow each other: upgrade one by one`,
    ],
    [
      'three',
      [`revision: ${now}`, `controlPlanes: [${now}, ${next}, ${later}]`],
      'mesh.controlPlanes: found a list of 3, expected at most two control planes: the one that goes and the one that comes',
    ],
    [
      'a namespace twice',
      [`revision: ${now}`, `controlPlanes: [${now}, ${next}]`, 'moving: { labelled: [prod, prod] }'],
      'mesh.moving.labelled.1: found prod again, expected it once',
    ],
  ])('%s', (_, lines, message) => {
    expect(mistakesOf(fleetWith(...lines))).toEqual([message]);
  });
});

test('the list has one version of each minor, the oldest first', () => {
  const minors = istioRevisions.map((revision) => Number(revision.split('-')[1]));
  expect(minors).toEqual([...new Set(minors)].sort((one, other) => one - other));
});

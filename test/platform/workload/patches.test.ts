import { describe, expect, test } from 'vitest';
import { product } from '../../../platform/product/product.ts';
import type { Patch, PatchStep } from '../../../platform/workload/declaration/patch.ts';
import { patchesOf } from '../../../scripts/patches/documents.ts';
import { at, every } from '../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../render-product.ts';
import { refusal } from '../refusal.ts';
import { web } from './declarations.ts';

const reason = 'The runtime of this application wants it so.';

const patchOf = (steps: readonly PatchStep[], more: Partial<Patch> = {}): Patch => ({
  kind: 'Deployment',
  reason,
  steps,
  ...more,
});

const rendered = (patch: Patch, ground?: Ground) =>
  renderProduct({ workloads: [web({ secrets: { KEY: 'key' }, patches: [patch] })] }, ground);

const add = (path: `/${string}`, value: unknown): PatchStep => ({ op: 'add', path, value });

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;

describe('a field that the declaration does not have', () => {
  test('reaches the Deployment, and that of a canary with it', () => {
    const dnsConfig = { options: [{ name: 'ndots', value: '2' }] };
    const objects = rendered(patchOf([add(`${POD}/dnsConfig`, dnsConfig)]), {
      images: { web: canaryOf(10) },
    });
    const deployments = every(objects, 'Deployment');
    expect(deployments).toHaveLength(2);
    for (const deployment of deployments) {
      expect(at(deployment, 'spec.template.spec.dnsConfig')).toEqual(dnsConfig);
    }
  });

  test.each<[string, PatchStep]>([
    ['a variable', add(`${CONTAINER}/env/-`, { name: 'TZ', value: 'UTC' })],
    ['a command', add(`${CONTAINER}/args`, ['--quiet'])],
    ['a number that is rendered already', { op: 'replace', path: '/spec/revisionHistoryLimit', value: 3 }],
    ['one less', { op: 'remove', path: '/spec/revisionHistoryLimit' }],
  ])('%s may be patched', (_, step) => {
    expect(refusal(() => rendered(patchOf([step])))).toBeUndefined();
  });

  test('stays away from clusters that the patch does not name', () => {
    const patch = patchOf([add('/spec/minReadySeconds', 5)], { clusters: ['prod-eu'] });
    const shop = (cluster: string) =>
      renderProduct(
        { clusters: ['prod-japan', 'prod-eu'], workloads: [web({ patches: [patch] })] },
        { cluster },
      );
    const seconds = (cluster: string) =>
      every(shop(cluster), 'Deployment').map((deployment) => at(deployment, 'spec.minReadySeconds'));
    expect(seconds('prod-eu')).toEqual([5]);
    expect(seconds('prod-japan')).toEqual([undefined]);
  });
});

describe('a patch opens no door', () => {
  test.each<[string, PatchStep[]]>([
    ['the network of the node', [add(`${POD}/hostNetwork`, true)]],
    ['a path of the node', [add(`${POD}/volumes/-`, { name: 'x', hostPath: { path: '/' } })]],
    ['a port of the node', [add(`${CONTAINER}/ports/0/hostPort`, 80)]],
    ['root', [{ op: 'replace', path: `${POD}/securityContext/runAsNonRoot`, value: false }]],
    ['no security context', [{ op: 'remove', path: `${CONTAINER}/securityContext` }]],
    ['another capability', [add(`${CONTAINER}/securityContext/capabilities/add`, ['NET_ADMIN'])]],
    ['another identity', [{ op: 'replace', path: `${POD}/serviceAccountName`, value: 'default' }]],
    ['a token of the API', [{ op: 'replace', path: `${POD}/automountServiceAccountToken`, value: true }]],
    ['the secret of another', [add(`${CONTAINER}/envFrom/-`, { secretRef: { name: 'other' } })]],
    [
      'one value of it',
      [add(`${CONTAINER}/env/-`, { name: 'X', valueFrom: { secretKeyRef: { name: 'other', key: 'x' } } })],
    ],
    ['another build', [{ op: 'replace', path: `${CONTAINER}/image`, value: 'x@sha256:0' }]],
    ['a container of its own', [add(`${POD}/containers/-`, { name: 'x', image: 'x' })]],
    ['a label that policies go by', [add('/spec/template/metadata/labels/app', 'other')]],
    ['a pod without a proxy', [add('/spec/template/metadata/annotations/sidecar.istio.io~1inject', 'false')]],
    ['other pods', [{ op: 'replace', path: '/spec/selector/matchLabels/app', value: 'other' }]],
    ['the other name of an object', [{ op: 'replace', path: '/metadata/name', value: 'other' }]],
    ['more than the quota holds', [add(`${CONTAINER}/resources/requests/cpu`, '64')]],
    // The value around the field says nothing of it.
    ['a template without what guards it', [{ op: 'replace', path: POD, value: { containers: [] } }]],
    ['an object made anew', [{ op: 'replace', path: '/spec', value: {} }]],
    // Each step alone is harmless to look at.
    [
      'a field that comes by a detour',
      [
        { op: 'remove', path: `${CONTAINER}/securityContext` },
        add(`${CONTAINER}/securityContext`, { privileged: true }),
      ],
    ],
  ])('%s', (_, steps) => {
    expect(refusal(() => rendered(patchOf(steps)))).toMatch(
      /^web: patches\[0\]: found a change of \/(?:spec|metadata)\S* of the Deployment web, which no patch may make: /,
    );
  });

  test('a destination without TLS', () => {
    const steps = [add('/spec/trafficPolicy/tls', { mode: 'DISABLE' })];
    expect(refusal(() => rendered(patchOf(steps, { kind: 'DestinationRule' })))).toMatch(
      /a change of \/spec\/trafficPolicy\/tls/,
    );
  });
});

describe('a patch that does nothing is a mistake', () => {
  test('a kind that the workload does not have on the cluster', () => {
    expect(refusal(() => rendered(patchOf([add('/spec/x', 1)], { kind: 'ScaledJob' })))).toBe(
      'web: patches[0]: found no ScaledJob of web on prod-japan. Name its `clusters`, or take the patch out.',
    );
  });

  test('a path that is not there', () => {
    expect(refusal(() => rendered(patchOf([add('/spec/no/such/place', 1)])))).toMatch(
      /^web: patches\[0\]: Deployment shop\/web: a patch does not fit it: /,
    );
  });

  test('a cluster where the workload does not run', () => {
    const patch = patchOf([add('/spec/minReadySeconds', 5)], { clusters: ['prod-jp'] });
    expect(refusal(() => rendered(patch))).toBe(
      'web: patches[0]: found the cluster prod-jp, expected one where web runs: prod-japan.',
    );
  });
});

describe('the declaration of a patch', () => {
  const mistakesOf = (patch: object) => {
    // A spread takes it past the compiler.
    const workload = { ...web(), ...Object.fromEntries([['patches', [patch]]]) };
    const [, unit] = product({
      name: 'shop',
      clusters: ['prod-japan'],
      namespaces: [{ name: 'shop', mesh: true }],
      workloads: [workload],
    });
    return (unit?.mistakes ?? []).join('\n');
  };
  const right = {
    kind: 'Deployment',
    reason,
    steps: [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }],
  };

  test.each<[string, object, RegExp]>([
    [
      'a policy as kind',
      { ...right, kind: 'NetworkPolicy' },
      /patches\[0\]\.kind: .*expected one of Deployment/,
    ],
    ['an identity as kind', { ...right, kind: 'ServiceAccount' }, /patches\[0\]\.kind/],
    ['no reason', { ...right, reason: undefined }, /patches\[0\]\.reason: .*a sentence/],
    ['a word as reason', { ...right, reason: 'needed' }, /patches\[0\]\.reason: found "needed"/],
    ['no step', { ...right, steps: [] }, /patches\[0\]\.steps: .*at least one step/],
    ['a step of another kind', { ...right, steps: [{ op: 'copy', path: '/a', value: 1 }] }, /steps\[0\]\.op/],
    ['a path with points', { ...right, steps: [{ op: 'remove', path: 'spec.x' }] }, /steps\[0\]\.path/],
    ['no value', { ...right, steps: [{ op: 'add', path: '/spec/x' }] }, /steps\[0\]\.value/],
    ['a misspelt field', { ...right, step: [] }, /patches\[0\].*steps/],
  ])('with %s is refused', (_, patch, message) => {
    expect(mistakesOf(patch)).toMatch(message);
  });

  test('is taken where it is right', () => {
    expect(mistakesOf(right)).toBe('');
  });
});

test('whoever reviews a patch sees all of them on one page, with their reasons', () => {
  const patched = (name: string) =>
    web({
      name,
      patches: [
        patchOf([add('/spec/minReadySeconds', 5)]),
        patchOf([add('/spec/paused', true)], { clusters: ['prod-eu'] }),
      ],
    });
  const units = product({
    name: 'shop',
    clusters: ['prod-japan'],
    namespaces: [{ name: 'shop', mesh: true }],
    workloads: [patched('web'), web({ name: 'plain' }), patched('api')],
  });
  const page = patchesOf(units);
  expect(page.match(/^## .*$/gm)).toEqual(['## shop: api', '## shop: web']);
  expect(page.split(reason)).toHaveLength(5);
  expect(page).toContain('{"op":"add","path":"/spec/minReadySeconds","value":5}');
  expect(page).toContain('on prod-eu');
  expect(patchesOf([])).toContain('No workload has one.');
});

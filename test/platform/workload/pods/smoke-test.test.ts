import { describe, expect, test } from 'vitest';
import { service } from '../../../../platform/workload/workload.ts';
import { at, every, listAt, one, selects } from '../../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../../render-product.ts';
import { EVERY_POD_SENDS_TO, EVERY_PROXY_KNOWS, openings } from '../../network-openings.ts';
import { batch, runner, web } from '../declarations.ts';

const rendered = (ground: Ground = {}, more: Parameters<typeof web>[0] = {}) =>
  renderProduct({ workloads: [web(more)] }, ground);
const jobOf = (ground?: Ground, more?: Parameters<typeof web>[0]) => one(rendered(ground, more), 'Job');
const argsOf = (...given: Parameters<typeof jobOf>) =>
  listAt(jobOf(...given), 'spec.template.spec.containers[0].args').map(String);
const OUTSIDE = { cluster: 'sre-portfolio' };

describe('a build that does not answer fails the sync that brought it (S2-109, S2-110)', () => {
  test('it is asked after the sync, each time anew, and a failed test stays to be read', () => {
    expect(at(jobOf(), 'metadata.annotations')).toEqual({
      'argocd.argoproj.io/hook': 'PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded',
    });
    // A Job that removes itself may be gone before Argo CD has read its verdict.
    expect(at(jobOf(), 'spec.ttlSecondsAfterFinished')).toBeUndefined();
  });

  test('through the Service, by the paths that its probes ask', () => {
    expect(argsOf().filter((arg) => arg.startsWith('http'))).toEqual([
      'http://web.shop.svc.cluster.local/health/startup',
      'http://web.shop.svc.cluster.local/health/ready',
    ]);
    const probes = { startup: { path: '/up' }, readiness: { path: '/up' } };
    expect(argsOf({}, { probes }).filter((arg) => arg.startsWith('http'))).toEqual([
      'http://web.shop.svc.cluster.local/up',
    ]);
  });

  test('an error is a failure, and the first one ends it: curl passes over both by default', () => {
    expect(argsOf()).toEqual(expect.arrayContaining(['--fail', '--fail-early']));
    expect(at(jobOf(), 'spec.backoffLimit')).toBe(0);
  });

  test('it ends: all attempts of all paths fit the deadline, with the time to start a node', () => {
    const [longest, attempts, pause] = ['--max-time', '--retry', '--retry-delay'].map((option) => {
      const args = argsOf();
      return Number(args[args.indexOf(option) + 1]);
    });
    const perPath = (longest ?? 0) * ((attempts ?? 0) + 1) + (pause ?? 0) * (attempts ?? 0);
    expect(perPath).toBeGreaterThan(0);
    expect(2 * 2 * perPath + 120).toBeLessThanOrEqual(Number(at(jobOf(), 'spec.activeDeadlineSeconds')));
  });

  test('a refused request is tried again: policies of a new pod and routes of a canary come a little later', () => {
    const args = argsOf();
    const [attempts, pause] = ['--retry', '--retry-delay'].map((option) =>
      Number(args[args.indexOf(option) + 1]),
    );
    expect(args).toContain('--retry-all-errors');
    // Proxies and the network plug-in learn of a new pod within seconds; ten are the least for both.
    expect((attempts ?? 0) * (pause ?? 0)).toBeGreaterThanOrEqual(10);
    expect(attempts).toBeGreaterThanOrEqual(3);
  });

  test('what a drained node took along is no verdict', () => {
    expect(at(jobOf(), 'spec.podFailurePolicy.rules[0]')).toEqual({
      action: 'Ignore',
      onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
    });
    expect(at(jobOf(), 'spec.template.spec.restartPolicy')).toBe('Never');
  });

  test('the canary is asked by its header: by its share of the requests it might never be', () => {
    const images = { web: canaryOf(10) };
    const args = argsOf({ images });
    const second = args.slice(args.indexOf('--next'));
    expect(second).toEqual(expect.arrayContaining(['--fail', '--header', 'x-canary: true']));
    expect(second.filter((arg) => arg.startsWith('http'))).toHaveLength(2);
    expect(argsOf()).not.toContain('--next');
  });

  test('workers and jobs answer nobody, and have none', () => {
    expect(every(renderProduct({ workloads: [runner(), batch()] }), 'Job')).toEqual([]);
  });
});

describe('a sync at night does not fail for want of the pods that office hours took away', () => {
  const officeHours = { timeZone: 'Asia/Tokyo', days: 'Mon-Fri', from: '08:00', to: '22:00' };
  const at08To22 = rendered({ ...OUTSIDE, change: (cluster) => ({ ...cluster, officeHours }) });
  const always = rendered(OUTSIDE);

  test('where pods rest there is no test, and nothing is open or reserved for one', () => {
    expect(JSON.stringify(at08To22)).not.toContain('web-smoke-test');
    expect(JSON.stringify(always)).toContain('web-smoke-test');
  });

  test('the quota holds one pod less', () => {
    const pods = (objects: typeof always) => Number(at(one(objects, 'ResourceQuota'), 'spec.hard.pods'));
    expect(pods(always) - pods(at08To22)).toBe(1);
  });
});

describe('the test may do nothing but ask this service', () => {
  const pods = { namespace: 'shop', labels: { app: 'web-smoke-test' } };

  test.each([
    ['in the mesh', {}],
    ['outside', OUTSIDE],
  ])('%s', (_place, ground) => {
    const objects = rendered(ground);
    const sends = openings(objects, 'egress', pods).filter((line) => !EVERY_POD_SENDS_TO.includes(line));
    expect(sends).toEqual(['shop app=web TCP 8080']);
    expect(openings(objects, 'ingress', pods)).toEqual([]);
  });

  test('nor does its proxy know of anybody else', () => {
    const scope = one(rendered(), 'Sidecar', 'web-smoke-test');
    expect(at(scope, 'spec.workloadSelector.labels')).toEqual(pods.labels);
    expect(at(scope, 'spec.egress[0].hosts')).toEqual(
      [EVERY_PROXY_KNOWS, 'shop/web.shop.svc.cluster.local'].sort(),
    );
    expect(every(rendered(OUTSIDE), 'Sidecar')).toEqual([]);
  });

  test('its identity is its own, without a token or a role', () => {
    const account = one(rendered(), 'ServiceAccount', 'web-smoke-test');
    expect(at(account, 'automountServiceAccountToken')).toBe(false);
    expect(at(account, 'metadata.annotations')).toBeUndefined();
    expect(at(jobOf(), 'spec.template.spec.serviceAccountName')).toBe('web-smoke-test');
    expect(at(jobOf(), 'spec.template.spec.automountServiceAccountToken')).toBe(false);
  });

  test('it never stands behind the Service that it asks, nor counts for its budget or its autoscaler', () => {
    const labels = at(jobOf(), 'spec.template.metadata.labels');
    const objects = rendered();
    for (const selector of [
      at(one(objects, 'Service', 'web'), 'spec.selector'),
      at(one(objects, 'PodDisruptionBudget'), 'spec.selector.matchLabels'),
      at(one(objects, 'Deployment'), 'spec.selector.matchLabels'),
    ]) {
      expect(selects(selector, labels)).toBe(false);
    }
  });

  test('an image by digest, from the own registry', () => {
    expect(at(jobOf(), 'spec.template.spec.containers[0].image')).toMatch(
      /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/docker-hub\/curlimages\/curl:[\d.]+@sha256:[0-9a-f]{64}$/,
    );
  });

  test('its proxy is small, and ends with it as a native sidecar (X-51)', () => {
    const annotations = 'spec.template.metadata.annotations';
    expect(at(jobOf(), `${annotations}["sidecar.istio.io/proxyCPU"]`)).toBe('50m');
    expect(at(jobOf(OUTSIDE), annotations)).toBeUndefined();
  });

  test('it goes where its service runs, whose nodes may be tainted', () => {
    const declared = service({ ...web(), nodeGroup: 'spot' });
    const objects = renderProduct({ workloads: [declared] }, { cluster: 'triptrip-production' });
    for (const field of ['nodeSelector', 'tolerations']) {
      const own = at(one(objects, 'Job'), `spec.template.spec.${field}`);
      expect(own).toBeDefined();
      expect(own).toEqual(at(one(objects, 'Deployment'), `spec.template.spec.${field}`));
    }
  });
});

import { describe, expect, test } from 'vitest';
import { applicationSyncPolicy } from '../../../../platform/components/argocd/sync-policy.ts';
import { receivesFrom } from '../../../../platform/workload/declaration/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every, type Json, listAt, one } from '../../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../../render-product.ts';
import { batch, runner, web } from '../declarations.ts';

const jobs = { calls: [receivesFrom('jobs')] };
const OFFICE_HOURS = { timeZone: 'Europe/Berlin', days: '1-5', from: '08:00', to: '18:00' };
const office: Ground = { change: (cluster) => ({ ...cluster, officeHours: OFFICE_HOURS }) };
const canary: Ground = { images: { web: canaryOf(10) } };

/** Forms of one workload, each of which may follow any other in one commit. */
const FORMS: Readonly<Record<string, () => readonly Json[]>> = {
  'a fixed number': () => renderProduct({ workloads: [web({ scale: { replicas: 3 } })] }),
  'an HPA': () => renderProduct({ workloads: [web()] }),
  'requests a second': () =>
    renderProduct({ workloads: [web({ scale: { min: 3, max: 12, requestsPerSecond: 100 } })] }),
  'a queue': () =>
    renderProduct({
      workloads: [web({ ...jobs, scale: { min: 3, max: 12, queue: { name: 'jobs', messages: 5 } } })],
    }),
  'office hours': () => renderProduct({ workloads: [web()] }, office),
  'a canary': () => renderProduct({ workloads: [web()] }, canary),
  'a canary by requests': () =>
    renderProduct({ workloads: [web({ scale: { min: 3, max: 12, requestsPerSecond: 100 } })] }, canary),
  'a worker': () => renderProduct({ workloads: [runner({ name: 'web' })] }),
  'a job': () => renderProduct({ workloads: [batch({ name: 'web' })] }),
};
const names = Object.keys(FORMS);
const swaps = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
const rendered = new Map<string, readonly Json[]>();
function form(name: string): readonly Json[] {
  const objects = rendered.get(name) ?? FORMS[name]?.() ?? [];
  rendered.set(name, objects);
  return objects;
}

const nameOf = (object: Json) => String(at(object, 'metadata.name'));
const HPA_NAME = 'spec.advanced.horizontalPodAutoscalerConfig.name';

/**
 * Whether KEDA's webhook admits a ScaledObject while HPAs are on the cluster: the rule of `verifyHpas` in
 * `scaledobject_webhook.go` of KEDA 2.20, for HPAs that it does not own.
 */
function isAdmitted(scaledObject: Json, standing: readonly Json[]): boolean {
  const target = at(scaledObject, 'spec.scaleTargetRef');
  return standing
    .filter((hpa) => JSON.stringify(at(hpa, 'spec.scaleTargetRef')) === JSON.stringify(target))
    .every(
      (hpa) =>
        at(hpa, 'metadata.annotations["validations.keda.sh/hpa-ownership"]') === 'false' ||
        (at(scaledObject, 'metadata.annotations["scaledobject.keda.sh/transfer-hpa-ownership"]') === 'true' &&
          at(scaledObject, HPA_NAME) === nameOf(hpa)),
    );
}

/** What controllers make of objects, each by kind and name, with who makes it. */
function madeOf(objects: readonly Json[]): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((object): [string, string][] => {
      const maker = `${object.kind} ${nameOf(object)}`;
      switch (object.kind) {
        case 'ScaledObject':
          return [[`HorizontalPodAutoscaler ${at(object, HPA_NAME) ?? `keda-hpa-${nameOf(object)}`}`, maker]];
        case 'ExternalSecret':
          return [[`Secret ${at(object, 'spec.target.name') ?? nameOf(object)}`, maker]];
        case 'Certificate':
          return [[`Secret ${at(object, 'spec.secretName')}`, maker]];
        default:
          return [];
      }
    }),
  );
}

describe('a workload takes another form in one commit: what is new is applied first, what is old goes last', () => {
  test('the forms have what they are meant to have', () => {
    expect(every(form('an HPA'), 'HorizontalPodAutoscaler')).toHaveLength(1);
    for (const name of ['requests a second', 'a queue', 'office hours'])
      expect(every(form(name), 'ScaledObject'), name).toHaveLength(1);
    expect(every(form('a canary'), 'HorizontalPodAutoscaler')).toHaveLength(2);
    expect(every(form('a canary by requests'), 'ScaledObject')).toHaveLength(2);
    expect(every(form('a job'), 'ScaledJob')).toHaveLength(1);
  });

  test.each(swaps)('from %s to %s, KEDA admits each ScaledObject beside the old HPA', (from, to) => {
    const standing = every(form(from), 'HorizontalPodAutoscaler');
    for (const scaledObject of every(form(to), 'ScaledObject'))
      expect(isAdmitted(scaledObject, standing), nameOf(scaledObject)).toBe(true);
  });

  test.each(swaps)(
    'from %s to %s, nothing else that a controller makes belongs to somebody else',
    (from, to) => {
      const before = madeOf(form(from));
      for (const [made, maker] of madeOf(form(to))) {
        // KEDA takes it over, as above; whatever else has another maker would be refused, or collected with the old one.
        if (made.startsWith('HorizontalPodAutoscaler')) continue;
        expect(before.get(made) ?? maker, made).toBe(maker);
        expect(form(from).map((object) => `${object.kind} ${nameOf(object)}`)).not.toContain(made);
      }
    },
  );

  test('an HPA that was collected with its ScaledObject comes back by itself, and no pod goes meanwhile', () => {
    expect(applicationSyncPolicy(false).automated.selfHeal).toBe(true);
    for (const name of ['an HPA', 'requests a second', 'a queue', 'office hours']) {
      const objects = form(name);
      expect(at(one(objects, 'Deployment', 'web'), 'spec.replicas'), name).toBeUndefined();
      for (const scaledObject of every(objects, 'ScaledObject'))
        expect(at(scaledObject, 'spec.advanced.restoreToOriginalReplicaCount'), name).toBeUndefined();
    }
  });
});

test.each([
  ['today', liveFleet],
  ['in the frozen fleet', frozenFleet],
])('each ScaledObject %s may take over the HPA that was there before', (_, { ofKind }) => {
  for (const { json, name } of ofKind('ScaledObject')) {
    const target = listAt({ target: [at(json, 'spec.scaleTargetRef')] }, 'target');
    const before: Json = {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: `${name}-hpa` },
      spec: { scaleTargetRef: target[0] },
    };
    expect(isAdmitted(json, [before]), name).toBe(true);
  }
});

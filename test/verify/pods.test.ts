import { describe, expect, it } from 'vitest';
import type { TreeObject } from '../../scripts/prove-gatekeeper/tree.ts';
import { childrenOf, minimumsOf } from '../../scripts/verify/api-servers/pods.ts';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [] } };
const workload = (kind: string, spec: object): TreeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'a', namespace: 'n' },
  spec: { template, ...spec },
});
const scaler = (kind: string, spec: object): TreeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', namespace: 'n' },
  spec,
});
const kindsOf = (object: TreeObject, scalers: readonly TreeObject[] = []) =>
  childrenOf(object, minimumsOf(scalers)).map(({ kind }) => kind);

describe('the pods that are made of a workload', () => {
  it('are as many as it has at least, whoever says so', () => {
    const bare = workload('Deployment', {});
    const hpa = scaler('HorizontalPodAutoscaler', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
      minReplicas: 3,
    });
    const scaled = scaler('ScaledObject', { scaleTargetRef: { name: 'a' }, minReplicaCount: 2 });
    const idle = scaler('ScaledObject', { scaleTargetRef: { name: 'a' }, minReplicaCount: 0 });
    const ofAnother = scaler('ScaledObject', { scaleTargetRef: { name: 'b' }, minReplicaCount: 5 });
    expect(kindsOf(workload('Deployment', { replicas: 2 }))).toHaveLength(2);
    expect(kindsOf(bare, [hpa])).toHaveLength(3);
    expect(kindsOf(bare, [scaled])).toHaveLength(2);
    expect(kindsOf(bare, [ofAnother])).toHaveLength(1);
    // At rest it has none, but its template is judged all the same.
    expect(kindsOf(bare, [idle])).toHaveLength(1);
  });

  it('of a StatefulSet come with the claims that they mount', () => {
    const store = workload('StatefulSet', {
      replicas: 2,
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
    });
    const children = childrenOf(store, new Map());
    expect(children.map(({ kind }) => kind)).toEqual([
      'PersistentVolumeClaim',
      'Pod',
      'PersistentVolumeClaim',
      'Pod',
    ]);
    expect(children[2]).toMatchObject({ metadata: { name: 'data-a-1', namespace: 'n' } });
    expect(children[3]).toMatchObject({
      spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-a-1' } }] },
    });
  });

  it('of a CronJob stand beside the Job that it makes', () => {
    const cron = scaler('CronJob', { jobTemplate: { spec: { template } } });
    expect(kindsOf(cron)).toEqual(['Job', 'Pod']);
  });

  it('have names and labels of their own, which the template has not', () => {
    const [first, second] = childrenOf(workload('Deployment', { replicas: 2 }), new Map());
    expect(first?.metadata.name).not.toBe(second?.metadata.name);
    expect(first?.metadata.labels).toMatchObject({ app: 'a', 'pod-template-hash': expect.any(String) });
  });

  it('are none for what has no template', () => {
    expect(kindsOf(scaler('ConfigMap', {}))).toEqual([]);
  });
});

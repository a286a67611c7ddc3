import { describe, expect, it } from 'vitest';
import type { LiveWorkload } from '../../scripts/verify/scheduling/cluster-state.ts';
import { nodeOf } from '../../scripts/verify/scheduling/nodes.ts';
import { isBound } from '../../scripts/verify/scheduling/prove.ts';
import { lackOf, lacksOf } from '../../scripts/verify/scheduling/settle.ts';
import { fullQueues, scaledBy, schedulable } from '../../scripts/verify/scheduling/workloads.ts';

const status = {
  observedGeneration: 1,
  replicas: 3,
  readyReplicas: 3,
  currentNumberScheduled: 0,
  conditions: [],
};
const deployment = (changes: Partial<LiveWorkload['status']>): LiveWorkload => ({
  kind: 'Deployment',
  metadata: { name: 'user-service', namespace: 'prod', generation: 1 },
  spec: { replicas: 3 },
  status: { ...status, ...changes },
});

describe('a workload is whole', () => {
  it('when the controller has seen it and all of its pods are ready', () => {
    expect(lackOf(deployment({}))).toBeUndefined();
  });

  it.each([
    ['a pod is missing', { readyReplicas: 2 }, '2 of 3 pods are ready'],
    ['nobody has looked at it', { observedGeneration: 0 }, 'was not looked at yet'],
    [
      'its quota refuses a pod, though the rest is ready',
      { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }] },
      'exceeded quota',
    ],
  ])('but not when %s', (_name, changes, says) => {
    expect(lackOf(deployment(changes))).toBe(says);
  });

  it('and pods that no node takes are told once for each reason, by their owner', () => {
    const pod = (name: string) => ({
      metadata: {
        name,
        namespace: 'prod',
        labels: {},
        ownerReferences: [{ kind: 'ReplicaSet', name: 'user-service-5f' }],
      },
      spec: { nodeSelector: {}, volumes: [] },
      status: {
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no cpu' }],
      },
    });
    expect(lacksOf({ pods: [pod('a'), pod('b')], workloads: [] })).toEqual([
      { what: 'prod/user-service-5f', says: '2 without a node: no cpu' },
    ]);
  });
});

describe('a pod that waits', () => {
  const waiting = (message: string, claims: readonly string[] = ['data']) => ({
    metadata: { name: 'cache-0', namespace: 'prod', labels: {}, ownerReferences: [] },
    spec: {
      nodeSelector: {},
      volumes: claims.map((claimName) => ({ persistentVolumeClaim: { claimName } })),
    },
    status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] },
  });
  const volume = "0/3 nodes are available: 3 node(s) didn't match PersistentVolume's node affinity.";

  it('is bound to a zone where no other node has its volume', () => {
    expect(isBound(waiting(volume))).toBe(true);
    expect(isBound(waiting(volume, []))).toBe(false);
  });

  it('is not where it asks for nodes that are nowhere, or for more than they have', () => {
    const selector = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.";
    expect(isBound(waiting(selector))).toBe(false);
    expect(isBound(waiting('0/3 nodes are available: 3 Insufficient cpu.'))).toBe(false);
  });
});

describe('what is scheduled', () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'app' }] } };
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'prod', labels: { 'istio.io/rev': 'stable' } },
  };
  const injector = { image: 'proxy', resources: { requests: { cpu: '10m' } } };

  it('has the proxy in the template, where the namespace is in the mesh', () => {
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a', namespace: 'prod' },
      spec: { template },
    };
    const [, made] = schedulable([namespace, object], injector);
    expect(JSON.stringify(made)).toContain('istio-proxy');
  });

  it('is scaled between the bounds of its autoscaler, and a full queue starts as many Jobs as KEDA may', () => {
    const target = { scaleTargetRef: { name: 'a' } };
    const scaler = (kind: string, spec: object) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'a', namespace: 'prod' },
      spec: { ...target, ...spec },
    });
    expect(
      scaledBy([
        scaler('HorizontalPodAutoscaler', { minReplicas: 2, maxReplicas: 9 }),
        scaler('ScaledObject', { maxReplicaCount: 5 }),
      ]),
    ).toMatchObject([
      { least: 2, most: 9 },
      { least: 0, most: 5 },
    ]);
    const job = scaler('ScaledJob', { maxReplicaCount: 4, jobTargetRef: { template } });
    expect(fullQueues([namespace, job], injector)).toHaveLength(4);
  });

  it('goes onto nodes with the zone, the labels and the taints of their group; several zones take turns', () => {
    const group = {
      labels: { 'workload-type': 'general' },
      taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' as const }],
      instanceTypes: ['m5.xlarge'],
      capacityType: 'SPOT' as const,
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      minSize: 0,
      maxSize: 4,
      allocatable: { cpu: '3920m', memory: '14162Mi' },
    };
    const nodes = [0, 1, 2].map((index) => nodeOf('spot', group, index));
    expect(nodes.map(({ zone }) => zone)).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1a']);
    expect(nodes[0]?.labels).toMatchObject({
      'workload-type': 'general',
      'topology.kubernetes.io/zone': 'eu-central-1a',
      'topology.kubernetes.io/region': 'eu-central-1',
    });
    expect(nodes[0]?.object).toMatchObject({ spec: { taints: group.taints } });
  });
});

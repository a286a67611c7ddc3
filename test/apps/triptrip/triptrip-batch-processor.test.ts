import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { triptripBatchProcessor } from '../../../apps/triptrip/triptrip-batch-processor.ts';
import { nodePoolOf } from '../../../platform/kit/node-pool.ts';
import { controlPlaneOf } from '../../control-plane.ts';
import { at, every, listAt, one, textAt } from '../../manifest-reader.ts';
import { openings } from '../../platform/network-openings.ts';
import { rankOf, workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptripBatchProcessor);
const PRODUCTION = productionOf(triptrip).name;
const PLACE = { name: 'triptrip-batch-processor', namespace: 'triptrip-batch' };

const batch = (cluster: string = PRODUCTION) => renderUnit('triptrip-batch-processor', cluster);
const scaled = (cluster?: string) => one(batch(cluster), 'ScaledJob');
const target = (cluster?: string) => at(scaled(cluster), 'spec.jobTargetRef');
const pod = (cluster?: string) => at(target(cluster), 'template');
const container = (cluster?: string) => at(pod(cluster), 'spec.containers[0]');

describe('the batch of TripTrip', () => {
  test('S4-148, S4-149, X-52: each Job has an end, and none is left behind', () => {
    expect(at(scaled(), 'apiVersion')).toBe('keda.sh/v1alpha1');
    expect(at(scaled(), 'metadata')).toMatchObject(PLACE);
    expect(target()).toMatchObject({
      activeDeadlineSeconds: triptripBatchProcessor.deadlineSeconds ?? 3600,
      ttlSecondsAfterFinished: 86_400,
    });
    expect(at(pod(), 'spec.restartPolicy')).toBe('Never');
  });

  test('X-52: a Spot node that is reclaimed costs none of the tries', () => {
    expect(at(target(), 'podFailurePolicy.rules')).toEqual([
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
  });

  test.each(CLUSTERS)(
    'S4-150, X-30, X-52, X-108: on %s a digest of its own registry, with bounds',
    (cluster) => {
      const { terraform, images } = contextOf(cluster).cluster;
      expect(at(container(cluster), 'name')).toBe('processor');
      expect(at(container(cluster), 'image')).toBe(
        `${terraform.ecrRegistry}/triptrip-batch-processor@${images['triptrip-batch-processor']?.digest}`,
      );
      expect(textAt(container(cluster), 'image')).toMatch(/@sha256:[0-9a-f]{64}$/);
      expect(at(container(cluster), 'resources')).toEqual(triptripBatchProcessor.resources);
    },
  );

  test('S4-150, X-29: the Pod Security level restricted holds', () => {
    expect(at(pod(), 'spec.securityContext')).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(at(container(), 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test.each(CLUSTERS)('S4-151: on %s a bound of Jobs at once', (cluster) => {
    expect(at(scaled(cluster), 'spec')).toMatchObject({
      maxReplicaCount: Math.ceil(triptripBatchProcessor.max * contextOf(cluster).cluster.replicaFactor),
    });
  });

  test.each(CLUSTERS)('S4-152, X-10, X-50, X-97: on %s its own queue, region and credentials', (cluster) => {
    const { terraform } = contextOf(cluster).cluster;
    expect(listAt(scaled(cluster), 'spec.triggers')).toEqual([
      {
        type: 'aws-sqs-queue',
        metadata: {
          queueURL: terraform.queues.batch?.url,
          queueLength: String(triptripBatchProcessor.queue.messages),
          awsRegion: terraform.region,
        },
        authenticationRef: { name: 'keda-aws-credentials' },
      },
    ]);
    const authentication = every(renderUnit('triptrip', cluster), 'TriggerAuthentication').find(
      (object) => at(object, 'metadata.namespace') === PLACE.namespace,
    );
    expect(at(authentication, 'metadata.name')).toBe('keda-aws-credentials');
    expect(at(authentication, 'spec')).toEqual({ podIdentity: { provider: 'aws' } });
  });

  test.each(CLUSTERS)('X-24, X-52: on %s it runs on Spot nodes, and tolerates what they have', (cluster) => {
    const pool = nodePoolOf(contextOf(cluster).cluster, 'spot');
    expect(at(pod(cluster), 'spec.nodeSelector')).toEqual(pool?.selector);
    expect(pool?.taints.length).toBeGreaterThan(0);
    expect(at(pod(cluster), 'spec.tolerations')).toEqual(
      pool?.taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
    );
  });

  test('X-109: it waits for a node, and pushes nothing aside', () => {
    expect(at(pod(), 'spec.priorityClassName')).toBe('batch');
    const [rank] = every(renderUnit('priority-classes', PRODUCTION), 'PriorityClass').filter(
      (object) => at(object, 'metadata.name') === 'batch',
    );
    expect(at(rank, 'preemptionPolicy')).toBe('Never');
    for (const { name, declaration } of workloadsOf(triptrip)) {
      if (declaration.kind === 'job') continue;
      expect(rankOf(name, PRODUCTION), name).toBeGreaterThan(rankOf(PLACE.name, PRODUCTION));
    }
  });

  test.each(CLUSTERS)('X-51: on %s its proxy is one that ends with the Job', (cluster) => {
    const namespace = one(renderUnit('namespaces', cluster), 'Namespace', PLACE.namespace);
    expect(at(namespace, 'metadata.labels["istio.io/rev"]')).toBeTruthy();
    const context = contextOf(cluster);
    const istiod = context.units.find(({ name }) => name === controlPlaneOf(context.cluster));
    expect(JSON.stringify(istiod?.helm?.(context).values)).toContain('"ENABLE_NATIVE_SIDECARS":"true"');
  });

  test('it runs under an account of its own, with its role, and everything that it waits for is made', () => {
    const account = one(batch(), 'ServiceAccount', PLACE.name);
    expect(at(pod(), 'spec.serviceAccountName')).toBe(PLACE.name);
    expect(at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBe(
      contextOf(PRODUCTION).cluster.terraform.irsaRoleArns['triptrip-batch-processor'],
    );
    expect(at(container(), 'envFrom')).toEqual([
      { configMapRef: { name: at(one(batch(), 'ConfigMap'), 'metadata.name') } },
      { secretRef: { name: at(one(batch(), 'ExternalSecret'), 'spec.target.name') } },
    ]);
    expect(at(one(batch(), 'ConfigMap'), 'data.BATCH_QUEUE_URL')).toBe(
      contextOf(PRODUCTION).cluster.terraform.queues.batch?.url,
    );
  });

  test('nobody may ask it', () => {
    const objects = ['namespaces', 'triptrip', 'triptrip-batch-processor'].flatMap((unit) =>
      renderUnit(unit, PRODUCTION),
    );
    const pods = { namespace: PLACE.namespace, labels: at(pod(), 'metadata.labels') };
    expect(openings(objects, 'ingress', pods)).toEqual([]);
  });
});

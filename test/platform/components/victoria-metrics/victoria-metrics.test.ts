import { describe, expect, it } from 'vitest';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, listAt, one } from '../../../manifest-reader.ts';

const { contextOf, renderUnit } = frozenFleet;

const context = contextOf('prod-japan');
const objects = renderUnit('victoria-metrics', 'prod-japan');
const store = one(objects, 'StatefulSet');
const args = listAt(store, 'spec.template.spec.containers[0].args');

function prometheusOn(cluster: string): unknown {
  const { units, ...rest } = contextOf(cluster);
  const values = units
    .find(({ name }) => name === 'kube-prometheus-stack')
    ?.helm?.({ units, ...rest }).values;
  return at(values, 'prometheus.prometheusSpec');
}

it('a cluster has the lasting store because its contract asks for it (S3-57)', () => {
  const clusters = context.units.find(({ name }) => name === 'victoria-metrics')?.clusters;
  expect(clusters).toEqual(
    context.fleet.clusters.filter(({ longTermMetrics }) => longTermMetrics).map(({ name }) => name),
  );
  expect(clusters).toContain('prod-japan');
});

it('it keeps what the contract says, on a volume that is encrypted', () => {
  expect(args).toContain('-retentionPeriod=12M');
  expect(at(store, 'spec.volumeClaimTemplates[0].spec')).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'gp3-encrypted',
    resources: { requests: { storage: '200Gi' } },
  });
});

describe('every sample is kept once, though both replicas of Prometheus write it', () => {
  it('they write under the same labels, and the store leaves one of two out', () => {
    expect(prometheusOn('prod-japan')).toMatchObject({
      replicas: 2,
      replicaExternalLabelNameClear: true,
      scrapeInterval: '30s',
    });
    expect(args).toContain('-dedup.minScrapeInterval=30s');
  });

  it('Prometheus writes to the Service of the store, and may; elsewhere it writes nowhere', () => {
    const service = one(objects, 'Service');
    expect(at(prometheusOn('prod-japan'), 'remoteWrite[0].url')).toBe(
      `http://${at(service, 'metadata.name')}.${at(service, 'metadata.namespace')}.svc.cluster.local:${at(service, 'spec.ports[0].port')}/api/v1/write`,
    );
    const policy = one(
      renderUnit('kube-prometheus-stack', 'prod-japan'),
      'NetworkPolicy',
      'allow-prometheus',
    );
    expect(JSON.stringify(at(policy, 'spec.egress'))).toContain('"port":8428');
    expect(at(prometheusOn('sre-portfolio'), 'remoteWrite')).toBeUndefined();
  });
});

it('nobody who may look at dashboards can delete series or fill the disk', () => {
  for (const call of ['delete', 'snapshot', 'forceMerge']) {
    expect(args).toContain(`-${call}AuthKey=file:///keys/administration`);
  }
  const maker = at(store, 'spec.template.spec.initContainers[0]');
  expect(String(at(maker, 'command[2]'))).toContain('/dev/urandom');
  expect(at(maker, 'volumeMounts[0].mountPath')).toBe('/keys');
});

it('its volume is not pruned with a wrong commit', () => {
  expect(at(store, 'metadata.annotations["argocd.argoproj.io/sync-options"]')).toBe('Prune=confirm');
});

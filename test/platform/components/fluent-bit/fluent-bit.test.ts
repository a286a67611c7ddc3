import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { fluentBit } from '../../../../platform/components/fluent-bit/fluent-bit.ts';
import { namespacesOf } from '../../../../platform/unit/namespaces-of.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one, selects, textAt } from '../../../manifest-reader.ts';
import { configurationOn } from './configuration.ts';

const { contextOf, renderUnit } = frozenFleet;

const objects = renderUnit('fluent-bit', 'triptrip-production');
const agent = one(objects, 'DaemonSet');
const reader = one(objects, 'Deployment');
const pod = at(agent, 'spec.template.spec');
const container = at(pod, 'containers[0]');

describe('the agent of a node', () => {
  test('has the figures of S4-98 to S4-107', () => {
    expect(at(agent, 'metadata.name')).toBe('fluent-bit');
    expect(at(agent, 'spec.selector.matchLabels')).toEqual({ app: 'fluent-bit' });
    expect(at(agent, 'spec.updateStrategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 1 },
    });
    expect(pod).toMatchObject({
      serviceAccountName: 'fluent-bit',
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists' }],
    });
    expect(at(container, 'resources')).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
  });

  test.each(contextOf('prod-japan').fleet.clusters)(
    'names the cluster $name in its records',
    ({ name, terraform }) => {
      const found = one(renderUnit('fluent-bit', name), 'DaemonSet');
      const variables = listAt(found, 'spec.template.spec.containers[0].env');
      expect(variables).toContainEqual({ name: 'CLUSTER_NAME', value: terraform.clusterName });
      expect(at(variables[0], 'valueFrom.fieldRef.fieldPath')).toBe('spec.nodeName');
    },
  );

  test('keeps how far it has read on the node, and can write nowhere else (X-79)', () => {
    const volumes = listAt(pod, 'volumes');
    const mounts = listAt(container, 'volumeMounts');
    const writable = mounts
      .filter((mount) => at(mount, 'readOnly') !== true)
      .map((mount) => at(mount, 'name'));
    expect(writable).toEqual(['state']);
    const state = volumes.find((volume) => at(volume, 'name') === 'state');
    expect(at(state, 'hostPath')).toEqual({ path: '/var/lib/fluent-bit', type: 'DirectoryOrCreate' });
    expect(JSON.stringify(objects)).not.toContain('docker/containers');
  });

  test('mounts every directory that its configuration reads or writes (X-3)', () => {
    const { service, pipeline } = configurationOn('triptrip-production');
    const used = [service['storage.path'], ...pipeline.inputs.flatMap(({ path, db }) => [path, db])];
    const mounted = listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'mountPath'));
    for (const path of used.flatMap((paths) => String(paths).split(','))) {
      expect(
        mounted.some((folder) => path === folder || path.startsWith(`${folder}/`)),
        path,
      ).toBe(true);
    }
    const file = textAt(container, 'args[0]').replace('--config=', '');
    const [folder, name] = [file.slice(0, file.lastIndexOf('/')), file.slice(file.lastIndexOf('/') + 1)];
    expect(mounted).toContain(folder);
    expect(Object.keys(at(one(objects, 'ConfigMap', 'fluent-bit-config'), 'data') ?? {})).toEqual([name]);
  });

  test('is root in name only: no capability, no escalation, no other namespace of the host (X-28)', () => {
    expect(at(container, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(at(pod, 'securityContext.seccompProfile')).toEqual({ type: 'RuntimeDefault' });
    for (const share of ['hostNetwork', 'hostPID', 'hostIPC']) expect(at(pod, share)).toBeUndefined();
  });
});

describe('the reader of events', () => {
  test('is one pod, also during an update: two would deliver every event twice', () => {
    expect(at(reader, 'spec.replicas')).toBe(1);
    expect(at(reader, 'spec.strategy')).toEqual({ type: 'Recreate' });
  });

  test('needs nothing of the node and no root', () => {
    const spec = at(reader, 'spec.template.spec');
    expect(JSON.stringify(at(spec, 'volumes'))).not.toContain('hostPath');
    expect(at(spec, 'securityContext.runAsNonRoot')).toBe(true);
  });
});

describe('both', () => {
  test('are allowed what they do: delivery by the role of the cluster, names and events by the API (X-2)', () => {
    const { irsaRoleArns } = contextOf('triptrip-production').cluster.terraform;
    const account = one(objects, 'ServiceAccount', 'fluent-bit');
    expect(at(account, 'metadata.annotations')).toEqual({
      'eks.amazonaws.com/role-arn': irsaRoleArns['fluent-bit'],
    });
    expect(at(one(objects, 'ClusterRole'), 'rules')).toEqual([
      { apiGroups: [''], resources: ['events', 'namespaces', 'pods'], verbs: ['get', 'list', 'watch'] },
    ]);
    const binding = one(objects, 'ClusterRoleBinding');
    expect(at(binding, 'roleRef.name')).toBe(at(one(objects, 'ClusterRole'), 'metadata.name'));
    expect(at(binding, 'subjects')).toEqual([
      { kind: 'ServiceAccount', name: 'fluent-bit', namespace: at(account, 'metadata.namespace') },
    ]);
    for (const { spec } of [agent, reader]) {
      expect(at(spec, 'template.spec.serviceAccountName')).toBe('fluent-bit');
      // Without its token neither the filter nor the reader gets an answer.
      expect(at(spec, 'template.spec.automountServiceAccountToken')).toBe(true);
    }
  });

  test('are scraped where Fluent Bit has its metrics (X-77, X-78)', () => {
    const port = configurationOn('triptrip-production').service.http_port;
    expect(configurationOn('triptrip-production').service.http_server).toBe(true);
    for (const workload of [agent, reader]) {
      const template = at(workload, 'spec.template');
      const monitor = one(objects, 'PodMonitor', textAt(workload, 'metadata.name'));
      expect(selects(at(monitor, 'spec.selector.matchLabels'), at(template, 'metadata.labels'))).toBe(true);
      expect(at(monitor, 'spec.podMetricsEndpoints[0].path')).toBe('/api/v2/metrics/prometheus');
      expect(at(template, 'spec.containers[0].ports')).toEqual([
        { name: at(monitor, 'spec.podMetricsEndpoints[0].port'), containerPort: port, protocol: 'TCP' },
      ]);
    }
  });

  test('are not restarted because CloudWatch is away', () => {
    for (const workload of [agent, reader]) {
      const one = at(workload, 'spec.template.spec.containers[0]');
      expect(at(one, 'readinessProbe.httpGet.path')).toBe('/api/v1/health');
      expect(at(one, 'livenessProbe.httpGet.path')).not.toBe('/api/v1/health');
    }
  });

  test('start anew with a new configuration', () => {
    const context = contextOf('triptrip-production');
    const chart = new Chart(new App(), 'changed', { disableResourceNameHashes: true });
    const { terraform } = context.cluster;
    fluentBit.objects?.(chart, {
      ...context,
      cluster: { ...context.cluster, terraform: { ...terraform, logGroupPrefix: '/elsewhere' } },
    });
    const changed = chart.toJson();
    for (const [workload, kind] of [[agent, 'DaemonSet'] as const, [reader, 'Deployment'] as const]) {
      const path = 'spec.template.metadata.annotations["checksum/config"]';
      expect(textAt(one(changed, kind), path), kind).not.toBe(textAt(workload, path));
    }
  });

  test('run an image of one digest, from the cache of the cluster (X-108)', () => {
    const { ecrRegistry } = contextOf('triptrip-production').cluster.terraform;
    for (const workload of [agent, reader]) {
      const image = textAt(workload, 'spec.template.spec.containers[0].image');
      expect(image.startsWith(`${ecrRegistry}/docker-hub/fluent/fluent-bit:`)).toBe(true);
      expect(image).toMatch(/:\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
    }
  });
});

describe('nothing but the agents of the nodes is in a namespace without Pod Security', () => {
  test.each(contextOf('prod-japan').fleet.clusters)('on $name', ({ name }) => {
    const weaker = namespacesOf(contextOf(name)).filter(({ podSecurity }) => podSecurity !== 'restricted');
    expect(weaker.map((namespace) => namespace.name)).toContain('logging');
    expect(weaker.map((namespace) => namespace.name)).not.toContain('monitoring');
    expect(every(renderUnit('fluent-bit', name), 'DaemonSet')).toHaveLength(1);
  });
});

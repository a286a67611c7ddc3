import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { addDeployment } from '../../../../platform/components/opentelemetry-collector/deployment.ts';
import { controlPlaneOf } from '../../../control-plane.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one, selects, textAt } from '../../../manifest-reader.ts';
import { openings } from '../../network-openings.ts';

const { contextOf, renderUnit } = frozenFleet;

const UNIT = 'opentelemetry-collector';
const { fleet } = contextOf('prod-japan');
const meshed = fleet.clusters.filter(({ mesh }) => mesh !== undefined).map(({ name }) => name);

const names = z.array(z.string());
const configurationSchema = z.strictObject({
  extensions: z.strictObject({ health_check: z.strictObject({ endpoint: z.string() }) }),
  receivers: z.strictObject({
    otlp: z.strictObject({ protocols: z.strictObject({ grpc: z.strictObject({ endpoint: z.string() }) }) }),
  }),
  processors: z.record(z.string(), z.unknown()),
  exporters: z.strictObject({
    awsxray: z.strictObject({ region: z.string(), indexed_attributes: names }),
  }),
  service: z.object({
    extensions: names,
    pipelines: z.strictObject({
      traces: z.strictObject({ receivers: names, processors: names, exporters: names }),
    }),
    telemetry: z.object({ metrics: z.object({ readers: z.array(z.unknown()) }) }),
  }),
});

function configurationOn(cluster: string) {
  const map = one(renderUnit(UNIT, cluster), 'ConfigMap');
  return configurationSchema.parse(parse(textAt(map, 'data["config.yaml"]')));
}

describe('spans arrive somewhere (X-13)', () => {
  const objects = renderUnit(UNIT, 'prod-japan');
  const configuration = configurationOn('prod-japan');
  const deployment = one(objects, 'Deployment');
  const podLabels = at(deployment, 'spec.template.metadata.labels');
  const container = at(deployment, 'spec.template.spec.containers[0]');
  const portOf = (name: string) =>
    listAt(container, 'ports').find((port) => at(port, 'name') === name) ?? expect.fail(`no port ${name}`);

  it.each(meshed)('on %s at the address that the mesh gives its proxies', (cluster) => {
    const context = contextOf(cluster);
    const istiod = context.units
      .find(({ name }) => name === controlPlaneOf(context.cluster))
      ?.helm?.(context);
    const provider = listAt(istiod?.values, 'meshConfig.extensionProviders').find(
      (candidate) => at(candidate, 'opentelemetry') !== undefined,
    );
    const service = one(renderUnit(UNIT, cluster), 'Service');
    expect(at(provider, 'opentelemetry')).toEqual({
      service: `${at(service, 'metadata.name')}.${at(service, 'metadata.namespace')}.svc.cluster.local`,
      port: at(service, 'spec.ports[0].port'),
    });
  });

  it('from the Service to a pod that listens there, beyond its loopback address', () => {
    const service = one(objects, 'Service');
    expect(selects(at(service, 'spec.selector'), podLabels)).toBe(true);
    const target = portOf(textAt(service, 'spec.ports[0].targetPort'));
    expect(configuration.receivers.otlp.protocols.grpc.endpoint).toBe(
      `\${env:POD_IP}:${at(target, 'containerPort')}`,
    );
    expect(listAt(container, 'env')).toContainEqual({
      name: 'POD_IP',
      valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
    });
  });

  it('in the protocol that the proxies speak: without a name or a protocol of gRPC they would not use HTTP/2', () => {
    expect(at(one(objects, 'Service'), 'spec.ports[0]')).toMatchObject({
      name: expect.stringMatching(/^grpc-/),
      appProtocol: 'grpc',
    });
  });

  it('through a pipeline of parts that exist, all of which are used', () => {
    const { receivers, processors, exporters, extensions, service } = configuration;
    const { traces } = service.pipelines;
    expect(traces.receivers).toEqual(Object.keys(receivers));
    expect(traces.processors).toEqual(Object.keys(processors));
    expect(traces.exporters).toEqual(Object.keys(exporters));
    expect(service.extensions).toEqual(Object.keys(extensions));
  });

  it('a flood of them is refused before it fills the memory', () => {
    expect(configuration.service.pipelines.traces.processors[0]).toBe('memory_limiter');
    const [, heap] = /^(\d+)MiB$/.exec(textAt(container, 'env[1].value')) ?? [];
    const [, limit] = /^(\d+)Mi$/.exec(textAt(container, 'resources.limits.memory')) ?? [];
    expect(Number(heap)).toBeLessThan(Number(limit) * 0.85);
  });

  it('a changed configuration reaches pods that read it at start only', () => {
    const annotationsWith = (configuration: string) => {
      const chart = new Chart(new App(), 'unit');
      addDeployment(chart, contextOf('prod-japan').cluster, {}, configuration);
      return at(chart.toJson()[0], 'spec.template.metadata.annotations');
    };
    expect(annotationsWith('one')).toEqual(annotationsWith('one'));
    expect(annotationsWith('one')).not.toEqual(annotationsWith('other'));
  });

  it('probes and Prometheus ask where something answers', () => {
    const health = at(portOf('health'), 'containerPort');
    expect(configuration.extensions.health_check.endpoint).toBe(`\${env:POD_IP}:${health}`);
    expect(at(container, 'readinessProbe.httpGet.port')).toBe('health');
    expect(at(container, 'livenessProbe.httpGet.port')).toBe('health');
    const metrics = textAt(one(objects, 'PodMonitor'), 'spec.podMetricsEndpoints[0].port');
    expect(JSON.stringify(configuration.service.telemetry.metrics.readers)).toContain(
      `"port":${at(portOf(metrics), 'containerPort')}`,
    );
    expect(selects(at(one(objects, 'PodMonitor'), 'spec.selector.matchLabels'), podLabels)).toBe(true);
  });

  it('also while a node is drained or a zone is gone', () => {
    expect(at(deployment, 'spec.replicas')).toBe(2);
    expect(at(deployment, 'spec.template.spec.topologySpreadConstraints[0].topologyKey')).toBe(
      'topology.kubernetes.io/zone',
    );
    const budget = one(objects, 'PodDisruptionBudget');
    expect(at(budget, 'spec.maxUnavailable')).toBe(1);
    expect(selects(at(budget, 'spec.selector.matchLabels'), podLabels)).toBe(true);
  });
});

describe('the way of a span is open, and no other (X-21)', () => {
  const namespaces = renderUnit('namespaces', 'prod-japan');
  const objects = renderUnit(UNIT, 'prod-japan');
  const pods = { namespace: 'tracing', labels: { 'app.kubernetes.io/name': UNIT } };
  const inMesh = every(namespaces, 'Namespace').filter(
    (namespace) => at(namespace, 'metadata.labels["istio.io/rev"]') !== undefined,
  );

  it('from every pod of the mesh', () => {
    expect(inMesh.map((namespace) => at(namespace, 'metadata.name'))).toContain('istio-system');
    for (const namespace of inMesh) {
      const name = textAt(namespace, 'metadata.name');
      const sent = openings(namespaces, 'egress', { namespace: name, labels: {} });
      expect(sent, name).toContain(`tracing app.kubernetes.io/name=${UNIT} TCP 4317`);
    }
  });

  it('to the collector, which lets in the mesh at this port and Prometheus at another', () => {
    const rules = listAt(one(objects, 'NetworkPolicy'), 'spec.ingress');
    expect(selects(at(one(objects, 'NetworkPolicy'), 'spec.podSelector.matchLabels'), pods.labels)).toBe(
      true,
    );
    expect(rules.map((rule) => at(rule, 'ports[0].port'))).toEqual([4317, 8888]);
    expect(listAt(rules[0], 'from')).toHaveLength(1);
    // Whichever its revision: these are the namespaces with the label, and no others.
    expect(inMesh).not.toEqual([]);
    expect(at(rules[0], 'from[0].namespaceSelector')).toEqual({
      matchExpressions: [{ key: 'istio.io/rev', operator: 'Exists' }],
    });
  });

  it('from there to AWS by private addresses: X-Ray, and STS for its role (X-20)', () => {
    const { vpcEndpointCidrs } = contextOf('prod-japan').cluster.terraform;
    expect(openings([...namespaces, ...objects], 'egress', pods)).toEqual(
      [
        ...vpcEndpointCidrs.map((cidr) => `${cidr} TCP 443`),
        'kube-system k8s-app=kube-dns TCP 53',
        'kube-system k8s-app=kube-dns UDP 53',
      ].sort(),
    );
  });

  it('bringing spans makes none: the collector has no proxy', () => {
    const namespace = one(namespaces, 'Namespace', 'tracing');
    expect(at(namespace, 'metadata.labels["istio.io/rev"]')).toBeUndefined();
    expect(at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]')).toBe('restricted');
  });
});

describe('each cluster traces into its own region, by its own role (S3-66, X-97)', () => {
  it.each(meshed)('%s', (name) => {
    const { terraform } = contextOf(name).cluster;
    const { exporters, processors } = configurationOn(name);
    expect(exporters.awsxray.region).toBe(terraform.region);
    expect(listAt(processors.resource, 'attributes')).toContainEqual({
      key: 'k8s.cluster.name',
      value: name,
      action: 'upsert',
    });
    const account = one(renderUnit(UNIT, name), 'ServiceAccount');
    expect(at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBe(
      `arn:aws:iam::${terraform.accountId}:role/${name}-${UNIT}`,
    );
    expect(at(one(renderUnit(UNIT, name), 'Deployment'), 'spec.template.spec.serviceAccountName')).toBe(
      at(account, 'metadata.name'),
    );
  });

  it('a cluster without a mesh has no proxies and no collector', () => {
    const { units } = contextOf('prod-japan');
    expect(units.find(({ name }) => name === UNIT)?.clusters).toEqual(meshed);
    expect(meshed.length).toBeLessThan(fleet.clusters.length);
  });
});

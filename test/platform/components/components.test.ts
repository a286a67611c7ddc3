import { describe, expect, it } from 'vitest';
import { components } from '../../../platform/components/index.ts';
import { roleAnnotation } from '../../../platform/constructs/component.ts';
import { frozenFleet } from '../../fleet/frozen-fleet.ts';

const { contextOf, fleet, ofKind, unitsOn } = frozenFleet;
const rendered = frozenFleet.rendered();

function valuesOf(unit: string, cluster: string) {
  const found = components(fleet).find(({ name }) => name === unit);
  return JSON.parse(JSON.stringify(found?.helm?.(contextOf(cluster)).values));
}

describe('a cluster gets the components that its contract asks for', () => {
  it.each(fleet.clusters)(
    '$name has one node scaler, and Istio only with a mesh',
    ({ name, nodeScaler, mesh, linkedTo, egress }) => {
      const names = unitsOn(name).map((unit) => unit.name);
      expect(names.filter((unit) => ['karpenter', 'cluster-autoscaler'].includes(unit))).toEqual([
        nodeScaler,
      ]);
      const istio = mesh === undefined ? [] : ['istio-base', 'istio-cni', 'istio-ingressgateway', 'istiod'];
      const linked = linkedTo.length === 0 ? [] : ['istio-csr', 'istio-eastwestgateway'];
      const gateway = egress === 'gateway' ? ['istio-egressgateway'] : [];
      expect(names.filter((unit) => unit.startsWith('istio')).sort()).toEqual(
        [...istio, ...linked, ...gateway].sort(),
      );
    },
  );

  it('and says which role is missing, instead of a controller that AWS refuses at run time', () => {
    const { cluster } = contextOf('triptrip-dev');
    expect(() => roleAnnotation(cluster, 'velero-of-nobody')).toThrow(
      'clusters/triptrip-dev/terraform.json: the output irsa_role_arns has no velero-of-nobody.',
    );
  });

  it('the Cluster Autoscaler has the minor version of the cluster, and a new one is not forgotten (X-94)', () => {
    const { cluster, ...context } = contextOf('triptrip-dev');
    expect(valuesOf('cluster-autoscaler', 'triptrip-dev').image.tag).toMatch(/^v1\.34\./);
    const unit = components(fleet).find(({ name }) => name === 'cluster-autoscaler');
    expect(() => unit?.helm?.({ ...context, cluster: { ...cluster, kubernetesVersion: '1.99' } })).toThrow(
      'kubernetesVersion 1.99 has no image of the Cluster Autoscaler',
    );
  });
});

describe('an outage or a rate limit of a public registry does not stop a scale-up (X-108)', () => {
  it.each(fleet.clusters)('$name pulls every image from its own region', ({ name, terraform }) => {
    for (const unit of unitsOn(name)) {
      const values = JSON.stringify(unit.helm?.(contextOf(name)).values ?? {});
      expect(values, unit.name).not.toMatch(
        /"(repository|registry|hub)":"(docker\.io|ghcr\.io|quay\.io|registry\.k8s\.io|public\.ecr\.aws)/,
      );
      const registries = values.match(/\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/g) ?? [];
      expect(new Set([...registries, terraform.ecrRegistry]), unit.name).toEqual(
        new Set([terraform.ecrRegistry]),
      );
    }
  });
});

describe('the API server reaches its webhooks and aggregated APIs through the default deny', () => {
  const ports: Readonly<Record<string, readonly number[]>> = {
    'aws-load-balancer-controller': [9443],
    'cert-manager': [10250],
    'external-secrets': [10250],
    gatekeeper: [8443],
    istiod: [15017],
    keda: [6443, 9443],
    'metrics-server': [10250],
  };

  it.each(Object.entries(ports))('%s', (unit, wanted) => {
    const policies = ofKind('NetworkPolicy').filter(
      (object) => object.unit.name === unit && object.cluster === 'triptrip-production',
    );
    const open = policies.flatMap(({ json }) =>
      (json.spec.ingress ?? [])
        .filter(({ from }: { from: { ipBlock?: object }[] }) =>
          from.every(({ ipBlock }) => ipBlock !== undefined),
        )
        .flatMap((rule: { ports: { port: number }[] }) => rule.ports.map(({ port }) => port)),
    );
    expect(open.sort()).toEqual([...wanted].sort());
  });
});

describe('Prometheus reads what may be read', () => {
  interface Rule {
    readonly from?: readonly Peer[];
    readonly to?: readonly Peer[];
    readonly ports: readonly { readonly port: number }[];
  }
  interface Peer {
    readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  }
  const NAME = 'kubernetes.io/metadata.name';

  it.each(fleet.clusters)('on $name: where pods let it in, its own policy lets it out', ({ name }) => {
    const policies = ofKind('NetworkPolicy').filter(({ cluster }) => cluster === name);
    const prometheus = policies.find((policy) => policy.name === 'allow-prometheus');
    const outgoing = (prometheus?.json.spec.egress ?? []).flatMap(({ to = [], ports }: Rule) =>
      to.flatMap(({ namespaceSelector }) =>
        ports.map(({ port }) => `${namespaceSelector?.matchLabels[NAME]}:${port}`),
      ),
    );
    const incoming = policies.flatMap(({ json, namespace }) =>
      (json.spec.ingress ?? [])
        .filter(({ from = [] }: Rule) =>
          from.some(
            ({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name'] === 'prometheus',
          ),
        )
        .flatMap(({ ports }: Rule) => ports.map(({ port }) => `${namespace}:${port}`)),
    );
    expect(incoming.length).toBeGreaterThan(15);
    for (const place of incoming) expect(outgoing).toContain(place);
  });

  it('every monitor of a pod or Service is picked up, whatever its labels (X-77)', () => {
    const { prometheusSpec } = valuesOf('kube-prometheus-stack', 'prod-eu').prometheus;
    const selectors = Object.entries(prometheusSpec).filter(([key]) =>
      key.endsWith('SelectorNilUsesHelmValues'),
    );
    expect(selectors.map(([, value]) => value)).toEqual([false, false, false, false, false]);
    expect(prometheusSpec.retention).toBe('15d');
  });
});

describe('a sync that changes nothing writes nothing', () => {
  it('because no NetworkPolicy holds empty matchLabels, which the API server would drop', () => {
    const policies = ofKind('NetworkPolicy');
    expect(policies.length).toBeGreaterThan(100);
    const empty = policies.filter(({ json }) => JSON.stringify(json).includes('"matchLabels":{}'));
    expect(empty.map(({ cluster, name }) => `${cluster} ${name}`)).toEqual([]);
  });
});

describe('no store of secrets can be shared between products (X-106)', () => {
  it('because the controller has no role of its own and looks at nothing that spans namespaces', () => {
    const values = valuesOf('external-secrets', 'prod-japan');
    expect(JSON.stringify(values)).not.toContain('role-arn');
    expect(values.processClusterStore).toBe(false);
    expect(values.processClusterExternalSecret).toBe(false);
    expect(rendered.filter(({ kind }) => kind === 'ClusterSecretStore')).toEqual([]);
  });
});

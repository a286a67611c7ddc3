import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { istioRevisions } from '../../../clusters/index.ts';
import { istiodUnit } from '../../../platform/components/istio/address.ts';
import { controlPlanesOf } from '../../../platform/kit/proxy-revision.ts';
import { roleAnnotation } from '../../../platform/kit/service-account.ts';

import { frozenFleet } from '../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../live-fleet.ts';

const { contextOf, fleet, ofKind, unitsOn } = liveFleet;

describe('a cluster gets the components that its contract asks for', () => {
  it.each(fleet.clusters)(
    '$name has one node scaler, and Istio only with a mesh',
    ({ name, nodeScaler, mesh, linkedTo, egress, terraform }) => {
      const names = unitsOn(name).map((unit) => unit.name);
      expect(names.filter((unit) => ['karpenter', 'cluster-autoscaler'].includes(unit))).toEqual([
        nodeScaler,
      ]);
      const asked: Readonly<Record<string, boolean>> = {
        'istio-base': mesh !== undefined,
        'istio-cni': mesh !== undefined,
        'istio-ingressgateway': mesh !== undefined,
        // One of each control plane: during an upgrade there are two.
        ...Object.fromEntries(
          istioRevisions.map((revision) => [
            istiodUnit(revision),
            mesh !== undefined && controlPlanesOf({ mesh }).includes(revision),
          ]),
        ),
        'istio-eastwestgateway': linkedTo.length > 0,
        'istio-egressgateway': egress === 'gateway',
        // Linked clusters need a root in common; Terraform may make an authority for one that is alone, too.
        'istio-csr': mesh !== undefined && terraform.acmPcaArn !== undefined,
      };
      for (const [unit, there] of Object.entries(asked)) expect(names.includes(unit), unit).toBe(there);
    },
  );

  it('and says which role is missing, instead of a controller that AWS refuses at run time', () => {
    const cluster = frozenFleet.clusterOf('triptrip-staging');
    expect(() => roleAnnotation(cluster, 'velero-of-nobody')).toThrow(
      'clusters/triptrip-staging/terraform.json: the output irsa_role_arns has no velero-of-nobody, which calls AWS.',
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
    expect(incoming).not.toEqual([]);
    for (const place of incoming) expect(outgoing).toContain(place);
  });

  it('every monitor of a pod or Service is picked up, whatever its labels (X-77)', () => {
    const { prometheusSpec } = z
      .object({ prometheusSpec: z.record(z.string(), z.unknown()) })
      .parse(frozenFleet.valuesOf('kube-prometheus-stack', 'prod-eu').prometheus);
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
    expect(policies).not.toEqual([]);
    const empty = policies.filter(({ json }) => JSON.stringify(json).includes('"matchLabels":{}'));
    expect(empty.map(({ cluster, name }) => `${cluster} ${name}`)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { liveFleet } from '../../../live-fleet.ts';

const { fleet, ofKind, units, unitsOn } = liveFleet;
const rendered = liveFleet.rendered();

const applications = ofKind('Application');

/** The folders that an Application reads objects from. */
function foldersOf({ json }: { json: { spec: { source?: Source; sources?: Source[] } } }): string[] {
  const { source, sources = [] } = json.spec;
  return [source, ...sources].flatMap((one) => one?.path ?? []);
}

interface Source {
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision: string;
  readonly ref?: string;
  readonly helm?: { readonly valueFiles: string[]; readonly releaseName: string };
}

describe('every committed folder is deployed, by one Application', () => {
  const roots = fleet.clusters.map(({ name }) => `dist/${name}/applications`);

  it('none is forgotten, and none has two that fight over it (X-81, X-85)', () => {
    const deployed = [...applications.flatMap(foldersOf), ...roots].sort();
    const written = rendered.map(({ cluster, unit }) => `dist/${cluster}/${unit.name}`);
    // A chart without objects of ours has no folder: an Application that read it would never become healthy.
    expect(deployed).toEqual([...new Set(written)].sort());
  });

  it('and a chart comes at one exact version with the values of its own folder (X-87)', () => {
    for (const { cluster, json, name } of applications) {
      const chart = json.spec.sources?.find((source: Source) => source.chart !== undefined);
      if (chart === undefined) continue;
      const own = json.spec.sources.find((source: Source) => source.ref === 'values');
      expect(chart.targetRevision, name).toMatch(/^v?\d+\.\d+\.\d+$/);
      const file = `dist/values/${cluster}/${name.slice(cluster.length + 1)}.yaml`;
      expect(chart.helm.valueFiles, name).toEqual([`$values/${file}`]);
      expect(own.repoURL, name).toBe(fleet.repository.url);
    }
    expect(applications.filter(({ json }) => json.spec.sources)).not.toEqual([]);
  });
});

describe('a deploy stays on its cluster', () => {
  it('because the destination is the cluster by name, which is the same on every hub (X-83)', () => {
    for (const { cluster, json, name } of applications) {
      expect(Object.keys(json.spec.destination).sort(), name).toEqual(['name', 'namespace']);
      expect(json.spec.destination.name, name).toBe(cluster);
      expect(name.startsWith(`${cluster}-`), name).toBe(true);
    }
  });

  it('and two clusters of a hub never share the name of an Application', () => {
    for (const hub of fleet.clusters) {
      const managed = fleet.clusters.filter((cluster) => cluster.hub === hub.name).map(({ name }) => name);
      const names = applications.filter(({ cluster }) => managed.includes(cluster)).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('an Application deleted by mistake does not delete the database volume', () => {
  it('because only the Application of a workload takes its objects along, and that keeps no data', () => {
    const workloads = units.filter((unit) => unit.workloads !== undefined).map(({ name }) => name);
    const stateful = rendered.filter(({ kind }) => kind === 'StatefulSet').map(({ unit }) => unit.name);
    for (const { json, name, cluster } of applications) {
      const unit = name.slice(cluster.length + 1);
      const taking = workloads.includes(unit);
      expect(json.metadata.finalizers, name).toEqual(
        taking ? ['resources-finalizer.argocd.argoproj.io'] : undefined,
      );
      if (taking) expect(stateful).not.toContain(unit);
    }
  });

  it('and what loses data is pruned only after a person says so', () => {
    const precious = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'StatefulSet'];
    for (const { kind, json, name } of rendered.filter((object) => precious.includes(object.kind))) {
      const options = json.metadata.annotations?.['argocd.argoproj.io/sync-options'];
      expect(options, `${kind} ${name}`).toContain('Prune=confirm');
    }
  });
});

describe('the first sync of a cluster does not fail for a kind that nobody knows yet', () => {
  /** Which unit brings the definitions of an API group that others use. What is not here comes with its own chart. */
  const broughtBy: Readonly<Record<string, string>> = {
    'awspca.cert-manager.io': 'aws-privateca-issuer',
    'autoscaling.k8s.io': 'vertical-pod-autoscaler',
    'cert-manager.io': 'cert-manager',
    'constraints.gatekeeper.sh': 'constraint-templates',
    'chaos-mesh.org': 'chaos-mesh',
    'external-secrets.io': 'external-secrets',
    'karpenter.k8s.aws': 'karpenter',
    'karpenter.sh': 'karpenter',
    'keda.sh': 'keda',
    'monitoring.coreos.com': 'prometheus-operator-crds',
    'networking.istio.io': 'istio-base',
    'security.istio.io': 'istio-base',
    'telemetry.istio.io': 'istio-base',
    'templates.gatekeeper.sh': 'gatekeeper',
  };
  /** Kinds of Kubernetes and EKS themselves, and Argo CD's own, which stand before the first sync. */
  const known =
    /^$|^(apps|autoscaling|batch|policy|argoproj\.io)$|^(networking|rbac\.authorization|scheduling|storage)\.k8s\.io$|^vpcresources\.k8s\.aws$/;

  it('because definitions come in an earlier wave than what uses them (X-86)', () => {
    for (const { cluster, unit, group, kind, name } of rendered) {
      if (known.test(group)) continue;
      const bringer = broughtBy[group] ?? (unit.helm === undefined ? undefined : unit.name);
      const source = unitsOn(cluster).find((candidate) => candidate.name === bringer);
      expect(source, `${kind} ${name} on ${cluster}: who brings ${group}?`).toBeDefined();
      if (source === unit) continue;
      expect(source?.wave, `${kind} ${name} of ${unit.name} on ${cluster}`).toBeLessThan(unit.wave);
    }
  });

  it('the wave stands on the Application', () => {
    for (const { json, cluster, name } of applications) {
      const unit = unitsOn(cluster).find((candidate) => `${cluster}-${candidate.name}` === name);
      expect(json.metadata.annotations['argocd.argoproj.io/sync-wave'], name).toBe(String(unit?.wave));
    }
  });

  it('a gateway whose image the control plane puts in starts after the control plane', () => {
    const wave = (name: string) => units.find((unit) => unit.name === name)?.wave ?? Number.NaN;
    expect(wave('istio-base')).toBeLessThan(wave('istiod'));
    expect(wave('istiod')).toBeLessThan(wave('istio-ingressgateway'));
  });
});

describe('Argo CD does not undo what autoscalers and controllers do', () => {
  it('a sync respects what is ignored, and nothing that a person chose is ignored (X-42, X-43)', () => {
    const fields = new Set<string>();
    for (const { json, name } of applications) {
      expect(json.spec.syncPolicy.syncOptions, name).toContain('RespectIgnoreDifferences=true');
      for (const { jsonPointers = [], jqPathExpressions = [] } of json.spec.ignoreDifferences ?? []) {
        for (const field of [...jsonPointers, ...jqPathExpressions]) fields.add(field);
      }
    }
    expect([...fields]).toContain('.webhooks[]?.clientConfig.caBundle');
    for (const field of fields)
      expect(field).not.toMatch(/^\/spec$|replicas|template\/spec|image|resources|limits/i);
  });

  it('namespaces are rendered, never made on the way without their labels (X-12)', () => {
    for (const { json, name } of applications) {
      expect(json.spec.syncPolicy.syncOptions.join(), name).not.toContain('CreateNamespace');
      expect(json.spec.syncPolicy.automated, name).toEqual({
        prune: true,
        selfHeal: true,
        allowEmpty: false,
      });
    }
    const made = new Set(ofKind('Namespace').map(({ cluster, name }) => `${cluster} ${name}`));
    for (const { cluster, kind, namespace, name } of rendered) {
      if (namespace === undefined || kind === 'Application') continue;
      expect(made, `${kind} ${name}`).toContain(`${cluster} ${namespace}`);
    }
  });
});

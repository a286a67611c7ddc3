import { describe, expect, it } from 'vitest';
import { PAUSE_ANNOTATION } from '../../../../platform/components/argocd/address.ts';
import { liveFleet } from '../../../live-fleet.ts';

const { fleet, ofKind } = liveFleet;

const sets = ofKind('ApplicationSet');

/** What every sync of the fleet relies on. */
const EVERY_SYNC = [
  // Definitions are too large for the annotation of a client-side apply.
  'ServerSideApply=true',
  // Two Applications with one object would undo each other for ever.
  'FailOnSharedResource=true',
  // What takes the place of an object has to be well before the object goes, and what it owns goes before it.
  'PruneLast=true',
  'PrunePropagationPolicy=foreground',
];

function clustersOf(set: (typeof sets)[number]): string[] {
  return set.json.spec.generators[0].list.elements.map(({ cluster }: { cluster: string }) => cluster);
}

describe('every cluster has one Argo CD', () => {
  it('the one that its contract names, and no other', () => {
    const managed = sets.flatMap((set) => clustersOf(set).map((cluster) => `${cluster} by ${set.cluster}`));
    expect(managed.sort()).toEqual(fleet.clusters.map(({ name, hub }) => `${name} by ${hub}`).sort());
  });

  it('and the recovery of a region does not depend on the region that failed', () => {
    // A production cluster that names no hub is reached by itself alone.
    const own = fleet.clusters.filter(
      ({ name, hub, environment }) => name === hub && environment === 'production',
    );
    for (const { name } of own) {
      const set = sets.find(({ cluster }) => cluster === name);
      expect(set && clustersOf(set)).toContain(name);
      expect(set?.json.spec.template.spec.destination.name).toBe(name);
    }
  });
});

describe('a change of the ApplicationSet cannot empty a cluster', () => {
  it('a cluster that leaves the list keeps its Application, and with the set only the set goes (X-84)', () => {
    for (const { json, name } of sets) {
      expect(json.spec.syncPolicy, name).toEqual({
        applicationsSync: 'create-update',
        preserveResourcesOnDeletion: true,
      });
      expect(json.metadata.finalizers, name).toEqual(['resources-finalizer.argocd.argoproj.io']);
      expect(json.spec.template.metadata.finalizers, name).toBeUndefined();
    }
  });

  it('a misspelt key is an error, not a folder with braces in its name', () => {
    for (const { json, name } of sets) {
      expect(json.spec.goTemplate, name).toBe(true);
      expect(json.spec.goTemplateOptions, name).toEqual(['missingkey=error']);
      const used = JSON.stringify(json.spec.template).match(/\{\{[^}]*\}\}/g) ?? [];
      expect(new Set(used), name).toEqual(new Set(['{{.cluster}}']));
    }
  });

  it('the root reads the Applications of its cluster alone, and goes on until they are healthy', () => {
    for (const { json, name } of sets) {
      expect(json.spec.template.spec.source.path, name).toBe('dist/{{.cluster}}/applications');
      expect(json.spec.template.spec.syncPolicy.retry.limit, name).toBe(-1);
    }
  });

  it('a sync of the root looks at all of its Applications, not only at those that a commit changed', () => {
    const own = [
      'ApplyOutOfSyncOnly=true',
      // A chart's definitions are pruned only after a person confirms it.
      'Prune=confirm',
      // Of the root's own objects only the status is overlooked, and that is theirs.
      'RespectIgnoreDifferences=true',
    ];
    for (const { json, name } of sets) {
      const options: string[] = json.spec.template.spec.syncPolicy.syncOptions;
      for (const option of own) expect(options, name).not.toContain(option);
      expect(options, name).toEqual(expect.arrayContaining(EVERY_SYNC));
      // Otherwise they are those of any Application.
      for (const application of ofKind('Application')) {
        const others: string[] = application.json.spec.syncPolicy.syncOptions;
        expect(others.filter((option) => !own.includes(option))).toEqual(options);
      }
    }
  });
});

describe('what is paused by hand stays paused until somebody ends it, at both levels above it', () => {
  it('the ApplicationSet leaves the pause of a root alone, and nothing else that is not its own', () => {
    for (const { json, name } of sets) {
      expect(json.spec.preservedFields, name).toEqual({ annotations: [PAUSE_ANNOTATION] });
      expect(json.spec.template.metadata.annotations, name).toBeUndefined();
    }
  });

  it('the root applies on the server and owns no pause, so a sync of it takes none away', () => {
    for (const { json, name } of sets) {
      expect(json.spec.template.spec.syncPolicy.syncOptions, name).toContain('ServerSideApply=true');
    }
    for (const { json, name } of ofKind('Application')) {
      expect(Object.keys(json.metadata.annotations ?? {}), name).not.toContain(PAUSE_ANNOTATION);
    }
  });

  it('no ScaledObject of Git owns the number of pods at which KEDA may be held', () => {
    for (const { json, name } of ofKind('ScaledObject')) {
      const own = Object.keys(json.metadata.annotations ?? {});
      expect(
        own.filter((key) => key.startsWith('autoscaling.keda.sh/paused')),
        name,
      ).toEqual([]);
    }
  });
});

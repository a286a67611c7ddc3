import type { Application } from '../application.ts';
import type { ApplicationSet } from '../application-set.ts';
import { showSet } from '../commands.ts';
import type { DeclaredHub } from '../declared.ts';
import type { Finding } from '../finding.ts';
import { firstOf, messageLines } from '../look.ts';
import { duration } from '../patience.ts';
import { differencesOf } from './specification.ts';

/** What a hub has of ApplicationSets, and when. */
interface Sets {
  readonly hub: DeclaredHub;
  readonly live: readonly ApplicationSet[];
  readonly applications: readonly Application[];
  readonly now: number;
}

const READ = 'docs/repairs.md#what-argo-cd-has-is-not-what-is-merged';

/** ApplicationSets that are missing, not declared, otherwise written, being deleted or failing. */
export function applicationSets({ hub, live, applications, now }: Sets): readonly Finding[] {
  const find = (
    name: string,
    finding: Omit<Finding, 'cluster' | 'applications' | 'next' | 'read'>,
  ): Finding => ({
    cluster: hub.name,
    applications: madeBy(name, applications),
    next: [showSet(hub.name, name)],
    read: READ,
    ...finding,
  });
  const findings: Finding[] = [];
  const own = hub.set.metadata.name;
  if (live.every(({ metadata }) => metadata.name !== own)) {
    findings.push(
      find(own, {
        kind: 'application-set-missing',
        severity: 'broken',
        summary: `dist/ declares the ApplicationSet ${own}, and the hub does not have it`,
        details: [],
        meaning: 'The roots that are there go on. None is made for a new cluster, and none is put back.',
      }),
    );
  }
  for (const { metadata, spec, status } of live) {
    const { name, deletionTimestamp, finalizers } = metadata;
    if (deletionTimestamp != null) {
      findings.push(
        find(name, {
          kind: 'application-set-deleting',
          severity: 'broken',
          summary: `its ApplicationSet ${name} is being deleted since ${duration(now - deletionTimestamp)}`,
          details: [`finalizers: ${finalizers?.join(', ') ?? 'none'}`],
          meaning: 'What it has made goes with it, unless the set says that it stays.',
        }),
      );
      continue;
    }
    if (name !== own) {
      findings.push(
        find(name, {
          kind: 'application-set-undeclared',
          severity: 'differs',
          summary: `the hub has the ApplicationSet ${name}, and dist/ does not`,
          details: [],
          meaning: 'Somebody has made it, and it makes Applications that nobody has reviewed.',
        }),
      );
    } else {
      const differences = differencesOf('spec', hub.set.spec, spec);
      if (differences.length > 0)
        findings.push(
          find(name, {
            kind: 'application-set-differs',
            severity: 'differs',
            summary: `its ApplicationSet ${name} is not the one that dist/ declares`,
            details: firstOf(differences),
            meaning: 'Roots are made otherwise, or for other clusters, until Argo CD puts it back.',
          }),
        );
    }
    const failing = (status?.conditions ?? []).filter(fails);
    if (failing.length > 0)
      findings.push(
        find(name, {
          kind: 'application-set-failing',
          severity: 'broken',
          summary: `its ApplicationSet ${name} fails: ${failing.map(({ reason, type }) => reason || type).join(', ')}`,
          details: [...new Set(failing.flatMap(({ message }) => messageLines(message, 3)))],
          meaning: 'What it has made goes on as it was. Nothing new is made, and no change of it arrives.',
        }),
      );
  }
  return findings;
}

/** An error says True; what should be so says False, unless that only follows from the error. */
function fails({ type, status }: { readonly type: string; readonly status: string }): boolean {
  if (type === 'ErrorOccurred') return status === 'True';
  return (type === 'ParametersGenerated' || type === 'ResourcesUpToDate') && status === 'False';
}

/** The Applications that a set has made, as they say themselves. */
function madeBy(name: string, applications: readonly Application[]): readonly string[] {
  return applications
    .filter(({ metadata: { ownerReferences } }) =>
      ownerReferences?.some((owner) => owner.kind === 'ApplicationSet' && owner.name === name),
    )
    .map(({ metadata }) => metadata.name)
    .sort();
}

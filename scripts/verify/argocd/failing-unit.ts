import { z } from 'zod';
import { eventually, SOON_SECONDS } from '../expectations.ts';
import type { Finding, Part } from '../step.ts';
import { alertsAbout } from './alerted.ts';
import { applicationState, lateAt, stateText } from './application-state.ts';
import { marked } from './changed-file.ts';
import type { Hub } from './hub.ts';
import { type Subject, subjectsOf } from './subjects.ts';

const BESIDE = 'beside one that fails';

const labelled = z.looseObject({ labels: z.record(z.string(), z.string()).default({}) });

/**
 * A unit with an object that the server takes from nobody is seen, and holds up no other; its correction arrives by itself. The
 * object is a new one: see docs/verification.md for a change of one that is there.
 */
export async function failingUnit(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const [bad, ...others] = onePerInstance(subjectsOf(hub, 'Deployment'));
  if (bad === undefined) return { counts: { failing: 0, 'beside it': 0 }, findings: [], exceptions: [] };
  const { application, object } = bad;
  const name = `${object.metadata.name}-refused`;
  const file = bad.file.replace(/[^/]+$/, `deployment-${name}.yaml`);
  const findings: Finding[] = [];
  const note = (of: Subject, says: string | undefined) => {
    if (says !== undefined)
      findings.push({ where, what: `${of.object.kind} ${of.object.metadata.name}`, says });
  };
  const arrived = (of: Subject, commit: string) =>
    eventually(hub, async () => {
      const late = await lateAt(client, of.application, commit);
      return late && `${of.application}: ${late}`;
    });
  clone.write(file, {
    ...object,
    metadata: { ...object.metadata, name },
    spec: { selector: {}, template: {} },
  });
  for (const other of others) clone.write(other.file, marked(clone.read(other.file), BESIDE));
  const failing = await clone.commit('A Deployment that nobody can apply, and changes of others');
  await Promise.all(others.map(async (other) => note(other, await arrived(other, failing))));
  const failed = await eventually(hub, async () => {
    const state = await applicationState(client, application);
    return state?.status.operationState?.phase === 'Failed' && state.status.sync?.status !== 'Synced'
      ? undefined
      : `it cannot be applied, and ${application} says: ${state && stateText(state)}`;
  });
  note(bad, failed);
  for (const metric of failed === undefined ? ['argocd_app_info', 'argocd_app_sync_total'] : []) {
    note(
      bad,
      await eventually(
        hub,
        async () =>
          (await alertsAbout(hub, metric, application)).length > 0
            ? undefined
            : `it cannot be applied, and no alert looks at what ${metric} says of ${application}`,
        SOON_SECONDS,
      ),
    );
  }
  clone.remove(file);
  const mended = await clone.commit('It is taken back');
  note(
    bad,
    await eventually(hub, async () => {
      // No sync of the unit follows, since all that is asked for is there: the failed one stays its last.
      const late = await lateAt(client, where, mended);
      return late && `it is taken back, and the root waits: ${late}`;
    }),
  );
  clone.write(bad.file, marked(clone.read(bad.file), BESIDE));
  note(bad, await arrived(bad, await clone.commit('The next change of the same unit')));
  return { counts: { failing: 1, 'beside it': others.length }, findings, exceptions: [] };
}

/** One of each workload that the fleet deploys by itself, whichever Application applies it. */
function onePerInstance(subjects: readonly Subject[]): readonly Subject[] {
  const first = new Map<string, Subject>();
  for (const subject of subjects) {
    const { namespace, name, ...metadata } = subject.object.metadata;
    const { labels } = labelled.parse(metadata);
    const instance = `${namespace} ${labels['app.kubernetes.io/instance'] ?? name}`;
    if (!first.has(instance)) first.set(instance, subject);
  }
  return [...first.values()];
}

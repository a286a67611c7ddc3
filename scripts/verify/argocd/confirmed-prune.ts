import { allAlong, eventually } from '../expectations.ts';
import type { Part } from '../step.ts';
import { APPLICATIONS_PATH, applicationState, isAt, isWell, stateText } from './application-state.ts';
import type { Hub } from './hub.ts';
import { pathOf, uidOf } from './live-objects.ts';
import { type Subject, subjectsOf } from './subjects.ts';

const OPTIONS = 'argocd.argoproj.io/sync-options';
export const APPROVED = 'argocd.argoproj.io/deletion-approved';
const WATCHED_SECONDS = 15;

/** What may not go without a person's word stays when its file goes, until that word is given. */
export async function confirmedPrune(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const subject = heldSubject(hub);
  if (subject === undefined) return { counts: { held: 0 }, findings: [], exceptions: [] };
  const { application, file, object } = subject;
  const what = `${object.kind} ${object.metadata.name}`;
  const path = await pathOf(client, object);
  const before = await uidOf(client, path);
  const text = clone.text(file);
  clone.remove(file);
  await clone.commit(`${what} goes`);
  const waits = await eventually(hub, async () => {
    const state = await applicationState(client, application);
    const message = state?.status.operationState?.message ?? '';
    return message.includes('pruning confirmation')
      ? undefined
      : `nobody is asked: ${state && stateText(state)}`;
  });
  const stays = await allAlong(
    hub,
    async () => ((await uidOf(client, path)) === before ? undefined : 'it went without a word'),
    WATCHED_SECONDS,
  );
  await client.patch(`${APPLICATIONS_PATH}/${application}`, {
    metadata: { annotations: { [APPROVED]: new Date().toISOString() } },
  });
  const goes = await eventually(hub, async () =>
    (await uidOf(client, path)) === undefined ? undefined : 'it was confirmed, and is still there',
  );
  clone.restore(file, text);
  const commit = await clone.commit(`${what} is back`);
  const back = await eventually(hub, async () => {
    const state = await applicationState(client, application);
    const isBack = (await uidOf(client, path)) !== undefined && state && isWell(state) && isAt(state, commit);
    return isBack ? undefined : `it is not back: ${state && stateText(state)}`;
  });
  return {
    counts: { held: 1 },
    findings: [waits, stays, goes, back].flatMap((says) => (says === undefined ? [] : { where, what, says })),
    exceptions: [],
  };
}

/** A StatefulSet where there is one; never a Namespace, which takes all that is in it along. */
function heldSubject(hub: Pick<Hub, 'applications'>): Subject | undefined {
  const kinds = new Set(hub.applications.flatMap(({ members }) => members.map(({ object }) => object.kind)));
  return ['StatefulSet', ...kinds]
    .filter((kind) => kind !== 'Namespace')
    .flatMap((kind) => subjectsOf(hub, kind))
    .find(({ object }) => annotationOf(object.metadata, OPTIONS)?.split(',').includes('Prune=confirm'));
}

function annotationOf(metadata: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const { annotations } = metadata;
  const found = new Map(Object.entries(annotations ?? {})).get(name);
  return typeof found === 'string' ? found : undefined;
}

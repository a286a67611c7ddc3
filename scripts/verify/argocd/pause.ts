import { setTimeout as wait } from 'node:timers/promises';
import { PAUSE_ANNOTATION } from '../../../platform/components/argocd/address.ts';
import { allAlong, eventually } from '../expectations.ts';
import type { Finding, Part } from '../step.ts';
import { APPLICATIONS_PATH, applicationState, lateAt } from './application-state.ts';
import { marked } from './changed-file.ts';
import { otherImage } from './drift.ts';
import type { Hub } from './hub.ts';
import { subjectsOf } from './subjects.ts';

/** Long enough for what the controller began before the pause, which it still ends. */
const BEGUN_SECONDS = 10;

/** Longer than a few comparisons and attempts to heal. */
const WATCHED_SECONDS = 25;

/**
 * The pause of the drills holds: neither a commit nor healing reaches what is paused, and nobody takes the pause away, from the root
 * neither, which the ApplicationSet writes. Without it all is as committed again.
 */
export async function pause(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name } = hub;
  const [subject] = subjectsOf(hub, 'Deployment');
  if (subject === undefined) return { counts: { paused: 0 }, findings: [], exceptions: [] };
  const paused = [subject.application, name];
  const setPause = async (value: string | null) => {
    for (const each of paused) {
      await client.patch(`${APPLICATIONS_PATH}/${each}`, {
        metadata: { annotations: { [PAUSE_ANNOTATION]: value } },
      });
    }
  };
  await setPause('true');
  await wait(BEGUN_SECONDS * 1000);
  const { what, check } = await otherImage(hub, subject);
  clone.write(subject.file, marked(clone.read(subject.file), 'while it is paused'));
  const commit = await clone.commit('A change of what is paused');
  const findings: Finding[] = [];
  const holds = await allAlong(
    hub,
    async () => {
      if ((await check()) === undefined)
        return 'it was changed by hand while it was paused, and Argo CD undid it';
      for (const each of paused) {
        const state = await applicationState(client, each);
        if (state?.metadata.annotations[PAUSE_ANNOTATION] !== 'true')
          return `the pause of ${each} was taken away`;
      }
      return undefined;
    },
    WATCHED_SECONDS,
  );
  if (holds !== undefined) findings.push({ where: name, what, says: holds });
  await setPause(null);
  const after = await eventually(hub, async () => {
    return (await lateAt(client, subject.application, commit)) ?? check();
  });
  if (after !== undefined) findings.push({ where: name, what, says: `after the pause: ${after}` });
  return { counts: { paused: paused.length }, findings, exceptions: [] };
}

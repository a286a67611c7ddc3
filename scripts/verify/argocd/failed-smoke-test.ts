import { eventually, SOON_SECONDS } from '../expectations.ts';
import { FAILS } from '../scheduling/kwok.ts';
import type { Finding, Part } from '../step.ts';
import { alertsAbout } from './alerted.ts';
import { applicationState, isAt, isWell, lateAt, stateText } from './application-state.ts';
import { marked } from './changed-file.ts';
import type { Hub } from './hub.ts';
import { type Subject, subjectsOf } from './subjects.ts';

/** How the platform names the Job that asks a workload after each sync whether it answers. */
const SMOKE_TEST = /-smoke-test$/;

/** A version that answers nobody is seen though its pods are ready: its smoke test fails, and with it its sync. */
export async function failedSmokeTest(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const found = testedWorkload(hub);
  if (found === undefined) return { counts: { 'failed smoke tests': 0 }, findings: [], exceptions: [] };
  const { test, workload } = found;
  const { application } = workload;
  const what = `${test.object.kind} ${test.object.metadata.name}`;
  const findings: Finding[] = [];
  const note = (says: string | undefined) => {
    if (says !== undefined) findings.push({ where, what, says });
  };
  const text = clone.text(test.file);
  clone.write(test.file, marked(clone.read(test.file), 'always', FAILS));
  clone.write(workload.file, marked(clone.read(workload.file), 'what its smoke test refuses'));
  const commit = await clone.commit('A version that answers nobody');
  note(
    await eventually(hub, async () => {
      const state = await applicationState(client, application);
      if (state === undefined) return `${application} is gone`;
      const failed = state.status.operationState?.phase === 'Failed';
      if (failed) return undefined;
      return isWell(state) && isAt(state, commit)
        ? `it fails, and ${application} says: ${stateText(state)}`
        : `the sync of ${application} has not failed: ${stateText(state)}`;
    }),
  );
  note(
    await eventually(
      hub,
      async () => {
        const root = await applicationState(client, where);
        return root?.status.health?.status === 'Degraded'
          ? undefined
          : `it failed, and the root says: ${root && stateText(root)}`;
      },
      SOON_SECONDS,
    ),
  );
  note(
    await eventually(
      hub,
      async () => {
        const alerts = await alertsAbout(hub, 'argocd_app_sync_total', application);
        return alerts.length > 0 ? undefined : `it failed, and no alert counts the sync of ${application}`;
      },
      SOON_SECONDS,
    ),
  );
  clone.restore(test.file, text);
  clone.write(workload.file, marked(clone.read(workload.file), 'what its smoke test takes'));
  const mended = await clone.commit('A version that answers');
  note(
    await eventually(hub, async () => {
      const late = await lateAt(client, application, mended);
      return late && `it passes again, and ${application} says: ${late}`;
    }),
  );
  return { counts: { 'failed smoke tests': 1 }, findings, exceptions: [] };
}

/** A smoke test, with a workload of the same Application: a change of the test alone begins no sync. */
function testedWorkload(hub: Hub): { readonly test: Subject; readonly workload: Subject } | undefined {
  const workloads = ['Deployment', 'StatefulSet'].flatMap((kind) => subjectsOf(hub, kind));
  for (const test of subjectsOf(hub, 'Job').filter(({ object }) => SMOKE_TEST.test(object.metadata.name))) {
    const workload = workloads.find(({ application }) => application === test.application);
    if (workload !== undefined) return { test, workload };
  }
  return undefined;
}

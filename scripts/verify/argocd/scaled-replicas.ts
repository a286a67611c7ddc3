import { allAlong, eventually } from '../expectations.ts';
import { scaledBy } from '../scheduling/workloads.ts';
import type { Part } from '../step.ts';
import { applicationStates, isAt, isWell, stateText } from './application-state.ts';
import { marked } from './changed-file.ts';
import type { Hub } from './hub.ts';
import { pathOf, workloadAt } from './live-objects.ts';
import { subjectsOf } from './subjects.ts';

/** Longer than a few comparisons and attempts to heal. */
const WATCHED_SECONDS = 25;

/** What an autoscaler sets stays, also through a sync of the same workload. */
export async function scaledReplicas(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const deployments = await Promise.all(
    subjectsOf(hub, 'Deployment').map(async (subject) => ({
      ...subject,
      path: await pathOf(client, subject.object),
    })),
  );
  const objects = hub.applications.flatMap(({ members }) => members.map(({ object }) => object));
  const scaled = scaledBy(objects).flatMap(({ path, least }) => {
    const found = deployments.find((each) => each.path === path);
    return found === undefined ? [] : { ...found, replicas: least + 1 };
  });
  for (const { path, replicas } of scaled) await client.patch(path, { spec: { replicas } });
  const findings = [];
  const stays = async () => {
    for (const { path, object, replicas } of scaled) {
      const found = (await workloadAt(client, path)).spec.replicas;
      if (found !== replicas)
        return `${object.metadata.name}: its autoscaler set ${replicas} replicas, and it has ${found}`;
    }
    return undefined;
  };
  const calm = await allAlong(hub, stays, WATCHED_SECONDS);
  if (calm !== undefined) findings.push({ where, what: 'replicas, with nothing committed', says: calm });
  for (const { file } of scaled) clone.write(file, marked(clone.read(file), 'while it is scaled'));
  const commit = await clone.commit('A change of what is scaled');
  const synced = await eventually(hub, async () => {
    const names = new Set(scaled.map(({ application }) => application));
    const late = (await applicationStates(client)).find(
      (each) => names.has(each.metadata.name) && !(isWell(each) && isAt(each, commit)),
    );
    return late && `${late.metadata.name}: ${stateText(late)}`;
  });
  if (synced !== undefined) findings.push({ where, what: 'a change of what is scaled', says: synced });
  const after = await stays();
  if (after !== undefined) findings.push({ where, what: 'replicas, after a sync', says: after });
  return { counts: { 'scaled workloads': scaled.length }, findings, exceptions: [] };
}

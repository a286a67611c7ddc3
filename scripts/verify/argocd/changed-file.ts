import { eventually } from '../expectations.ts';
import type { Finding, Part } from '../step.ts';
import { lateAt } from './application-state.ts';
import type { Hub } from './hub.ts';
import { pathOf, workloadAt, workloadFrom } from './live-objects.ts';
import { onePerNamespace, subjectsOf } from './subjects.ts';

const MARK = 'verify.fleet/changed';

/** A commit that changes Deployments arrives by itself, and their Applications are well with it. */
export async function changedFile(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, clone, name: where } = hub;
  const subjects = onePerNamespace(subjectsOf(hub, 'Deployment'));
  for (const { file } of subjects) {
    clone.write(file, marked(clone.read(file), 'once'));
  }
  const commit = await clone.commit('A change of Deployments');
  const findings = await Promise.all(
    subjects.map(async ({ application, object }): Promise<readonly Finding[]> => {
      const path = await pathOf(client, object);
      const says = await eventually(hub, async () => {
        const { template } = (await workloadAt(client, path)).spec;
        if (template.metadata.annotations[MARK] !== 'once') return 'the change has not arrived';
        const late = await lateAt(client, application, commit);
        return late && `${application}: ${late}`;
      });
      return says === undefined ? [] : [{ where, what: `${object.kind} ${object.metadata.name}`, says }];
    }),
  );
  return { counts: { 'changed files': subjects.length }, findings: findings.flat(), exceptions: [] };
}

/** The same workload with an annotation of its pods. */
export function marked(found: unknown, value: string, annotation = MARK): object {
  const workload = workloadFrom(found);
  const { template } = workload.spec;
  const annotations = { ...template.metadata.annotations, [annotation]: value };
  return {
    ...workload,
    spec: { ...workload.spec, template: { ...template, metadata: { ...template.metadata, annotations } } },
  };
}

import { eventually } from '../expectations.ts';
import type { Finding, Part } from '../step.ts';
import type { Hub } from './hub.ts';
import { pathOf, uidOf, workloadAt, workloadFrom } from './live-objects.ts';
import { onePerNamespace, type Subject, subjectsOf } from './subjects.ts';

const OTHER_IMAGE = 'registry.example.com/somebody/else:1';

/** Kinds of which one of each namespace is deleted; that of a Service is seen by whoever calls it. */
const DELETED = ['NetworkPolicy', 'Service', 'RoleBinding', 'PodDisruptionBudget'];

/** What somebody changes or deletes by hand is as it was before long. */
export async function drift(hub: Hub): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { client, name: where } = hub;
  const changed = onePerNamespace(subjectsOf(hub, 'Deployment'));
  const deleted = DELETED.flatMap((kind) => onePerNamespace(subjectsOf(hub, kind)));
  const heals = [
    ...(await Promise.all(changed.map((subject) => otherImage(hub, subject)))),
    ...(await Promise.all(
      deleted.map(async ({ object }) => {
        const path = await pathOf(client, object);
        const before = await uidOf(client, path);
        await client.remove(path);
        return {
          what: `${object.kind} ${object.metadata.name}`,
          check: async () => {
            const uid = await uidOf(client, path);
            return uid === undefined || uid === before ? 'it was deleted, and is not back' : undefined;
          },
        };
      }),
    )),
  ];
  const findings = await Promise.all(
    heals.map(async ({ what, check }): Promise<readonly Finding[]> => {
      const says = await eventually(hub, check);
      return says === undefined ? [] : [{ where, what, says }];
    }),
  );
  return {
    counts: { changed: changed.length, deleted: deleted.length },
    findings: findings.flat(),
    exceptions: [],
  };
}

/** Gives a workload another image, as somebody does in a hurry. */
export async function otherImage({ client }: Pick<Hub, 'client'>, { object }: Subject) {
  const path = await pathOf(client, object);
  const { spec } = await workloadAt(client, path);
  const [first, ...others] = spec.template.spec.containers;
  // As committed: somebody may have changed it before.
  const wanted = workloadFrom(object).spec.template.spec.containers[0]?.image;
  const containers = [{ ...first, image: OTHER_IMAGE }, ...others];
  const answer = await client.patch(path, { spec: { template: { spec: { containers } } } });
  if (!answer.accepted) throw new Error(`${path}: ${answer.says}`);
  return {
    what: `${object.kind} ${object.metadata.name}`,
    path,
    check: async () => {
      const image = (await workloadAt(client, path)).spec.template.spec.containers[0]?.image;
      return image === wanted ? undefined : `its image is ${image}`;
    },
  };
}

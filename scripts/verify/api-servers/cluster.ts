import { writeFileSync } from 'node:fs';
import type { Finding, Part } from '../step.ts';
import type { Application } from './applications.ts';
import { Applier } from './applier.ts';
import { applyInOrder } from './apply-in-order.ts';
import type { Client } from './client.ts';
import { reactionsTo, reactionsWithGatekeeper } from './controllers.ts';
import { CONTROLS, GROUNDS } from './controls.ts';
import { deprecationsOf } from './deprecations.ts';
import { phaseOf } from './order.ts';
import type { Plan } from './plan.ts';

/** What a cluster came to on one server. */
type Outcome = Omit<Part, 'name' | 'seconds'>;

/**
 * Brings a server with the definitions to a whole cluster, as Argo CD and the controllers would.
 *
 * @param place where the values of the charts are, and where everything that the server said is left
 */
export async function verifyCluster(
  client: Client,
  plan: Plan,
  place: { readonly dist: string; readonly log: string },
): Promise<Outcome> {
  const { cluster, applications, pinned } = plan;
  const applier = new Applier(client, cluster, reactionsWithGatekeeper(pinned));
  const controls = await judgeControls(client, cluster);
  const pods = await applyInOrder(applier, plan, place.dist);
  await applier.applyAgain();
  const { findings, warnings, kept, count, collections } = applier;
  const deprecations = deprecationsOf(cluster, { warnings, collections, metrics: await client.metrics() });
  writeFileSync(place.log, `${JSON.stringify({ findings, warnings, kept }, null, 2)}\n`);
  return {
    counts: {
      applications: applications.length,
      objects: count,
      pods,
      'known bad objects refused': controls.refused,
      warnings: warnings.length,
      'values kept in another form': kept.length,
    },
    findings: [
      ...findings,
      ...deprecations.findings,
      ...controls.findings,
      ...notApplied(applications, cluster),
    ],
    exceptions: [...applier.rewritten, ...deprecations.known],
  };
}

/** Hooks that run at no sync; that there are none keeps the count of objects honest. */
function notApplied(applications: readonly Application[], cluster: string): readonly Finding[] {
  return applications
    .flatMap(({ members }) => members)
    .filter(({ file, object }) => file.startsWith('dist') && phaseOf(object) === undefined)
    .map(({ file }) => ({ where: cluster, what: file, says: 'no sync applies this hook' }));
}

/** Whether this server refuses what it has to, each for its own reason, and takes what stands beside it. */
async function judgeControls(
  client: Client,
  cluster: string,
): Promise<{ readonly refused: number; readonly findings: readonly Finding[] }> {
  const grounds = new Applier(client, cluster, reactionsTo);
  const file = 'known object';
  const definitions = GROUNDS.filter(({ kind }) => kind === 'CustomResourceDefinition');
  for (const object of GROUNDS) if (!definitions.includes(object)) await grounds.applyAll([{ file, object }]);
  await grounds.define(definitions.map((object) => ({ file, object })));
  const findings = [...grounds.findings];
  let refused = 0;
  for (const { name, object, refusal } of CONTROLS) {
    const control = new Applier(client, cluster, reactionsTo);
    const member = { file: name, object };
    if (object.kind === 'Pod') await control.create([member]);
    else await control.applyAll([member]);
    const says = control.findings.map((finding) => finding.says).join('; ');
    if (refusal === undefined) findings.push(...control.findings);
    else if (refusal.test(says)) refused += 1;
    else {
      const found = says === '' ? 'it was taken' : `it was refused for another reason: ${says}`;
      findings.push({ where: cluster, what: `known bad object: ${name}`, says: found });
    }
  }
  return { refused, findings };
}

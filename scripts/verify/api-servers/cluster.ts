import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { injected, injectorOf } from '../../prove-gatekeeper/injector.ts';
import type { Finding, Part } from '../step.ts';
import type { Application, Member } from './applications.ts';
import { Applier } from './applier.ts';
import type { Client } from './client.ts';
import { defaultServiceAccount } from './controllers.ts';
import { CONTROLS, GROUNDS } from './controls.ts';
import { definitionsFor } from './definitions.ts';
import { batchesOf, phaseOf } from './order.ts';
import { childrenOf, minimumsOf } from './pods.ts';

const OWN_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What has to be proven of a cluster, whatever the server. */
export interface Plan {
  readonly cluster: string;
  readonly applications: readonly Application[];
  readonly definitions: readonly Member[];
  /** Of the definitions: the same for clusters with the same ones. */
  readonly digest: string;
  readonly pinned: readonly Member[];
}

export function planOf(
  cluster: string,
  applications: readonly Application[],
  pinned: readonly Member[],
): Plan {
  const definitions = definitionsFor(
    applications.flatMap(({ members }) => members),
    pinned,
  );
  const text = JSON.stringify(definitions.map(({ object }) => object));
  const digest = createHash('sha256').update(text).digest('hex');
  return { cluster, applications, definitions, digest, pinned };
}

/** What a cluster came to on one server. */
type Outcome = Omit<Part, 'name' | 'seconds'>;

/**
 * Brings a server with the definitions to a whole cluster, as Argo CD and the controllers would.
 *
 * @param place where the values of the charts are, and where everything that the server said is left
 */
export async function verifyCluster(
  client: Client,
  { cluster, applications, pinned }: Plan,
  place: { readonly dist: string; readonly log: string },
): Promise<Outcome> {
  const applier = new Applier(client, cluster, pinned);
  const own = OWN_NAMESPACES.map((name) => ({
    file: 'as a controller',
    object: defaultServiceAccount(name),
  }));
  await applier.create(own);
  const controls = await judgeControls(client, cluster, pinned);
  const members = applications.flatMap((application) => application.members);
  const objects = members.map(({ object }) => object);
  const minimums = minimumsOf(objects);
  const injector = injectorOf(objects, place.dist);
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  let pods = 0;
  for (const { members: all } of applications) {
    const applied = all.filter(({ object }) => object.kind !== 'CustomResourceDefinition');
    let stage: string | undefined;
    let parents: Member[] = [];
    const makePods = async () => {
      for (const { file, object } of parents) {
        const made = injected([...namespaces, ...childrenOf(object, minimums)], injector).slice(
          namespaces.length,
        );
        await applier.create(made.map((child) => ({ file, object: child })));
        pods += made.filter(({ kind }) => kind === 'Pod').length;
      }
      parents = [];
    };
    for (const batch of batchesOf(applied)) {
      // Argo CD waits for the pods of one stage before it begins the next: they may need nothing of it.
      if (stage !== undefined && stage !== batch.stage) await makePods();
      stage = batch.stage;
      await applier.applyAll(batch.members);
      parents.push(...batch.members);
    }
    await makePods();
  }
  await applier.applyAgain();
  const { findings, warnings, kept, count } = applier;
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
    findings: [...findings, ...controls.findings, ...notApplied(applications, cluster)],
    exceptions: applier.rewritten,
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
  pinned: readonly Member[],
): Promise<{ readonly refused: number; readonly findings: readonly Finding[] }> {
  const grounds = new Applier(client, cluster, pinned);
  const file = 'known object';
  const definitions = GROUNDS.filter(({ kind }) => kind === 'CustomResourceDefinition');
  for (const object of GROUNDS) if (!definitions.includes(object)) await grounds.applyAll([{ file, object }]);
  await grounds.define(definitions.map((object) => ({ file, object })));
  const findings = [...grounds.findings];
  let refused = 0;
  for (const { name, object, refusal } of CONTROLS) {
    const control = new Applier(client, cluster, pinned);
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

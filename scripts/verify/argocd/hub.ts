import { join } from 'node:path';
import type { Cluster, Fleet } from '../../../clusters/index.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { type Application, applicationsOf, type Member } from '../api-servers/applications.ts';
import { Applier } from '../api-servers/applier.ts';
import type { Client } from '../api-servers/client.ts';
import { reactionsTo } from '../api-servers/controllers.ts';
import { definitionsUsed } from '../api-servers/definitions.ts';
import { withApiServer } from '../api-servers/server.ts';
import { type ControlPlanePrograms, startControlPlane } from '../scheduling/control-plane.ts';
import { leastOf, nodesOf } from '../scheduling/nodes.ts';
import { NodesOnDemand } from '../scheduling/nodes-on-demand.ts';
import { Clone } from './clone.ts';
import { type ArgocdPrograms, startArgocd } from './components.ts';
import { settingsOf } from './settings.ts';
import { StandIns } from './stand-ins.ts';

/** What runs on a hub before Argo CD applies anything: its own unit, applied by a person (docs/operations.md). */
const ARGOCD_UNIT = 'argocd';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } };

/** A hub at work. */
export interface Hub {
  readonly name: string;
  readonly fleet: Fleet;
  readonly client: Client;
  readonly clone: Clone;
  /** What its Applications apply. */
  readonly applications: readonly Application[];
  /** Where the controller tells its metrics. */
  readonly metrics: string;
  readonly assertRunning: () => void;
  readonly stop: () => Promise<void>;
}

interface Start {
  readonly fleet: Fleet;
  readonly dist: string;
  readonly argocd: ArgocdPrograms;
  readonly plane: ControlPlanePrograms;
  readonly etcd: string;
  readonly pinned: readonly Member[];
  readonly place: string;
}

/** Brings up an empty cluster with its Argo CD and the ApplicationSet of the hub, from which all else follows. */
export async function startHub(
  cluster: Cluster,
  { fleet, dist, argocd: argocdPrograms, plane: programs, etcd, pinned, place }: Start,
): Promise<Hub> {
  const { name } = cluster;
  const settings = settingsOf(name, dist);
  const { url, revision } = fleet.repository;
  const clone = await Clone.make({ dist, url, revision, clusters: settings.clusters });
  const applications = applicationsOf(name, clone.path(''), undefined);
  const members = applications.flatMap((application) => application.members);
  await define(programs.apiServer, { etcd, prefix: name, place }, definitionsUsed(members, pinned));
  const plane = await startControlPlane(programs, { etcd, prefix: name, place });
  const parts: { readonly stop: () => Promise<void> }[] = [];
  try {
    const { client } = plane;
    const nodes = new NodesOnDemand(client, nodesOf(cluster));
    for (const [group, all] of nodesOf(cluster)) {
      for (const node of all.slice(0, leastOf(cluster, group))) await nodes.add(node);
    }
    const grounds = new Applier(client, name, reactionsTo);
    await grounds.applyAll([{ file: ARGOCD_UNIT, object: NAMESPACE }]);
    await grounds.applyAll(settings.objects.map((object) => ({ file: ARGOCD_UNIT, object })));
    const argocd = await startArgocd(argocdPrograms, { kubeconfig: plane.kubeconfig, place, settings });
    parts.push(argocd, new StandIns(client, nodes));
    await grounds.applyAll(members.filter(({ file }) => file.includes(`/${name}/${ARGOCD_UNIT}/`)));
    assertTaken(grounds);
    return {
      name,
      fleet,
      client,
      clone,
      applications: applications
        .filter(({ wave }) => Number.isFinite(wave))
        .map((application) => ({
          ...application,
          members: application.members.map((each) => clone.member(each)),
        })),
      metrics: argocd.metrics,
      assertRunning: () => {
        plane.assertRunning();
        argocd.assertRunning();
      },
      stop: () => stopAll([...parts, plane]),
    };
  } catch (error) {
    await stopAll([...parts, plane]);
    throw error;
  }
}

async function stopAll(parts: readonly { readonly stop: () => Promise<void> }[]): Promise<void> {
  for (const each of parts) await each.stop();
}

/** Before any controller runs, each of which would look through all kinds again after each one more. */
async function define(
  apiServer: string,
  { etcd, prefix, place }: { readonly etcd: string; readonly prefix: string; readonly place: string },
  definitions: readonly Member[],
): Promise<void> {
  const log = join(place, 'definitions.kube-apiserver.log');
  await withApiServer(apiServer, { etcd, prefix, gates: [], log }, async ({ client }) => {
    const applier = new Applier(client, prefix, reactionsTo);
    await applier.define(definitions);
    assertTaken(applier);
  });
}

function assertTaken({ findings }: Applier): void {
  if (findings.length === 0) return;
  throw new Mistake(findings.map(({ where, what, says }) => `${where}: ${what}: ${says}`).join('\n'));
}

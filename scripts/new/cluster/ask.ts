import { resolve } from 'node:path';
import { productsOn } from '../../promotion-check/changed-builds.ts';
import type { Answers } from '../answers.ts';
import type { Repository } from '../fleet.ts';
import type { WantedCluster } from './wanted.ts';

/** Everything about a cluster that no option says. @param folder where the user stands */
export async function askCluster(
  name: string,
  answers: Answers,
  { fleet, units }: Repository,
  folder: string,
): Promise<Omit<WantedCluster, 'expectsRoles'>> {
  const clusters = fleet.clusters.map((cluster) => cluster.name);
  const like = await answers.one('like', 'CLUSTER', {
    asks: 'Which cluster is it most like?',
    choices: clusters,
  });
  const neighbour = fleet.clusters.find((cluster) => cluster.name === like);
  const outputs = await answers.one('outputs', 'FILE', {
    asks: 'Which file holds what terraform output -json has printed for it?',
  });
  const environment = await answers.one('environment', 'ENVIRONMENT', {
    asks: 'What is it for?',
    choices: ['production', 'staging', 'development'],
    otherwise: neighbour?.environment,
    optional: true,
  });
  const domain = await answers.one('domain', 'DOMAIN', {
    asks: 'Which domain are its services below, such as staging.example.com?',
  });
  const hub = await answers.one('hub', 'CLUSTER', {
    asks: 'Which cluster has the Argo CD that manages it? (none: itself)',
    choices: clusters,
    optional: true,
  });
  const products = await answers.several('runs', 'PRODUCT', {
    asks: `Which products run there? (none: those of ${like})`,
    choices: productsOn(like, units),
    noneIsAll: true,
  });
  const meshed = neighbour?.mesh !== undefined;
  const inMesh = meshed || !answers.asks;
  const linkedTo = inMesh
    ? await answers.several('linked-to', 'CLUSTER', {
        asks: 'Whose mesh does it join? (none: it has a mesh of its own)',
        choices: fleet.clusters.flatMap((cluster) => (cluster.mesh === undefined ? [] : [cluster.name])),
      })
    : [];
  const trustDomain = inMesh
    ? await answers.one('trust-domain', 'DOMAIN', {
        asks: `What is the trust domain of its mesh? (none: mesh.${domain})`,
        optional: true,
      })
    : '';
  const isPaged = environment === 'production';
  const asksPaging = isPaged || !answers.asks;
  const page = async (option: string, asks: string) =>
    asksPaging ? answers.one(option, 'ID', { asks, optional: !isPaged }) : '';
  return {
    name,
    like,
    outputs: outputs === '' ? '' : resolve(folder, outputs),
    environment,
    domain,
    hub,
    products,
    linkedTo,
    trustDomain,
    alertSource: await page('alert-source', 'What is the id of its alert source in incident.io?'),
    heartbeat: await page('heartbeat', 'What is the id of its heartbeat in incident.io?'),
  };
}

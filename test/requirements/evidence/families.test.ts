import { expect, test } from 'vitest';
import * as clusterWide from '../../../requirements/evidence/cluster-wide.ts';
import { deployed } from '../../../requirements/evidence/delivery.ts';
import { eachProductNamespace } from '../../../requirements/evidence/members.ts';
import * as mesh from '../../../requirements/evidence/mesh.ts';
import * as namespaces from '../../../requirements/evidence/namespaces.ts';
import * as network from '../../../requirements/evidence/network.ts';
import * as workloads from '../../../requirements/evidence/workloads.ts';
import { findingsOf } from '../../../scripts/rows/mistakes.ts';
import { tree } from '../../live-tree.ts';

const clusters = tree.sources.fleet.clusters.map(({ name }) => name);

/** Also on clusters and of products that no row speaks of: what rows call every is every. */
test.each([
  ['each namespace refuses everything at first', namespaces.deniedByDefault()],
  ['each namespace may ask for names', namespaces.mayAskForNames()],
  ['no namespace has other policies for all its pods', namespaces.noOtherDefaults],
  ['each namespace enforces its level', namespaces.podSecurityEnforced()],
  ['each quota holds what is declared', namespaces.quotaHolds(eachProductNamespace)],
  ['each namespace of a product has defaults of memory', namespaces.limitedByDefault(eachProductNamespace)],
  ['each namespace of a mesh is closed', mesh.closedMesh()],
  ['no PeerAuthentication is beside them', mesh.noOtherPeerAuthentication],
  ['each service is called as declared', mesh.calledAsDeclared()],
  ['each workload reaches what it declares', network.reachesAsDeclared()],
  ['each workload is hardened', workloads.hardened()],
  ['each workload has an account of its own', workloads.ownAccount()],
  ['each workload is sized as declared', workloads.sizedAsDeclared()],
  ['each workload runs the build of the contract', workloads.runsTheContractsBuild()],
  ['each Deployment is probed', workloads.probed()],
  ['each Deployment is spread', workloads.spread()],
  ['each Deployment has a budget', workloads.budgeted()],
  ['each Deployment is updated without a gap', workloads.updatedWithoutGap()],
  ['each workload runs on its nodes', workloads.placedAsDeclared()],
  ['each service is served', workloads.served()],
  ['each Deployment is monitored', workloads.monitored()],
  ['each unit is deployed', deployed()],
  ['each service in a mesh is routed', mesh.routed()],
  ['each NetworkPolicy is narrow', network.narrowPolicies],
  ['each alert is answered', clusterWide.answeredAlerts],
  ['each right is narrow', clusterWide.narrowRights],
  ['each image is pinned', clusterWide.pinnedImages],
  ['each constraint is enforced', clusterWide.enforced],
  ['each template refuses something', clusterWide.ruled],
])('%s, on every cluster of the fleet', (_, evidence) => {
  const [first = '', ...others] = clusters;
  const why = findingsOf([evidence], [first, ...others], tree).flatMap((finding) =>
    finding.kind === 'fails' ? [finding.why] : [],
  );
  expect(why).toEqual([]);
});

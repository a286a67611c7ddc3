import { expect, test } from 'vitest';
import { eachProductNamespace } from '../../docs/evidence/members.ts';
import * as mesh from '../../docs/evidence/mesh.ts';
import * as namespaces from '../../docs/evidence/namespaces.ts';
import * as network from '../../docs/evidence/network.ts';
import * as workloads from '../../docs/evidence/workloads.ts';
import { findingsOf } from '../../scripts/rows/mistakes.ts';
import { repositoryTree } from '../../scripts/rows/repository.ts';

const { tree } = repositoryTree();
const clusters = tree.sources.fleet.clusters.map(({ name }) => name);

test.each([
  ['deny', namespaces.deniedByDefault()],
  ['dns', namespaces.mayAskForNames()],
  ['noOther', namespaces.noOtherDefaults],
  ['pss', namespaces.podSecurityEnforced()],
  ['quota', namespaces.quotaHolds(eachProductNamespace)],
  ['limits', namespaces.limitedByDefault(eachProductNamespace)],
  ['closed', mesh.closedMesh()],
  ['nopa', mesh.noOtherPeerAuthentication],
  ['called', mesh.calledAsDeclared()],
  ['reaches', network.reachesAsDeclared()],
  ['hardened', workloads.hardened()],
  ['ownAccount', workloads.ownAccount()],
  ['sized', workloads.sizedAsDeclared()],
  ['build', workloads.runsTheContractsBuild()],
  ['probed', workloads.probed()],
  ['spread', workloads.spread()],
  ['budget', workloads.budgeted()],
  ['update', workloads.updatedWithoutGap()],
  ['placed', workloads.placedAsDeclared()],
  ['served', workloads.served()],
  ['monitored', workloads.monitored()],
])('%s', (_, evidence) => {
  const [first = '', ...others] = clusters;
  const why = findingsOf([evidence], [first, ...others], tree).flatMap((f) =>
    f.kind === 'fails' ? [f.why] : [],
  );
  expect(why).toEqual([]);
});

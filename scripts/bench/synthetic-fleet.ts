import { type Fleet, type Image, loadFleet } from '../../clusters/index.ts';
import { product } from '../../platform/product/product.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { workload } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Size of a fleet to measure with. */
export interface Size {
  readonly clusters: number;
  readonly services: number;
}

/** A fleet of any size: one cluster of the contract under many names, and one product that runs on all of them. */
export function syntheticFleet(size: Size): Fleet {
  const fleet = loadFleet();
  const model = fleet.clusters.find(({ mesh }) => mesh !== undefined);
  if (model === undefined) throw new Error('The contract has no cluster with a mesh to take as a model.');
  const image: Image = { version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` };
  const names = serviceNames(size);
  const images = Object.fromEntries(names.map((name) => [name, image]));
  const [role = ''] = Object.values(model.terraform.irsaRoleArns);
  const irsaRoleArns = Object.fromEntries([...names, 'bench-secrets'].map((name) => [name, role]));
  const terraform = { ...model.terraform, irsaRoleArns };
  const clusters = clusterNames(size).map((name) => ({
    ...model,
    terraform,
    name,
    hub: name,
    images,
    linkedTo: [],
  }));
  return { ...fleet, clusters };
}

/** How many services stand in one line of calls: each waits for the next, so that a longer line than a real one is refused. */
const CHAIN = 5;

/**
 * The units of that product: typical services in short lines, each of which calls the one after it.
 *
 * @param changed what is set in one of the services: another value stands for a change of that service
 */
export function syntheticUnits(size: Size, changed: string): readonly Unit[] {
  const names = serviceNames(size);
  const workloads = names.map((name, index) => {
    const next = (index + 1) % CHAIN === 0 ? undefined : names[index + 1];
    return service({
      name,
      port: 8080,
      resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      scale: { min: 3, max: 12, cpu: 70 },
      calls: next === undefined ? [] : [workload(next)],
      exposes: { host: name },
      secrets: { DB_USER: 'db_user', DB_PASS: 'db_password' },
      environment: { LOG_LEVEL: index === 0 ? changed : 'info' },
    });
  });
  return product({
    name: 'bench',
    clusters: clusterNames(size),
    namespaces: [{ name: 'bench', mesh: true }],
    workloads,
  });
}

export function clusterNames({ clusters }: Pick<Size, 'clusters'>): readonly string[] {
  return Array.from({ length: clusters }, (_, index) => `cluster-${String(index).padStart(4, '0')}`);
}

function serviceNames({ services }: Size): readonly string[] {
  return Array.from({ length: services }, (_, index) => `service-${String(index).padStart(4, '0')}`);
}

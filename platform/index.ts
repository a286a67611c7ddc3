import type { Fleet } from '../clusters/index.ts';
import { argocd } from './components/argocd/index.ts';
import { constraintTemplates } from './components/gatekeeper/constraint-templates.ts';
import { constraints } from './components/gatekeeper/constraints.ts';
import { components } from './components/index.ts';
import { ingress } from './components/istio/ingress.ts';
import { meshPolicies } from './components/istio/mesh-policies.ts';
import { meshTelemetry } from './components/istio/mesh-telemetry.ts';
import { namespaces } from './components/namespaces/namespaces.ts';
import { priorityClasses } from './components/priority-classes/priority-classes.ts';
import { storageClasses } from './components/storage-classes/storage-classes.ts';
import type { Unit } from './unit/unit.ts';

/** Every unit of the platform; what a cluster gets follows from its contract. */
export function platform(fleet: Fleet): readonly Unit[] {
  const all = fleet.clusters.map(({ name }) => name);
  const meshed = fleet.clusters.flatMap(({ name, mesh }) => (mesh === undefined ? [] : [name]));
  return [
    namespaces(all),
    priorityClasses(all),
    storageClasses(all),
    ...components(fleet),
    constraintTemplates(all),
    constraints(all),
    meshPolicies(meshed),
    meshTelemetry(meshed),
    ingress(meshed),
    ...argocd(fleet),
  ];
}

import type { Fleet } from '../clusters/index.ts';
import { argocd } from './argocd/index.ts';
import { components } from './components/index.ts';
import type { Unit } from './constructs/unit.ts';
import { constraintTemplates } from './gatekeeper/constraint-templates.ts';
import { constraints } from './gatekeeper/constraints.ts';
import { ingress } from './istio/ingress.ts';
import { meshPolicies } from './istio/mesh-policies.ts';
import { meshTelemetry } from './istio/mesh-telemetry.ts';
import { namespaces } from './namespaces/namespaces.ts';
import { priorityClasses } from './scheduling/priority-classes.ts';
import { storageClasses } from './storage/storage-classes.ts';

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

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { DeclaredObject, type Kind, type Named, subjectOf } from './declared-object.ts';
import { Manifest } from './manifest-construct.ts';
import { UnitChart } from './unit-chart.ts';

export type { Json, Kind } from './declared-object.ts';

/** An object as it was declared; undefined where it was not by {@link add}, or something was added to it. */
export function declaredObject(object: ApiObject): DeclaredObject | undefined {
  return Manifest.declared(object);
}

/**
 * Adds one typed object to a chart. Its construct id is its identity in the cluster, so two objects of one name
 * in one unit are refused where the second is declared.
 *
 * @param kind a generated class, such as `k8s.KubeDeployment` or `VirtualService`
 * @param properties what its constructor takes; `metadata.name` is required
 * @throws when a field would not reach the manifest, or the unit has an object of that kind and name already
 */
export function add<Properties>(
  scope: Construct,
  kind: Kind<Properties>,
  properties: NoInfer<Properties> & Named,
): void {
  addDeclared(scope, declare(kind, properties));
}

/**
 * An object that is not yet part of a chart.
 *
 * @throws when a field would not reach the manifest
 */
export function declare<Properties>(
  kind: Kind<Properties>,
  properties: NoInfer<Properties> & Named,
): DeclaredObject {
  return new DeclaredObject(kind, properties);
}

/**
 * Adds an object to a chart, and to as many more as have the same one, of which each is another cluster's.
 *
 * @throws when the unit has an object of that kind and name already
 */
export function addDeclared(scope: Construct, declared: DeclaredObject): void {
  const chart = UnitChart.from(scope);
  if (chart !== undefined) {
    if (!chart.declare(declared)) throw twice(declared, scope);
    return;
  }
  try {
    new Manifest(scope, declared);
  } catch (error) {
    throw scope.node.tryFindChild(declared.id) === undefined ? error : twice(declared, scope);
  }
}

function twice({ head }: DeclaredObject, { node }: Construct): Error {
  return new Error(
    `${subjectOf(head)} is declared twice in the unit ${node.path}. Give one of them another name.`,
  );
}

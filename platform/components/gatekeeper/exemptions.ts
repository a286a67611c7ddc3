import { KUBE_SYSTEM, SYSTEM_NAMESPACES } from '../../kit/namespace.ts';
import type { Context, Exemption, Unit } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { policies } from './policies/index.ts';

const system: readonly Exemption[] = [
  ...SYSTEM_NAMESPACES.map(
    (namespace): Exemption => ({
      namespace,
      policies: ['RequiredLabels'],
      reason: 'Kubernetes makes it, and the Service of its API.',
      owner: 'aws',
    }),
  ),
  {
    namespace: KUBE_SYSTEM,
    policies: policies.map(({ kind }) => kind).filter((kind) => kind !== 'RequiredLabels'),
    reason: 'Add-ons that AWS installs and updates from its own registry: network, DNS, proxy.',
    owner: 'aws',
  },
];

/**
 * Who does not have to follow some policies, and why: nobody else is exempt. What runs its own pods that need an exemption
 * says so itself, in `exemptions` of the component; a test fails for one that is not needed, and for a namespace that
 * needs one and does not have it.
 */
export function exemptionsOf(units: readonly Unit[]): readonly Exemption[] {
  const place = ({ namespace, workload = '' }: Exemption) => `${namespace}/${workload}`;
  const own = units.flatMap(({ exemptions = [] }) => exemptions);
  return [...system, ...own.sort((one, other) => (place(one) < place(other) ? -1 : 1))];
}

/** The exemptions from a policy that apply on a cluster. */
export function exemptionsOn(context: Context, kind: string): readonly Exemption[] {
  const here = unitsOn(context.cluster.name, context.units);
  return exemptionsOf(here).filter(
    ({ policies: kinds, on = () => true }) => kinds.includes(kind) && on(context),
  );
}

import type { Context, Exemption } from '../../../platform/unit/unit.ts';
import { unitsOf } from '../../evidence/members.ts';
import { rendered } from '../../model/evidence.ts';
import { absent, type Computed, computed, exactly, type Json } from '../../model/expected.ts';

/** The `spec` of a constraint of Gatekeeper. */
export function constraint(kind: string, name: string) {
  return rendered(`constraints/_cluster/${kind.toLowerCase()}-${name}.yaml`, 'spec');
}

/** Pods, and everything that makes them. */
export const everyPodOf: Json = [
  { apiGroups: [''], kinds: ['Pod'] },
  { apiGroups: ['apps'], kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
  { apiGroups: ['batch'], kinds: ['CronJob', 'Job'] },
];

/** Who declares, with a reason and an owner, that it does not follow a policy. */
export function exemptedFrom(policy: string, context: Context): readonly Exemption[] {
  return unitsOf(context)
    .flatMap(({ exemptions = [] }) => exemptions)
    .filter(({ policies, on = () => true }) => policies.includes(policy) && on(context));
}

/** The exemptions of a policy are those of agents that declare them, and none is in a namespace that has to follow it. */
export function agentsExemptedFrom(policy: string, strict?: string): Computed {
  const others = strict === undefined ? '' : `, none in ${strict}`;
  return computed(`agents whose component says why${others}`, (context) => {
    const agents = exemptedFrom(policy, context).flatMap(({ namespace, workload }) =>
      workload === undefined || namespace === strict ? [] : [{ namespace, workload }],
    );
    return agents.length === 0 ? absent : exactly(agents);
  });
}

import type { AssignSpecMatch } from '@cdk8s/gatekeeper';
import type { Chart } from 'cdk8s';
import { ownerLabels } from '../../kit/labels.ts';
import { add, type Kind } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { waves } from '../../unit/waves.ts';
import { exemptionsOn } from './exemptions.ts';
import { policies } from './policies/index.ts';
import type { Constraint, Policy } from './policy.ts';

/** Every policy in force on a cluster: what it selects, its parameters, and whether it denies (S0-16 to S0-18). */
export const constraints = component({
  name: 'constraints',
  namespace: 'gatekeeper-system',
  wave: waves.policies,
  // Each template makes its own kind.
  kinds: { cluster: { 'constraints.gatekeeper.sh': policies.map(({ kind }) => kind) } },
  objects: (chart, context) => {
    for (const policy of policies) {
      for (const constraint of policy.constraints) addConstraint(chart, policy, constraint, context);
    }
  },
});

/** The namespaces of a cluster with at least some pods made by a Helm chart. */
export function chartNamespaces({ cluster, units }: Context): readonly string[] {
  const found = unitsOn(cluster.name, units)
    .filter(({ helm }) => helm !== undefined)
    .map(({ namespace }) => namespace);
  return [...new Set(found)].sort();
}

function addConstraint(chart: Chart, policy: Policy, constraint: Constraint, context: Context): void {
  const { kinds, charts } = constraint;
  const exempt = exemptionsOn(context, policy.kind);
  const whole = exempt.filter(({ workload }) => workload === undefined).map(({ namespace }) => namespace);
  const ofCharts = chartNamespaces(context);
  const excluded = charts === 'denied' ? whole : [...whole, ...ofCharts];
  const parameters = parametersOf(policy, constraint, context);
  addOne(chart, policy, constraint.name, {
    enforcementAction: 'deny',
    match: { kinds, excludedNamespaces: [...new Set(excluded)].sort() },
    ...parameters,
  });
  if (charts !== 'warned') return;
  addOne(chart, policy, `${constraint.name}-of-charts`, {
    enforcementAction: 'warn',
    match: { kinds, namespaces: ofCharts.filter((namespace) => !whole.includes(namespace)) },
    ...parameters,
  });
}

interface Spec {
  readonly enforcementAction: 'deny' | 'warn';
  readonly match: AssignSpecMatch;
  readonly parameters?: object;
}

function parametersOf(policy: Policy, constraint: Constraint, context: Context): Pick<Spec, 'parameters'> {
  const exempt = exemptionsOn(context, policy.kind).flatMap(({ namespace, workload }) =>
    workload === undefined ? [] : [{ namespace, workload }],
  );
  const parameters = {
    ...constraint.parameters?.(context),
    ...(exempt.length > 0 && { exemptions: exempt }),
  };
  return Object.keys(parameters).length === 0 ? {} : { parameters };
}

function addOne(chart: Chart, { kind }: Policy, name: string, spec: Spec): void {
  add(chart, kindOf(kind), {
    metadata: {
      name,
      labels: ownerLabels('platform'),
      // Until Gatekeeper has made the kind of a new template, a dry run would fail with "no matches for kind".
      annotations: { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' },
    },
    spec,
  });
}

interface Properties {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

/** The kind of constraint that a template makes. Nothing generates a class for it: its schema is the template's. */
function kindOf(kind: string): Kind<Properties> {
  const apiVersion = 'constraints.gatekeeper.sh/v1beta1';
  return { GVK: { apiVersion, kind }, manifest: (properties) => ({ apiVersion, kind, ...properties }) };
}

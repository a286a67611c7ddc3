import { type Change, type Judged, type Judgement, RISKS } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { added, moves } from './added.ts';
import { applicationSets, applications, pruning, waves } from './argo.ts';
import { emptyBackends } from './backends.ts';
import { budgets } from './budgets.ts';
import { definitions } from './definitions.ts';
import { placement } from './disruptions.ts';
import { newExperiments } from './experiments.ts';
import { fateOf } from './fate.ts';
import { FIELDS } from './fields.ts';
import { listeners } from './gateway-api.ts';
import { images } from './images.ts';
import { growsOnly, immutable } from './immutable.ts';
import { initContainers } from './init-containers.ts';
import { limitRanges } from './limit-ranges.ts';
import { limits } from './limits.ts';
import { loadBalancers } from './load-balancers.ts';
import { membership, mutualTls } from './mesh.ts';
import { monitored } from './monitored.ts';
import { podSecurity } from './namespaces.ts';
import { oneZone } from './nodes.ts';
import { emptySubsets, joined, orphans } from './orphans.ts';
import { accounts, privileges } from './privileges.ts';
import { probes } from './probes.ts';
import { quotas } from './quotas.ts';
import { referenceGrants } from './reference-grants.ts';
import { dangling, references } from './references.ts';
import { removed } from './removed.ts';
import { restart, updateStrategy } from './restart.ts';
import { rights } from './rights.ts';
import { routeOrder } from './route-order.ts';
import { hosts, paths, subsets } from './routes.ts';
import { isEdit, judge, type Rule, said, some, type Trees } from './rule.ts';
import { autoscalers, size } from './scaling.ts';
import { inTheClear, plainVariables } from './secrets.ts';
import { ports } from './service-ports.ts';
import { exposure, selection } from './services.ts';
import { transitions } from './transitions.ts';
import { variableOrder } from './variables.ts';
import { claims, mounts } from './volumes.ts';
import { waypoints } from './waypoints.ts';

const RULES: readonly Rule[] = [
  removed,
  added,
  moves,
  applications,
  applicationSets,
  waves,
  pruning,
  immutable,
  growsOnly,
  transitions,
  definitions,
  privileges,
  accounts,
  images,
  rights,
  podSecurity,
  membership,
  mutualTls,
  inTheClear,
  plainVariables,
  exposure,
  orphans,
  selection,
  ports,
  hosts,
  paths,
  subsets,
  emptySubsets,
  emptyBackends,
  routeOrder,
  variableOrder,
  joined,
  monitored,
  claims,
  mounts,
  oneZone,
  loadBalancers,
  initContainers,
  newExperiments,
  listeners,
  referenceGrants,
  waypoints,
  probes,
  placement,
  references,
  dangling,
  budgets,
  autoscalers,
  quotas,
  limitRanges,
  size,
  limits,
  restart,
  updateStrategy,
];

/** Rules about one and the same object: they say nothing of one that is made anew under another name. */
const IN_PLACE: ReadonlySet<Rule> = new Set([
  immutable,
  transitions,
  growsOnly,
  restart,
  updateStrategy,
  size,
  limits,
  references,
]);

/** The first rule of the table that knows a field says what its change does. */
const fieldRules: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const type = typeOf(change.after);
  const own = FIELDS.filter(({ types }) => types.test(type));
  if (own.length === 0) return [];
  return change.fields.flatMap((field) => {
    const rule = own.find(({ shape }) => shape.test(field.shape));
    return rule?.says(field, change, trees) ?? [];
  });
};

/**
 * What will happen when a change is merged.
 *
 * @param more what is known of it besides, such as the paths that it opens
 * @param faults errors that it brings: a risk that nothing else has found is one
 */
export function judged(
  change: Change,
  trees: Trees,
  more: readonly Judgement[] = [],
  faults: readonly Judgement[] = [],
): Judged {
  const stays = staysOnItsOwn(change, trees);
  if (stays !== undefined) return { ...change, risk: 'routine', reasons: [stays] };
  const isAnew =
    change.action === 'renamed' ||
    (change.action === 'moved' && change.before?.namespace !== change.after?.namespace);
  const rules = isAnew ? RULES.filter((rule) => !IN_PLACE.has(rule)) : RULES;
  const told = [
    ...rules.flatMap((rule) => rule(change, trees)),
    ...fieldRules(change, trees),
    ...(isAnew ? [] : more),
  ];
  const found = [...told, ...faults.filter(({ risk }) => !told.some((each) => each.risk === risk))];
  const all = found.length > 0 ? found : [fallback(change)];
  const sorted = RISKS.flatMap((risk) => all.filter((each) => each.risk === risk));
  return {
    ...change,
    risk: sorted[0]?.risk ?? 'routine',
    reasons: [...new Set(sorted.map(({ reason }) => reason))],
  };
}

/** Why an object that leaves the tree does not leave the cluster. */
function staysOnItsOwn({ before, after }: Change, trees: Trees): string | undefined {
  if (before === undefined || after !== undefined || before.source === 'values') return undefined;
  if (/^argoproj\.io\/Application(?:Set)?$/.test(typeOf(before))) return undefined;
  const fate = fateOf(before, trees);
  return fate.goes ? undefined : fate.why;
}

/** Texts, labels and whatever nobody here knows to do harm. */
function fallback(change: Change): Judgement {
  if (change.action === 'added') return judge('routine', 'new');
  if (change.action === 'removed') return judge('routine', 'removed');
  const fields = change.fields.map(({ path, before, after }) =>
    isText(before) || isText(after)
      ? `${path}: its text changes`
      : `${path} ${said(before)} → ${said(after)}`,
  );
  return judge('routine', some(fields, 2));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trimEnd().includes('\n');
}

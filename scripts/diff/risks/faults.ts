import type { Finding } from '../../check/finding.ts';
import { families } from '../../check/rules.ts';
import type { Change, Judgement, Risk } from '../change.ts';
import { type Findings, subjectOf } from '../findings.ts';
import { judge } from './rule.ts';

/** Families of checks whose errors are no outage; waivers are about what people wrote, and not about a cluster. */
const RISK_OF: Readonly<Record<string, Risk | undefined>> = { security: 'security', waivers: undefined };

const risks: ReadonlyMap<string, Risk> = new Map(
  families.flatMap(({ name, rules }) => {
    const risk = name in RISK_OF ? RISK_OF[name] : 'outage';
    return risk === undefined ? [] : rules.map(({ id }) => [id, risk] as const);
  }),
);

/**
 * The errors that `check` finds anew, of objects of which the rule had nothing to say before, each with the change that brings it: that of the object itself, or else of the one that
 * the finding names, or of the only one there is.
 */
export function faultsOf(
  changes: readonly Change[],
  findings: Findings,
): ReadonlyMap<Change, readonly Judgement[]> {
  const said = new Map<Change, Judgement[]>();
  for (const finding of findings.new) {
    const risk = risks.get(finding.rule);
    if (finding.severity !== 'error' || risk === undefined || findings.stood.has(subjectOf(finding)))
      continue;
    const change = causeOf(finding, changes);
    if (change === undefined) continue;
    const own = isAbout(finding, change);
    const message = finding.message.replace(/\.$/, '');
    const isPlaced = finding.path === '' || message.includes(finding.path);
    const reason = isPlaced ? message : `${finding.path}: ${message}`;
    const { kind, name } = finding.object;
    said.set(change, [...(said.get(change) ?? []), judge(risk, own ? reason : `${kind} ${name}: ${reason}`)]);
  }
  return said;
}

function causeOf(finding: Finding, changes: readonly Change[]): Change | undefined {
  const here = changes.filter(({ cluster }) => cluster === finding.cluster);
  const own = here.find((change) => isAbout(finding, change));
  if (own !== undefined) return own;
  const named = here.filter(({ before, after }) => {
    const name = (after ?? before)?.name;
    return name !== undefined && name.length > 2 && finding.message.includes(name);
  });
  return named.length === 1 ? named[0] : here.length === 1 ? here[0] : undefined;
}

function isAbout({ object }: Finding, { before, after }: Change): boolean {
  const item = after ?? before;
  return (
    item?.kind === object.kind && item.name === object.name && (item.namespace ?? '') === object.namespace
  );
}

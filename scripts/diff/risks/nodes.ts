import type { Item } from '../change.ts';
import { durationOf } from '../compare/duration.ts';
import { typeOf } from '../compare/key.ts';
import { quantityOf } from '../compare/quantity.ts';
import { at, isMapping, listAt } from '../compare/value.ts';
import { type FieldRule, gained, isEdit, judge, lost, type Rule, said } from './rule.ts';

const POOL = /^karpenter\.sh\/NodePool$/;
const CLASS = /^karpenter\.k8s\.aws\/EC2NodeClass$/;

/** Nodes that Karpenter makes and takes away. */
export const nodes: readonly FieldRule[] = [
  {
    types: POOL,
    shape: /^spec\.limits\b/,
    says: ({ path, before, after }) => {
      const text = `${path} ${said(before)} → ${said(after)}`;
      const [old, now] = [quantityOf(before), quantityOf(after)];
      return old !== undefined && now !== undefined && now < old
        ? judge('outage', `it makes fewer nodes at most, and pods beyond them wait: ${text}`)
        : judge('scale', `its nodes grow to another size: ${text}`);
    },
  },
  {
    types: POOL,
    shape: /^spec\.disruption\.budgets\b/,
    says: ({ path, before, after }) => {
      const text = `${path} ${said(before)} → ${said(after)}`;
      const [old, now] = [mostOf(before), mostOf(after)];
      const isLooser = after === undefined || (old !== undefined && now !== undefined && now > old);
      return isLooser
        ? judge('outage', `more nodes may be moved at once, or at times when none were (budgets): ${text}`)
        : judge('scale', `nodes are moved at other times, or in another number: ${text}`);
    },
  },
  {
    types: POOL,
    shape: /^spec\.weight$/,
    says: ({ before, after }) =>
      judge(
        'routine',
        `new nodes are of it in another order of pools: weight ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: POOL,
    shape: /^spec\.disruption\b/,
    says: ({ path, before, after }) =>
      judge(
        'scale',
        `nodes are taken and given back in another way: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: POOL,
    shape: /^spec\.template\.spec\.terminationGracePeriod$/,
    says: ({ before, after }) => {
      const [old, now] = [before, after].map((value) => durationOf(value) ?? Number.POSITIVE_INFINITY);
      return (now ?? 0) < (old ?? 0)
        ? judge(
            'outage',
            `nodes that go kill their pods after ${said(after)}, whatever budgets say: terminationGracePeriod ${said(before)} → ${said(after)}`,
          )
        : judge('routine', `nodes that go wait longer for their pods: terminationGracePeriod ${said(after)}`);
    },
  },
  {
    types: POOL,
    shape: /^spec\.template\.spec\.requirements\b/,
    says: (field) => {
      const [less, more] = [lost(field), gained(field)];
      const isWider = less.length === 0 && Array.isArray(field.before) && Array.isArray(field.after);
      const text = `${field.path} ${said(field.before)} → ${said(field.after)}`;
      const spot = more.includes('spot') ? '; AWS takes a spot node back with two minutes of notice' : '';
      if (!isWider)
        return judge(
          less.includes('on-demand') && more.includes('spot') ? 'outage' : 'restart',
          `nodes that no longer meet it are replaced, and their pods move: ${text}${spot}`,
        );
      return judge('scale', `new nodes may be of other kinds: ${text}${spot}`);
    },
  },
  {
    types: CLASS,
    shape: /^spec\.metadataOptions\b/,
    says: ({ path, before, after }) =>
      judge(
        ['required', 'disabled', 1].some((safe) => safe === after) ? 'restart' : 'security',
        `how pods reach the credentials of their node changes, with new nodes: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: CLASS,
    shape: /^spec\.(?:blockDeviceMappings\b.*\.(?:encrypted|kmsKeyID)|associatePublicIPAddress)$/,
    says: ({ path, shape, before, after }) => {
      const isSafe = shape.endsWith('encrypted')
        ? after === true
        : after === false || shape.endsWith('kmsKeyID');
      return judge(
        isSafe ? 'restart' : 'security',
        `new nodes ${shape.endsWith('Address') ? 'have an address of the Internet' : 'keep their disks in another way (encryption)'}: ${path} ${said(before)} → ${said(after)}`,
      );
    },
  },
  {
    types: CLASS,
    shape: /^spec\.(?:role|instanceProfile|securityGroupSelectorTerms)\b/,
    says: ({ path, before, after }) =>
      judge(
        'security',
        `new nodes have other rights, or are reached by others: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: /^karpenter\.sh\/NodePool$|^karpenter\.k8s\.aws\/EC2NodeClass$/,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge(
        'restart',
        `its nodes have drifted, so Karpenter replaces them and moves their pods: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
];

/** Pools whose nodes stand in a single zone from now on. */
export const oneZone: Rule = (change) => {
  if (!isEdit(change) || !POOL.test(typeOf(change.after))) return [];
  const [old, now] = [zonesOf(change.before), zonesOf(change.after)];
  const [left] = now;
  return old.length !== 1 && now.length === 1
    ? [
        judge(
          'outage',
          `all of its nodes stand in ${left}: a loss of that zone takes every one of them along`,
        ),
      ]
    : [];
};

/** The zones that a pool names; none where it takes any. */
function zonesOf({ value }: Item): readonly string[] {
  return listAt(value, 'spec.template.spec.requirements')
    .filter((each) => at(each, 'key') === 'topology.kubernetes.io/zone' && at(each, 'operator') === 'In')
    .flatMap((each) => listAt(each, 'values').map(String));
}

/** How many nodes a budget lets go, in its own unit; undefined for what cannot be compared. */
function mostOf(value: unknown): number | undefined {
  const own = isMapping(value) ? value.nodes : value;
  const number = Number.parseFloat(String(own));
  return Number.isNaN(number) ? undefined : number;
}

import { type FieldRule, judge, said } from './rule.ts';

const POLICY = /^vpcresources\.k8s\.aws\/SecurityGroupPolicy$/;

/** Firewalls of AWS that pods have for themselves; a pod keeps those that it started with. */
export const securityGroups: readonly FieldRule[] = [
  {
    types: POLICY,
    shape: /^spec\.securityGroups\b/,
    says: ({ path, before, after }) =>
      judge(
        'security',
        `who reaches its new pods, and whom they reach, changes: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: POLICY,
    shape: /^spec\.(?:podSelector|serviceAccountSelector)\b/,
    says: ({ path, before, after }) =>
      judge('outage', `other pods get its security groups: ${path} ${said(before)} → ${said(after)}`),
  },
];

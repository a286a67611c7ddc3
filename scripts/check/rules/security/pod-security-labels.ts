import { nearestName } from '../../../../clusters/nearest-name.ts';
import { LEVELS } from '../../../pod-security/standard.ts';
import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { policyOf, wrongLabels } from './effective-policy.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const namespace = (name: string, level: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${ENFORCE}: ${level} } }
`;

/** Labels that say less than they seem to. */
export const podSecurityLabels: ClusterRule = {
  id: 'pod-security-labels',
  severity: 'error',
  summary:
    'A label of Pod Security that the API server does not know, or a namespace without one where the others enforce a level',
  breaks:
    'The API server refuses a namespace with an unknown level or version. One with a misspelled label, or with none, enforces nothing: any pod may be root on the node.',
  pitfalls: ['X-12', 'X-28'],
  failing: namespace('shop', 'restrict'),
  passing: namespace('shop', 'restricted'),
  *judge(state) {
    const own = [...state.namespaces].flatMap(([name, { labels, resource }]) =>
      resource === undefined ? [] : [{ name, labels, resource }],
    );
    for (const { labels, resource } of own) {
      for (const { key, value, wanted } of wrongLabels(labels)) {
        yield {
          resource,
          path: ['metadata', 'labels', key],
          message: `Pod Security does not know ${key}: ${value}.`,
          fix: `Write one of ${wanted}${nearestName(value, LEVELS) === undefined ? '' : `; ${nearestName(value, LEVELS)} is the nearest`}.`,
        };
      }
    }
    const withPods = own.filter(
      ({ name, labels }) => state.workloadsIn(name).length > 0 && wrongLabels(labels).length === 0,
    );
    for (const { name, resource } of practiceOf(withPods, ({ labels }) => labels[ENFORCE] !== undefined)
      ?.lacks ?? []) {
      yield {
        resource,
        path: ['metadata', 'labels'],
        severity: 'warning',
        message: `The namespace ${name} enforces no level of Pod Security; the others do.`,
        fix: `Write the label ${ENFORCE}: restricted, or a weaker level that its pods need.`,
      };
    }
    for (const { name, resource } of own) {
      const [enforced, warned] = [policyOf(state, name, 'enforce'), policyOf(state, name, 'warn')];
      if (enforced === undefined || warned === undefined) continue;
      if (LEVELS.indexOf(warned.level) >= LEVELS.indexOf(enforced.level)) continue;
      yield {
        resource,
        path: ['metadata', 'labels', 'pod-security.kubernetes.io/warn'],
        severity: 'info',
        message: `It warns at ${warned.level}, which is weaker than the ${enforced.level} that it enforces: no warning is ever given.`,
        fix: 'Write a level for warn and audit that is as strict or stricter.',
      };
    }
  },
};

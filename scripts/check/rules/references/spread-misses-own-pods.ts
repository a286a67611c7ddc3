import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, list, listAt, text } from '../../state/read.ts';
import { findsPods } from '../../state/selected.ts';
import { isEmptySelector, selectorText, selects } from '../../state/selects.ts';
import type { Workload } from '../../state/workload.ts';
import { nearestLabels } from './nearest-labels.ts';

const SAMPLE = (app: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { app: ${app} } }
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`;

const AFFINITIES = ['podAffinity', 'podAntiAffinity'];

/** The scheduler counts what the selector matches, which need not be the pods themselves. */
export const spreadMissesOwnPods: ClusterRule = {
  id: 'spread-misses-own-pods',
  severity: 'warning',
  summary: 'A spread that does not count its own pods, or an affinity to labels that no pod has',
  breaks:
    'All pods may end up in one zone or on one node; a required affinity to nothing keeps them Pending.',
  failing: SAMPLE('webs'),
  passing: SAMPLE('web'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade) continue;
      yield* ofSpread(workload);
      yield* ofAffinity(state, workload);
    }
  },
};

function* ofSpread({ spec, specPath, labels, resource }: Workload): Generator<Said> {
  for (const [index, constraint] of listAt(spec, 'topologySpreadConstraints').entries()) {
    const path = [...specPath, 'topologySpreadConstraints', index];
    const selector = at(constraint, 'labelSelector');
    if (selector !== undefined && !selects(selector, labels)) {
      const own = Object.entries(labels).filter(([, value]) => !value.startsWith('<'));
      yield {
        resource,
        path: [...path, 'labelSelector'],
        message: `The spread counts pods with ${selectorText(selector)}, and its own have ${own.map(([key, value]) => `${key}=${value}`).join(',')}: they are not spread.`,
        fix: 'Write labels of the template of these pods.',
      };
    }
    for (const [position, key] of listAt(constraint, 'matchLabelKeys').entries()) {
      const name = text(key);
      if (name === undefined || Object.hasOwn(labels, name)) continue;
      yield {
        resource,
        path: [...path, 'matchLabelKeys', position],
        message: `The pods have no label ${name}, so that it tells none of them apart.`,
        fix: `Write a label that the pods have, such as pod-template-hash${didYouMean(name, Object.keys(labels))}.`,
      };
    }
  }
}

function* ofAffinity(
  state: ClusterState,
  { spec, specPath, namespace, resource }: Workload,
): Generator<Said> {
  for (const affinity of AFFINITIES) {
    const own = at(spec, 'affinity', affinity);
    const from = [...specPath, 'affinity', affinity];
    const required = 'requiredDuringSchedulingIgnoredDuringExecution';
    const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
    const terms = [
      ...listAt(own, required).map((term, index) => ({ term, path: [...from, required, index] })),
      ...listAt(own, preferred).map((each, index) => ({
        term: at(each, 'podAffinityTerm'),
        path: [...from, preferred, index, 'podAffinityTerm'],
      })),
    ];
    for (const { term, path } of terms) {
      const selector = at(term, 'labelSelector');
      if (selector === undefined || isEmptySelector(selector)) continue;
      if (list(at(term, 'namespaces')).length > 0 || at(term, 'namespaceSelector') !== undefined) continue;
      if (findsPods(state, namespace, selector) !== false) continue;
      yield {
        resource,
        path: [...path, 'labelSelector'],
        message: `No pod in the namespace ${namespace} has the labels ${selectorText(selector)}, so that the pods ${affinity === 'podAffinity' ? 'are near nothing' : 'keep away from nothing'}.`,
        fix: `Write labels of the pods that are meant${nearestLabels(state, namespace, selector)}.`,
        ...(resource.isExtract && { severity: 'info' as const }),
      };
    }
  }
}

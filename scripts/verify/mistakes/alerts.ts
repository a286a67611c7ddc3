import { type ClusterTree, edits, type RenderedFile } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

/** A number that an alert compares with: on its left what is measured, whatever that is. */
const COMPARISON = / ([<>]) (?=\d)/;

interface Rule {
  readonly file: RenderedFile;
  readonly path: readonly (string | number)[];
  readonly expression: string;
}

/** Every alert of a cluster. */
function alertsOf(cluster: ClusterTree): readonly Rule[] {
  return cluster.kind('PrometheusRule').flatMap((file) => {
    const groups = Array.from({ length: file.size('spec', 'groups') }, (_, group) => group);
    return groups.flatMap((group) => {
      const rules = ['spec', 'groups', group, 'rules'];
      return Array.from({ length: file.size(...rules) }, (_, index) => index).flatMap((index) => {
        const path = [...rules, index];
        if (file.at(...path, 'alert') === undefined) return [];
        return { file, path, expression: file.at(...path, 'expr') ?? '' };
      });
    });
  });
}

const ALERTMANAGER = ['alertmanager', 'config'] as const;

export const alertsMistakes: readonly DeliberateMistake[] = [
  {
    step: 'alerts',
    name: 'comparison-turned-round',
    breaks: 'an alert fires below its threshold in place of above it',
    says: 'FAILED:',
    tree: (cluster) => {
      const found = alertsOf(cluster).find(({ expression }) => COMPARISON.test(expression));
      return edits(
        found?.file.with(
          [...found.path, 'expr'],
          found.expression.replace(COMPARISON, (_, sign) => ` ${sign === '<' ? '>' : '<'} `),
        ),
      );
    },
  },
  {
    step: 'alerts',
    name: 'unreadable-expression',
    breaks: 'an expression lacks a bracket',
    says: 'could not parse expression',
    tree: (cluster) => {
      const found = alertsOf(cluster).find(({ expression }) => expression.endsWith(')'));
      return edits(found?.file.with([...found.path, 'expr'], found.expression.slice(0, -1)));
    },
  },
  {
    step: 'alerts',
    name: 'route-removed',
    breaks: 'the alerts of a team reach nobody of it',
    says: 'Expected receivers did not match',
    tree: (cluster) =>
      edits(
        cluster
          .values('kube-prometheus-stack')
          ?.changed((values) => values.deleteIn([...ALERTMANAGER, 'route', 'routes'])),
      ),
  },
  {
    step: 'alerts',
    name: 'receiver-unknown',
    breaks: 'a route names a receiver that is not there, and Alertmanager does not start',
    says: 'undefined receiver',
    tree: (cluster) =>
      edits(
        cluster
          .values('kube-prometheus-stack')
          ?.with([...ALERTMANAGER, 'route', 'receiver'], 'a-receiver-that-is-not-there'),
      ),
  },
];

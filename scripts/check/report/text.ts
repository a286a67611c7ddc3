import { relative } from 'node:path';
import { bold, dim, red, yellow } from '../../command-line/colours.ts';
import { count } from '../../command-line/count.ts';
import type { Located } from '../finding.ts';
import type { Severity } from '../rule.ts';
import { grouped } from './grouping.ts';

/** What was looked at. */
export interface Sums {
  readonly clusters: number;
  readonly objects: number;
  readonly rules: number;
}

const COLOURS: Readonly<Record<Severity, (text: string) => string>> = {
  error: red,
  warning: yellow,
  info: (text) => text,
};

/** For people: by cluster and object, what to do first, and then why. */
export function textOf(found: readonly Located[], sums: Sums): string {
  const lines: string[] = [];
  let before = '';
  for (const { clusters, title, found: own } of grouped(found)) {
    const where = clusters.join(', ');
    if (where !== before) {
      if (lines.length > 0) lines.push('');
      lines.push(bold(where));
      before = where;
    }
    const [first] = own;
    lines.push(`  ${bold(title)}  ${dim(first === undefined ? '' : shown(first.file))}`);
    for (const { finding, lineOfPath } of own) {
      const { severity, rule, path, message, fix } = finding;
      lines.push(
        `    ${COLOURS[severity](severity)}  ${fix}  ${dim(`[${rule}]`)}`,
        `      ${path === '' ? '' : `${path}, `}line ${lineOfPath()}: ${message}`,
      );
    }
  }
  if (lines.length > 0) lines.push('');
  return `${[...lines, summaryOf(found, sums)].join('\n')}\n`;
}

function shown(file: string): string {
  const path = relative('', file);
  return path === '' || path.startsWith('..') ? file : path;
}

function summaryOf(found: readonly Located[], { clusters, objects, rules }: Sums): string {
  const looked = `${count(objects, 'object')} in ${count(clusters, 'cluster')}, ${count(rules, 'rule')}`;
  if (found.length === 0) return `Nothing found: ${looked}.`;
  const of = (severity: Severity) => found.filter(({ finding }) => finding.severity === severity).length;
  const parts = [
    count(of('error'), 'error'),
    count(of('warning'), 'warning'),
    ...(of('info') > 0 ? [`${of('info')} for information`] : []),
  ];
  return `${parts.join(', ')}: ${looked}. npx fleet check --explain ID tells more of a rule.`;
}

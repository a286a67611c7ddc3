import type { Finding } from '../../check/finding.ts';
import type { Connection } from '../../reach/connection.ts';
import type { Risk } from '../change.ts';
import { some } from '../risks/rule.ts';
import type { Group } from './groups.ts';

/** What each risk means, for the headings of a report. */
export const MEANINGS: Readonly<Record<Risk, string>> = {
  'data-loss': 'something is deleted that nobody can apply again',
  replacement: 'the API server refuses it in place',
  security: 'something is let in, or may do more',
  outage: 'something that works may stop',
  restart: 'pods are replaced',
  scale: 'more or less of it, and of what it costs',
  routine: 'nothing that worries',
};

/** `removed`, `new`, `changed`…, with where. */
export function actionText({ first, clusters, differs }: Group): string {
  const action = first.action === 'added' ? 'new' : first.action;
  const where =
    clusters.length === 1 ? `on ${clusters.join()}` : `on ${clusters.length} clusters: ${some(clusters, 12)}`;
  return `${action} ${where}${differs ? ', in another way than elsewhere' : ''}`;
}

export function titlesText({ titles }: Group): string {
  return some(titles, 5);
}

/** As many lines of a text are shown on each side. */
const MOST_LINES = 12;

/** The lines of a field: what it was, and what it is. */
export function fieldLines({ path, before, after }: Group['fields'][number]): readonly string[] {
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    const { gone, come, at } = changedLines(before, after);
    const shown = (lines: readonly string[], mark: string) => [
      ...lines.slice(0, MOST_LINES).map((line) => `${mark} ${valueText(line)}`),
      ...(lines.length > MOST_LINES ? [`${mark} … and ${lines.length - MOST_LINES} more lines`] : []),
    ];
    return [`  ${path}, from line ${at} on:`, ...shown(gone, '-'), ...shown(come, '+')];
  }
  return [
    ...(before === undefined ? [] : [`- ${path}: ${valueText(before)}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${valueText(after)}`]),
  ];
}

/** What lies between the lines that two texts begin and end with alike. */
function changedLines(before: string, after: string) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return {
    gone: old.slice(start, old.length - end),
    come: now.slice(start, now.length - end),
    at: start + 1,
  };
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const line = text.replaceAll('\n', '⏎');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Paths between pods, each once, with the clusters that it is on. */
export function pathTexts(paths: readonly Connection[]): readonly string[] {
  const clusters = new Map<string, string[]>();
  for (const { cluster, from, to, ports } of paths) {
    const text = `${from} → ${to} ${ports.join(', ')}`;
    const own = clusters.get(text);
    if (own === undefined) clusters.set(text, [cluster]);
    else own.push(cluster);
  }
  return Array.from(
    clusters,
    ([text, own]) => `${own.length === 1 ? own.join() : `${own.length} clusters (${some(own)})`}: ${text}`,
  );
}

export function findingText({
  cluster,
  rule,
  object: { kind, namespace, name },
  message,
  fix,
}: Finding): string {
  return `${cluster}: ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}: ${message} ${fix} (${rule})`;
}

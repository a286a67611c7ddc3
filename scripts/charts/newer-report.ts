import { count } from '../command-line/count.ts';
import type { Newer } from './newer.ts';
import type { Trial } from './trial.ts';

/** What was found, and tried if that was asked for. */
export interface NewerReport {
  readonly charts: readonly Newer[];
  readonly trials: readonly Trial[];
}

/** Whether there is anything to do: something newer, or a pinned version that is not what it was. */
export function hasNews({ charts }: NewerReport): boolean {
  return charts.some(({ newer, warnings }) => newer.length > 0 || warnings.length > 0);
}

/** For people. */
export function newerText(report: NewerReport): string {
  const lines = told(report).flatMap(({ title, lines: own }) => [title, ...own.map((line) => `  ${line}`)]);
  return lines.map((line) => `${line}\n`).join('') || 'Every pinned chart is the newest of its repository.\n';
}

/** For an issue: what Helm and a repository say stands in blocks. */
export function newerMarkdown(report: NewerReport): string {
  const parts = told(report).map(({ title, lines }) => {
    const block = lines.join('\n').replaceAll('```', "'''");
    return block === ''
      ? `- ${title}\n`
      : `- ${title}\n\n${indented(['```text', block, '```'].join('\n'))}\n`;
  });
  return parts.join('\n') || 'Every pinned chart is the newest of its repository.\n';
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function told({ charts, trials }: NewerReport): readonly { title: string; lines: readonly string[] }[] {
  return charts.flatMap(({ name, pinned, newer, warnings, unknown }) => {
    if (newer.length + warnings.length === 0 && unknown === undefined) return [];
    const steps = newer.map(({ step, version }) => `${step} ${version}`).join(', ');
    const own = trials.filter((each) => each.name === name && each.pinned === pinned);
    return [
      {
        title: `${name} ${pinned}: ${unknown === undefined ? steps || 'nothing newer' : 'not known'}`,
        lines: [...warnings, ...(unknown === undefined ? [] : [unknown]), ...own.flatMap(trialLines)],
      },
    ];
  });
}

function trialLines({ version, rendered, failures }: Trial): readonly string[] {
  if (failures.length === 0) {
    return [`${version} renders with the values of ${count(rendered, 'release')}`];
  }
  return [
    `${version} does not render (${count(rendered, 'release')} do):`,
    ...failures.map((each) => `  ${each}`),
  ];
}

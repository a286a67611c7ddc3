import { bold, dim, green, red } from '../../command-line/colours.ts';
import type { HubDrift } from '../drift.ts';
import { type Finding, SEVERITIES, SEVERITY_MEANINGS } from '../finding.ts';
import { headOf, nextOf, whoOf } from './words.ts';

/** As many Applications that are on their way are named. */
const MOST_MOVING = 10;

/** For people, at night, in a terminal: the worst first, and what to do about it. */
export function textOf(all: readonly HubDrift[]): string {
  return all.map(hubText).join('\n');
}

function hubText(drift: HubDrift): string {
  const { title, sums } = headOf(drift);
  const { findings, moving } = drift;
  const lines = [bold(title), `  ${findings.length === 0 ? green(sums) : red(sums)}`];
  for (const severity of SEVERITIES) {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) continue;
    lines.push(
      '',
      bold(`${severity.toUpperCase()}: ${SEVERITY_MEANINGS[severity]}`),
      ...own.flatMap(findingLines),
    );
  }
  if (moving.length > 0) {
    lines.push('', bold('ON THEIR WAY: nothing to do yet'));
    lines.push(...moving.slice(0, MOST_MOVING).map(({ application, why }) => `  ${application}: ${why}`));
    if (moving.length > MOST_MOVING) lines.push(`  … and ${moving.length - MOST_MOVING} more`);
  }
  return `${lines.join('\n')}\n`;
}

function findingLines(finding: Finding): readonly string[] {
  return [
    `  ${bold(whoOf(finding))}: ${finding.summary}`,
    ...finding.details.map((line) => `      ${line}`),
    `    ${finding.meaning}`,
    ...nextOf(finding).map((command) => dim(`    $ ${command}`)),
    dim(`    ${finding.read}`),
  ];
}

import { bold, dim, green, red } from '../../command-line/colours.ts';
import type { Verdict } from '../acknowledgements.ts';
import { RISKS } from '../change.ts';
import type { Diff } from '../diff.ts';
import { type Group, groupsOf } from './groups.ts';
import { summaryOf } from './summary.ts';
import { actionText, fieldLines, findingText, MEANINGS, pathTexts, titlesText } from './words.ts';

/** As many fields of one change are shown on a screen. */
const MOST_FIELDS = 12;

/** And as many paths. */
const MOST_PATHS = 40;

/** For people, in a terminal. */
export function textOf(diff: Diff, verdict: Verdict): string {
  const groups = groupsOf(diff.changes);
  const lines = [
    bold(`${diff.base} → ${diff.head}`),
    ...summaryOf(diff).map((sentence) => `  ${sentence}`),
    '',
  ];
  const vanishing = groups.filter((group) => group.vanishes);
  if (vanishing.length > 0)
    lines.push(bold('Applications that vanish'), ...vanishing.flatMap(groupLines), '');
  for (const risk of RISKS) {
    const own = groups.filter((group) => group.first.risk === risk && !group.vanishes);
    if (own.length === 0) continue;
    lines.push(`${bold(risk)}${dim(`: ${MEANINGS[risk]}`)}`, ...own.flatMap(groupLines), '');
  }
  const { opened, closed } = diff.connectivity;
  if (opened.length > 0)
    lines.push(bold('Paths that open'), ...shown(opened).map((each) => green(`  + ${each}`)), '');
  if (closed.length > 0)
    lines.push(bold('Paths that close'), ...shown(closed).map((each) => red(`  - ${each}`)), '');
  const { findings } = diff;
  if (findings.new.length > 0)
    lines.push(
      bold('New findings'),
      ...findings.new.slice(0, 40).map((finding) => `  ${findingText(finding)}`),
      '',
    );
  lines.push(...verdict.lines);
  return `${lines.join('\n').trimEnd()}\n`;
}

function shown(paths: Diff['connectivity']['opened']): readonly string[] {
  const texts = pathTexts(paths);
  const rest = texts.length - MOST_PATHS;
  return rest > 0 ? [...texts.slice(0, MOST_PATHS), `… and ${rest} more`] : texts;
}

function groupLines(group: Group): readonly string[] {
  const { reasons, fields, first } = group;
  const shown = first.action === 'added' || first.action === 'removed' ? [] : fields.slice(0, MOST_FIELDS);
  const rest = fields.length - shown.length;
  return [
    `  ${bold(titlesText(group))} ${actionText(group)}`,
    ...reasons.map((reason) => `    ${reason}`),
    ...shown
      .flatMap(fieldLines)
      .map((line) => (line.startsWith('+') ? green(`      ${line}`) : red(`      ${line}`))),
    ...(rest > 0 && shown.length > 0 ? [dim(`      … and ${rest} more fields`)] : []),
  ];
}

import type { Verdict } from '../acknowledgements.ts';
import { RISKS } from '../change.ts';
import type { Diff } from '../diff.ts';
import { type Group, groupsOf } from './groups.ts';
import { summaryOf } from './summary.ts';
import { actionText, fieldLines, findingText, MEANINGS, pathTexts, titlesText } from './words.ts';

/** By this the comment is found again, and written anew. */
export const MARKER = '<!-- fleet-diff -->';
/** What GitHub takes for a comment; counted in bytes, which are never fewer than its characters. */
const LIMIT = 65_536;
/** Kept for the sentence about what was left out. */
const TAIL = 600;

/** How much of a group is told. */
type Form = 'whole' | 'short' | 'none';

/** The text of a comment: the worst is told whole, what does not fit is counted. */
export function markdownOf(diff: Diff, verdict: Verdict, limit = LIMIT): string {
  const groups = groupsOf(diff.changes);
  const head = fitted(
    [
      MARKER,
      '## What this change does',
      '',
      ...summaryOf(diff).map((line) => `- ${escaped(line)}`),
      ...verdict.lines.map((line) => `- **${escaped(line)}**`),
      ...diff.findings.new.slice(0, 20).map((finding) => `- New finding: ${escaped(findingText(finding))}`),
      '',
    ].join('\n'),
    limit / 4,
  );
  const paths = fitted(pathsText(diff), limit / 8);
  const budget = limit - TAIL - bytes(head) - bytes(paths) - RISKS.length * 160;
  const forms = formsFor(groups, budget);
  const sections: string[] = [];
  const vanishing = groups.filter((group) => group.vanishes);
  if (vanishing.length > 0) sections.push(sectionOf('Applications that vanish', vanishing, forms));
  for (const risk of RISKS) {
    const own = groups.filter((group) => group.first.risk === risk && !group.vanishes);
    if (own.length === 0) continue;
    sections.push(sectionOf(`${risk}: ${MEANINGS[risk]}`, own, forms));
  }
  const left = groups.filter((group) => forms.get(group) !== 'whole').length;
  const tail =
    left === 0
      ? ''
      : `\n_${left} of ${groups.length} changes are shortened or left out here; the full report is an artifact of the workflow._\n`;
  return `${head}${sections.join('')}${paths}${tail}`;
}

function sectionOf(title: string, groups: readonly Group[], forms: ReadonlyMap<Group, Form>): string {
  const told = groups.filter((group) => forms.get(group) !== 'none');
  const rest = groups.length - told.length;
  const texts = told.map((group) => (forms.get(group) === 'whole' ? wholeText(group) : shortText(group)));
  return `### ${title} (${groups.length})\n\n${texts.join('')}${rest > 0 ? `- … and ${rest} more\n` : ''}\n`;
}

/** First a line for each, in their order, and then the whole of as many as fit. */
function formsFor(groups: readonly Group[], budget: number): ReadonlyMap<Group, Form> {
  const forms = new Map<Group, Form>();
  let left = budget;
  for (const group of groups) {
    const size = bytes(shortText(group));
    forms.set(group, size <= left ? 'short' : 'none');
    if (size <= left) left -= size;
  }
  for (const group of groups) {
    if (forms.get(group) !== 'short') continue;
    const more = bytes(wholeText(group)) - bytes(shortText(group));
    if (more > left) continue;
    forms.set(group, 'whole');
    left -= more;
  }
  return forms;
}

function shortText(group: Group): string {
  const [reason = ''] = group.reasons;
  return `- **${escaped(titlesText(group))}** ${escaped(actionText(group))}: ${escaped(shortened(reason, 240))}\n`;
}

function wholeText(group: Group): string {
  const { reasons, fields, first } = group;
  const lines = [
    `- **${escaped(titlesText(group))}** ${escaped(actionText(group))}`,
    ...reasons.map((reason) => `  - ${escaped(reason)}`),
  ];
  const isWhole = first.action === 'added' || first.action === 'removed';
  if (!isWhole && fields.length > 0) {
    const diff = fields.flatMap(fieldLines);
    const fence = '`'.repeat(Math.max(3, ...diff.map((line) => longestRun(line) + 1)));
    lines.push(
      '',
      `  <details><summary>${fields.length} field${fields.length === 1 ? '' : 's'}</summary>`,
      '',
      `  ${fence}diff`,
      ...diff.map((line) => `  ${line}`),
      `  ${fence}`,
      '',
      '  </details>',
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

function pathsText({ connectivity: { opened, closed } }: Diff): string {
  const lines = [
    ...pathTexts(opened).map((text) => `+ ${text}`),
    ...pathTexts(closed).map((text) => `- ${text}`),
  ];
  if (lines.length === 0) return '';
  const shown = lines.slice(0, 60);
  const rest = lines.length - shown.length;
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [
    `<details><summary>${opened.length} paths opened, ${closed.length} closed</summary>`,
    '',
    `${fence}diff`,
    ...shown,
    ...(rest > 0 ? [`# and ${rest} more`] : []),
    fence,
    '',
    '</details>',
    '',
  ].join('\n');
}

/** A text that is cut at the end of a line where it is too long; one with a fence is left out as a whole. */
function fitted(text: string, limit: number): string {
  if (bytes(text) <= limit) return text;
  if (text.includes('<details>')) return '';
  const lines: string[] = [];
  let size = 0;
  for (const line of text.split('\n')) {
    size += bytes(line) + 1;
    if (size > limit - 8) break;
    lines.push(line);
  }
  return `${lines.join('\n')}\n\n`;
}

function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Names and values come from whoever opened the pull request: none of them is markup, or calls anybody. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll(/[\\`*_{}[\]|~]/g, '\\$&')
    .replaceAll('#', '&#35;')
    .replaceAll(/https?:\/\//g, (address) => address.replace(':', '&#58;'));
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

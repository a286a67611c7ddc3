import type { HubDrift } from '../drift.ts';
import { type Finding, SEVERITIES, SEVERITY_MEANINGS } from '../finding.ts';
import { headOf, nextOf, whoOf } from './words.ts';

/** What GitHub takes of an issue or a comment, less what closes the report. */
const LIMIT = 60_000;

/** For an issue and the summary of a run. What Argo CD says stands in blocks, where it is text and nothing else. */
export function markdownOf(all: readonly HubDrift[]): string {
  const parts = all.flatMap(hubParts);
  const kept: string[] = [];
  let size = 0;
  for (const part of parts) {
    size += Buffer.byteLength(part) + 1;
    if (size > LIMIT) break;
    kept.push(part);
  }
  const left = parts.length - kept.length;
  const rest = left > 0 ? [`${left} more parts are in the artifact of the run.\n`] : [];
  return [...kept, ...rest].join('\n');
}

/** The hubs of which nothing is known; nothing where all have answered. */
export function silentMarkdown(silent: readonly string[]): string {
  if (silent.length === 0) return '';
  return `\n### Not looked at\n\n${silent.map((line) => `- ${plain(line)}\n`).join('')}`;
}

function hubParts(drift: HubDrift): readonly string[] {
  const { title, sums } = headOf(drift);
  const parts = [`### ${title}\n\n${sums}.\n`];
  for (const severity of SEVERITIES) {
    const own = drift.findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) continue;
    parts.push(`#### ${severity}: ${SEVERITY_MEANINGS[severity]}\n`, ...own.map(findingPart));
  }
  return parts;
}

function findingPart(finding: Finding): string {
  const block = [...finding.details, ...nextOf(finding).map((command) => `$ ${command}`)];
  const head = `- ${code(whoOf(finding))}: ${plain(finding.summary)}. ${finding.meaning} ${finding.read}`;
  if (block.length === 0) return `${head}\n`;
  // Backticks of a message would end the block.
  const fence = '`'.repeat(Math.max(3, ...block.map((line) => longestRun(line) + 1)));
  return [head, '', `  ${fence}text`, ...block.map((line) => `  ${line}`), `  ${fence}`, ''].join('\n');
}

function longestRun(line: string): number {
  return Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Names of objects may come from anybody who may make them. */
function plain(text: string): string {
  return text.replace(/[<>&*_`[\]@#|\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

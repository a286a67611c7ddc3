import { green, red } from '../command-line/colours.ts';
import type { Proof } from './mistakes/prove.ts';
import type { Finding, Part, Step, Verdict } from './step.ts';

/** A step passes where every part of it did something and nothing was found. */
export function verdictOf(step: Pick<Step, 'name'>, parts: readonly Part[], seconds: number): Verdict {
  const idle =
    parts.length === 0 || parts.some(({ counts }) => Object.values(counts).every((count) => count === 0));
  const passed = !idle && parts.every(({ findings }) => findings.length === 0);
  return { step: step.name, passed, seconds, parts };
}

/** A part in one line, and a line for each finding and each exception. */
export function partText({ name, seconds, counts, findings, exceptions }: Part): string {
  const counted = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  const head = `${name}: ${[...counted, `${findings.length} refused`].join(', ')}, ${seconds} s`;
  return [
    head,
    ...findings.map((each) => `  refused: ${findingText(each)}`),
    ...exceptions.map((each) => `  known: ${findingText(each)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** A step as a whole, in a line. */
export function verdictText({ step, passed, seconds }: Verdict): string {
  return `${passed ? green('passed') : red('FAILED')}  ${step}  ${seconds} s`;
}

/** A finding in one line. */
function findingText({ where, what, field, says }: Finding): string {
  const place = field === undefined ? what : `${what}, ${field}`;
  return `${where}: ${place}: ${says.replaceAll(/\s+/g, ' ').trim()}`;
}

/** What a deliberate mistake came to, in a line, and below it why it proves nothing. */
export function proofText({ step, mistake, cluster, seconds, wrong }: Proof): string {
  const where = cluster === undefined ? '' : ` on ${cluster}`;
  const head = `${wrong === undefined ? green('caught') : red('MISSED')}  ${step}: ${mistake}${where}  ${seconds} s`;
  return wrong === undefined ? head : `${head}\n${wrong.replaceAll(/^/gm, '  ')}`;
}

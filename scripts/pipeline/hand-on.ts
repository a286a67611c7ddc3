import { appendFileSync } from 'node:fs';
import { Mistake } from '../command-line/mistake.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that the next steps of a pipeline read variables from: a job of ours names its own, GitHub names one for each step. */
const VARIABLES = ['FLEET_VARIABLES', 'GITHUB_OUTPUT'];

/** Files with Markdown that the page of a run shows. */
const SUMMARIES = ['FLEET_SUMMARY', 'GITHUB_STEP_SUMMARY'];

/** GitHub takes a mebibyte. */
const MOST_BYTES = 1_000_000;

/**
 * Hands a value on to the next steps of a pipeline, as a line `name=value`, which GitHub and the dotenv reports of GitLab
 * read alike.
 *
 * @throws Mistake for a value of several lines, of which the second would be another variable, and where nobody reads it
 */
export function setVariable(name: string, value: string, environment: Environment = process.env): void {
  const file = fileOf(VARIABLES, environment);
  if (file === undefined) {
    throw new Mistake(
      `Nobody reads the variable ${name}: set ${VARIABLES.join(' or ')} to the file that the pipeline reads.`,
    );
  }
  if (!/^[A-Za-z_][\w-]*$/.test(name)) throw new Mistake(`${JSON.stringify(name)} is no name of a variable.`);
  if (/[\r\n]/.test(value)) throw new Mistake(`The value of ${name} has several lines. It has to be one.`);
  appendFileSync(file, `${name}=${value}\n`);
}

/** Adds Markdown to the page of a run, if there is one; what is longer than such a page is cut at its end. */
export function addToSummary(markdown: string, environment: Environment = process.env): void {
  const file = fileOf(SUMMARIES, environment);
  if (file !== undefined) appendFileSync(file, markdown);
}

/** A text in which nothing is Markdown, as far as a page has room for it. */
export function asBlock(text: string, language: string, most = MOST_BYTES): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const bytes = Buffer.from(text);
  const isCut = bytes.length > most;
  // A character that is cut in two ends as a sign that says so.
  const kept = isCut ? `${bytes.subarray(0, most).toString()}\n… the rest is in the log.` : text;
  return `${fence}${language}\n${kept}${kept.endsWith('\n') ? '' : '\n'}${fence}\n`;
}

function fileOf(names: readonly string[], environment: Environment): string | undefined {
  const name = names.find((each) => (environment[each] ?? '') !== '');
  return name === undefined ? undefined : environment[name];
}

import { relative } from 'node:path';
import type { Located } from '../finding.ts';
import type { Severity } from '../rule.ts';
import { titleOfObject } from './grouping.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions: each finding stands on its line in the pull request. */
export function githubOf(found: readonly Located[]): string {
  return found.map(commandOf).join('');
}

function commandOf({ finding, file, lineOfPath }: Located): string {
  const { severity, rule, cluster, object, message, fix } = finding;
  const properties = Object.entries({
    file: relative('', file),
    line: String(lineOfPath()),
    title: `${rule}: ${titleOfObject(object)} (${cluster})`,
  }).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escaped(`${fix}\n${message}`)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

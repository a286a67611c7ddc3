import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { Located } from '../finding.ts';
import type { Rule, Severity } from '../rule.ts';
import { titleOfObject } from './grouping.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, which code scanning opens; a finding is known again by its object and place, not by its line. */
export function sarifOf(found: readonly Located[], rules: readonly Rule[]): string {
  const driver = {
    name: 'fleet check',
    informationUri: 'https://kubernetes.io/docs/concepts/configuration/overview/',
    rules: rules.map(({ id, summary, breaks, severity }) => ({
      id,
      shortDescription: { text: summary },
      fullDescription: { text: breaks },
      help: { text: `${breaks} npx fleet check --explain ${id} shows a sample.` },
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  };
  const positions = new Map(rules.map(({ id }, position) => [id, position]));
  const results = found.map((each) => resultOf(each, positions));
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}

function resultOf({ finding, file, lineOfPath }: Located, positions: ReadonlyMap<string, number>) {
  const { rule, severity, cluster, object, path, message, fix } = finding;
  const title = titleOfObject(object);
  return {
    ruleId: rule,
    ruleIndex: positions.get(rule) ?? -1,
    level: LEVELS[severity],
    message: { text: `${message} ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: lineOfPath() },
        },
        logicalLocations: [{ fullyQualifiedName: `${cluster}: ${title}: ${path}`, kind: 'object' }],
      },
    ],
    partialFingerprints: {
      'object/v1': createHash('sha256')
        .update(JSON.stringify([rule, cluster, object, path]))
        .digest('hex'),
    },
  };
}

/** A path from the folder on in which the command runs: the root of the repository. */
function uriOf(file: string): string {
  return relative('', file).split(sep).map(encodeURIComponent).join('/');
}

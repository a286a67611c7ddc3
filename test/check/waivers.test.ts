import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { checkTrees } from '../../scripts/check/check.ts';
import { readExemptions } from '../../scripts/check/waivers/exemption.ts';
import { WAIVER_PREFIX } from '../../scripts/check/waivers/waive.ts';
import { objectsIn } from '../../scripts/cluster-model/input/objects.ts';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';

/** A Service without pods, which the rule of the samples finds. */
const service = (annotations: string) => `
apiVersion: v1
kind: Service
metadata: { name: load-test, namespace: shop, annotations: { ${annotations} } }
spec: { selector: { app: load-test }, ports: [{ port: 80 }] }
`;
const RULE = 'service-selects-no-pods';

function list(text: string) {
  const file = join(mkdtempSync(join(inject('temporaryFolders'), 'exemptions-')), 'exemptions.yaml');
  writeFileSync(file, text);
  return readExemptions(file);
}

function found(manifests: string, exemptions = list('exemptions: []'), cluster = 'staging') {
  const objects = objectsIn(manifests, 'shop.yaml');
  return checkTrees([{ cluster, objects }], { exemptions })
    .map(({ finding: { rule } }) => rule)
    .filter((rule) => rule === RULE || rule.includes('waiver'));
}

const page = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');
const [annotation = '', exemptions = ''] = snippetsOf(page)
  .filter(({ heading, language }) => heading === 'What is meant to be' && language === 'yaml')
  .map(({ text }) => text);

describe('a finding that is meant to be', () => {
  test('is waived by the annotation of the page', () => {
    const [, written = ''] = /^ {4}(\S.*)$/m.exec(annotation) ?? [];
    expect(written).toContain(`${WAIVER_PREFIX}${RULE}`);
    const [key = '', reason = ''] = written.split(': ');
    expect(found(service(''))).toEqual([RULE]);
    expect(found(service(`${key}: "${reason}"`))).toEqual([]);
  });

  test('is exempt by the list of the page, on the cluster that it names', () => {
    expect(found(service(''), list(exemptions))).toEqual([]);
    // Nobody has looked at that cluster, so that nothing can be said about the list.
    expect(found(service(''), list(exemptions), 'production')).toEqual([RULE]);
  });

  test('stays one where no reason is given', () => {
    expect(found(service(`${WAIVER_PREFIX}${RULE}: " "`)).sort()).toEqual([RULE, 'waiver-without-reason']);
  });

  test('an exemption that nothing needs any more is one itself', () => {
    expect(found('', list(exemptions))).toEqual(['unused-waiver']);
    expect(found('', list(exemptions.replace(RULE, `${RULE}s`)))).toEqual(['waiver-of-unknown-rule']);
  });
});

test.each([
  ['a field that is misspelt', 'exemptions:\n  - rul: x\n', 'exemptions.yaml:2: exemptions.0'],
  [
    'no owner',
    'exemptions:\n  - rule: x\n    object: Service a/b\n    reason: y\n',
    'exemptions.yaml:2: exemptions.0.owner',
  ],
  ['no list', 'exemptions: 7\n', 'exemptions.yaml:1: exemptions'],
  ['no YAML', 'exemptions: [\n', 'exemptions.yaml:2:'],
])('a list with %s is refused, with its line', (_, text, message) => {
  expect(() => list(text)).toThrow(message);
});

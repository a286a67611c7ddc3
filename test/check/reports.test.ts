import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { checkTrees } from '../../scripts/check/check.ts';
import type { Located } from '../../scripts/check/finding.ts';
import { githubOf } from '../../scripts/check/report/github.ts';
import { jsonOf } from '../../scripts/check/report/json.ts';
import { sarifOf } from '../../scripts/check/report/sarif.ts';
import { textOf } from '../../scripts/check/report/text.ts';
import { rules } from '../../scripts/check/rules.ts';
import { readObjects } from '../../scripts/cluster-model/input/objects.ts';

const MANIFESTS = `# A Service that has no pods.
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  ports: [{ port: 80 }]
  selector:
    app: "a,b:100%"
`;
const SUMS = { clusters: 2, objects: 2, rules: 1 };

let found: readonly Located[] = [];
let file = '';
beforeAll(() => {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'reports-'));
  file = join(folder, 'shop.yaml');
  writeFileSync(file, MANIFESTS);
  const objects = readObjects(folder);
  const asked = rules.filter(({ id }) => id === 'service-selects-no-pods');
  found = checkTrees(
    [
      { cluster: 'one', objects },
      { cluster: 'two', objects },
    ],
    { rules: asked },
  );
});

test('JSON is the findings and nothing else', () => {
  const { findings } = JSON.parse([...jsonOf(found)].join(''));
  expect(findings).toHaveLength(2);
  expect(findings[0]).toEqual({
    rule: 'service-selects-no-pods',
    severity: 'error',
    cluster: 'one',
    object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
    path: 'spec.selector',
    message: expect.stringContaining('app=a,b:100%'),
    fix: expect.any(String),
  });
  expect(JSON.parse([...jsonOf([])].join(''))).toEqual({ findings: [] });
});

test('text tells the same of several clusters once, what to do before why, with the line', () => {
  const text = textOf(found, SUMS);
  expect(text.match(/Service shop\/web/g)).toHaveLength(1);
  expect(text).toMatch(/^one, two\n/);
  expect(text.indexOf('Write labels')).toBeLessThan(text.indexOf('No pod in the namespace'));
  expect(text).toContain('spec.selector, line 7:');
  expect(text).toMatch(/2 errors, 0 warnings: 2 objects in 2 clusters, 1 rule\./);
  expect(textOf([], SUMS)).toBe('Nothing found: 2 objects in 2 clusters, 1 rule.\n');
});

test('GitHub gets file, line and title, and no text ends a command or a property', () => {
  const [line = ''] = githubOf(found).split('\n');
  expect(line).toMatch(/^::error file=[^,]+shop\.yaml,line=7,title=[^:]+::/);
  expect(line).toContain('app=a,b:100%25');
});

test('SARIF names each rule, and knows a finding again when it moves to another line', () => {
  const sarif = (text: string) => {
    writeFileSync(file, text);
    const [run] = JSON.parse(sarifOf(found, rules)).runs;
    return run;
  };
  const [before, after] = [sarif(MANIFESTS), sarif(`\n\n${MANIFESTS}`)];
  const [result] = before.results;
  expect(before.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  expect(result.locations[0].physicalLocation.region.startLine).toBe(7);
  expect(after.results[0].partialFingerprints).toEqual(result.partialFingerprints);
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { addToSummary, asBlock, setVariable } from '../../scripts/pipeline/hand-on.ts';

const folder = mkdtempSync(join(inject('temporaryFolders'), 'pipeline-'));

it('hands variables on as GitHub and the dotenv reports of GitLab read them', () => {
  const [github, own] = [join(folder, 'github'), join(folder, 'build.env')];
  setVariable('hubs', '[{"a":1}]', { GITHUB_OUTPUT: github });
  setVariable('version', '1.5.0', { FLEET_VARIABLES: own, GITHUB_OUTPUT: github });
  setVariable('digest', 'sha256:0', { FLEET_VARIABLES: own });
  expect(readFileSync(github, 'utf8')).toBe('hubs=[{"a":1}]\n');
  expect(readFileSync(own, 'utf8')).toBe('version=1.5.0\ndigest=sha256:0\n');
});

it.each([
  ['version', '1\nTOKEN=x', 'several lines'],
  ['version', '1\rTOKEN=x', 'several lines'],
  ['a=b', '1', 'no name'],
])('writes no second variable: %j', (name, value, says) => {
  expect(() => setVariable(name, value, { FLEET_VARIABLES: join(folder, 'none') })).toThrow(says);
});

it('says which file is missing, and writes a summary only where there is one', () => {
  expect(() => setVariable('a', 'b', {})).toThrow('set FLEET_VARIABLES or GITHUB_OUTPUT');
  addToSummary('nobody reads it', {});
  const summary = join(folder, 'summary');
  addToSummary('one\n', { GITHUB_STEP_SUMMARY: summary });
  addToSummary('two\n', { FLEET_SUMMARY: summary });
  expect(readFileSync(summary, 'utf8')).toBe('one\ntwo\n');
});

it('a block ends where it should, and fits the page', () => {
  expect(asBlock('a\n```\nb', 'diff')).toBe('````diff\na\n```\nb\n````\n');
  const cut = asBlock('値'.repeat(1000), 'text', 100);
  expect(Buffer.byteLength(cut)).toBeLessThan(160);
  expect(cut).toContain('the rest is in the log');
});

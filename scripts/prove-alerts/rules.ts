import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import type { Cases } from './case.ts';
import { runProgram } from './program.ts';
import { type RuleFile, ruleFilesOf } from './rule-files.ts';
import { provesThatTestsFail } from './self-check.ts';
import { unitTestsOf } from './unit-tests.ts';

/** What promtool found. */
export interface RuleFindings {
  readonly files: number;
  readonly tests: number;
  /** Ways of breaking rules that were noticed. */
  readonly breaks: number;
  readonly failures: readonly string[];
}

/**
 * Every rule of every cluster by the real parser of Prometheus, and each alert in both of its situations. Files that
 * are the same on several clusters are tested once.
 *
 * @param folder an empty folder for what promtool reads
 * @throws Mistake when an alert has no case
 */
export async function proveRules(dist: string, folder: string, cases: Cases): Promise<RuleFindings> {
  const files = renderedClusters(dist).flatMap((cluster) => ruleFilesOf(dist, cluster));
  if (files.length === 0) throw new Mistake(`${dist} has no PrometheusRule.`);
  const distinct = new Map<string, { file: RuleFile; path: string }>();
  const paths = files.map((file) => {
    const text = JSON.stringify({ groups: file.groups });
    const path = join(folder, file.path.replaceAll('/', '_'));
    writeFileSync(path, text);
    const digest = createHash('sha256').update(text).digest('hex');
    if (!distinct.has(digest)) distinct.set(digest, { file, path });
    return path;
  });
  const [first] = files.filter(({ groups }) =>
    groups.some(({ rules }) => rules.some(({ alert }) => alert !== undefined)),
  );
  if (first === undefined) throw new Mistake(`${dist} has no alert.`);
  const breaks = await provesThatTestsFail(first, folder, cases);
  const checked = await runProgram('promtool', 'check', 'rules', ...paths);
  const tested = await runTests([...distinct.values()], join(folder, 'tests'), cases);
  return {
    files: files.length,
    tests: tested.tests,
    breaks,
    failures: [...(checked.passed ? [] : [checked.output]), ...tested.failures],
  };
}

async function runTests(
  files: readonly { readonly file: RuleFile; readonly path: string }[],
  folder: string,
  cases: Cases,
): Promise<Omit<RuleFindings, 'files' | 'breaks'>> {
  mkdirSync(folder);
  let count = 0;
  const failures: string[] = [];
  const missing = new Set<string>();
  for (const { file, path } of files) {
    const unitTests = unitTestsOf(file, path, cases);
    for (const alert of unitTests.missing) missing.add(alert);
    for (const [index, tests] of unitTests.tests.entries()) {
      const testFile = join(folder, `${index}-${file.path.replaceAll('/', '_')}`);
      writeFileSync(testFile, JSON.stringify(tests, undefined, 2));
      count += tests.tests.length;
      const { passed, output } = await runProgram('promtool', 'test', 'rules', testFile);
      if (!passed) failures.push(`${file.path}\n${output}`);
    }
  }
  if (missing.size > 0) {
    throw new Mistake(
      `No case for ${[...missing].sort().join(', ')}. Add each to alert-cases.ts beside the tests of its component, in test/platform/components/ or test/apps/, with a situation that it reports and one that it does not.`,
    );
  }
  return { tests: count, failures };
}

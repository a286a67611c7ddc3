import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import type { Cases } from './case.ts';
import { runProgram } from './program.ts';
import type { RenderedRule, RuleFile } from './rule-files.ts';
import { unitTestsOf } from './unit-tests.ts';

/** Ways to break every alert of a file, of which each has to be noticed. */
const BREAKS: Readonly<Record<string, (rule: RenderedRule) => RenderedRule>> = {
  'alerts that never fire': (rule) => ({ ...rule, expr: 'vector(1) > 2' }),
  'alerts that always fire': (rule) => ({ ...rule, expr: 'vector(1)' }),
  'alerts of another team': (rule) => ({ ...rule, labels: { ...rule.labels, owner: 'nobody' } }),
  'expressions that are no PromQL': (rule) => ({ ...rule, expr: 'sum by (' }),
};

/**
 * A proof that cannot fail proves nothing: breaks the rules of a real file in each way, and runs the same tests.
 *
 * @param folder an empty folder for what promtool reads
 * @returns how many ways were tried
 * @throws Mistake when the tests pass all the same
 */
export async function provesThatTestsFail(file: RuleFile, folder: string, cases: Cases): Promise<number> {
  for (const [index, [name, change]] of Object.entries(BREAKS).entries()) {
    const rules = join(folder, `broken-${index}.json`);
    const tests = join(folder, `broken-${index}-tests.json`);
    const groups = file.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => (rule.alert === undefined ? rule : change(rule))),
    }));
    writeFileSync(rules, JSON.stringify({ groups }));
    // Of the rules as they should be.
    writeFileSync(tests, JSON.stringify(unitTestsOf(file, rules, cases).tests[0]));
    const { passed } = await runProgram('promtool', 'test', 'rules', tests);
    if (passed) {
      throw new Mistake(
        `The tests of ${file.path} pass with ${name}. Repair scripts/prove-alerts/: its answer means nothing.`,
      );
    }
  }
  return Object.keys(BREAKS).length;
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { setVariable } from '../pipeline/hand-on.ts';
import { gatheredProofs, gatheredVerdicts, PROOFS, SUMMARY } from './gathered.ts';
import { wantedMistakes } from './mistakes/list.ts';
import { type Proof, proveMistakes } from './mistakes/prove.ts';
import { partText, proofText, verdictText } from './report.ts';
import { runStep } from './run-step.ts';
import type { Assignment, Part, Step, Verdict } from './step.ts';
import { STEP_NAMES } from './step-names.ts';
import { steps } from './steps.ts';
import { verify } from './usage.ts';

const LOGS = join('node_modules', '.cache', 'verify');

export const main = implement(verify, async ({ options }) => {
  const { only, cluster: clusters, fast, mistake: names, from, charts, out: logs = LOGS, format } = options;
  const wanted = STEP_NAMES.filter((name) => only?.includes(name) ?? true);
  const asJson = format === 'json';
  const say = (line: string) => (asJson ? process.stderr : process.stdout).write(`${line}\n`);
  const tell = (results: readonly (Verdict | Proof)[]) => {
    if (asJson) process.stdout.write(jsonOf(results));
  };
  if (names !== undefined && !options.mistakes)
    throw new Mistake(`--mistake ${names[0]} is one of --mistakes: give both.`);
  if (options.variable !== undefined && !options.list) throw new Mistake('--variable belongs to --list.');
  if (options.list) {
    const run = wanted.filter((name) => !fast || steps[name].fast !== undefined);
    if (options.variable !== undefined) setVariable(options.variable, JSON.stringify(run));
    process.stdout.write(asJson ? jsonOf(run) : run.map((name) => `${name}\n`).join(''));
    return 0;
  }
  const { gathered } = options;
  if (options.mistakes) {
    const proofs: Proof[] = [];
    const done = (proof: Proof) => {
      say(proofText(proof));
      proofs.push(proof);
    };
    if (gathered !== undefined) gatheredProofs(gathered, wanted).forEach(done);
    else {
      await proveMistakes({
        wanted: wantedMistakes(only, names),
        clusters,
        from,
        logs: join(logs, 'mistakes'),
        done,
      });
      leave(logs, PROOFS, proofs);
    }
    tell(proofs);
    return proofs.length > 0 && proofs.every(({ wrong }) => wrong === undefined) ? 0 : 1;
  }
  const verdicts: Verdict[] = [];
  if (gathered !== undefined) {
    for (const verdict of gatheredVerdicts(gathered, wanted)) {
      for (const part of verdict.parts) say(partText(part).trimEnd());
      say(verdictText(verdict));
      verdicts.push(verdict);
    }
  } else {
    for (const name of wanted) {
      const step = steps[name];
      if (fast && step.fast === undefined) {
        say(`--fast leaves out ${step.name}: ${step.proves}`);
        continue;
      }
      verdicts.push(
        await verdictOn(step, { clusters, fast, from, charts, logs: join(logs, step.name), say }),
      );
    }
    leave(logs, SUMMARY, verdicts);
  }
  tell(verdicts);
  return verdicts.every(({ passed }) => passed) ? 0 : 1;
});

async function verdictOn(step: Step, assignment: Omit<Assignment, 'done'>): Promise<Verdict> {
  const { fast, logs, say } = assignment;
  rmSync(logs, { recursive: true, force: true });
  makeFolder(logs);
  say(`=== ${step.name}: ${step.proves}${fast ? ` (--fast: ${step.fast})` : ''}`);
  const done = (part: Part) => say(partText(part).trimEnd());
  const verdict = await runStep(step, { ...assignment, done });
  say(`${verdictText(verdict)}; logs: ${logs}`);
  return verdict;
}

/** For programs, and for `--gathered`. */
function leave(logs: string, file: string, results: readonly (Verdict | Proof)[]): void {
  makeFolder(logs);
  writeFileSync(join(logs, file), jsonOf(results));
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

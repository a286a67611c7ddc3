import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { green, red } from '../command-line/colours.ts';
import { implement } from '../command-line/command.ts';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { wantedMistakes } from './mistakes/list.ts';
import { type Proof, proveMistakes } from './mistakes/prove.ts';
import { partText, proofText } from './report.ts';
import { runStep } from './run-step.ts';
import type { Part, Verdict } from './step.ts';
import { steps } from './steps.ts';
import { verify } from './usage.ts';

const LOGS = join('node_modules', '.cache', 'verify');

export const main = implement(verify, async ({ options }) => {
  const { only, cluster: clusters, fast, mistake: names, from, charts, out: logs = LOGS, format } = options;
  const asJson = format === 'json';
  const say = (line: string) => (asJson ? process.stderr : process.stdout).write(`${line}\n`);
  if (names !== undefined && !options.mistakes)
    throw new Mistake(`--mistake ${names[0]} is one of --mistakes: give both.`);
  if (options.mistakes) {
    const proofs: Proof[] = [];
    await proveMistakes({
      wanted: wantedMistakes(only, names),
      clusters,
      from,
      logs: join(logs, 'mistakes'),
      done: (proof) => {
        say(proofText(proof));
        proofs.push(proof);
      },
    });
    if (asJson) process.stdout.write(`${JSON.stringify(proofs, null, 2)}\n`);
    return proofs.length > 0 && proofs.every(({ wrong }) => wrong === undefined) ? 0 : 1;
  }
  const chosen = Object.values(steps).filter(({ name }) => only === undefined || only.includes(name));
  const verdicts: Verdict[] = [];
  for (const step of chosen) {
    if (fast && step.fast === undefined) {
      say(`--fast leaves out ${step.name}: ${step.proves}`);
      continue;
    }
    const place = join(logs, step.name);
    rmSync(place, { recursive: true, force: true });
    makeFolder(place);
    say(`=== ${step.name}: ${step.proves}${fast ? ` (--fast: ${step.fast})` : ''}`);
    const done = (part: Part) => say(partText(part).trimEnd());
    const verdict = await runStep(step, { clusters, fast, from, charts, logs: place, say, done });
    say(
      `${verdict.passed ? green('passed') : red('FAILED')}  ${step.name}  ${verdict.seconds} s; logs: ${place}`,
    );
    verdicts.push(verdict);
  }
  const summary = `${JSON.stringify(verdicts, null, 2)}\n`;
  writeFileSync(join(logs, 'summary.json'), summary);
  if (asJson) process.stdout.write(summary);
  return verdicts.every(({ passed }) => passed) ? 0 : 1;
});

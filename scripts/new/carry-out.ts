import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted, Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';
import { ownersOf } from './owners.ts';
import type { Plan } from './plan.ts';
import { Written } from './write.ts';

/** How a plan is carried out besides what is in it. */
export interface Course {
  /** Commands of `npx fleet` after synth; one that fails is told, as it may want what is not on this machine. */
  readonly after?: readonly (readonly string[])[];
  readonly checks: boolean;
  readonly say: (line: string) => void;
}

/** Gates that take seconds; the tests take minutes, and are for `npx fleet ci`. */
const CHECKS = ['lint', 'types', 'layers', 'check'];

/**
 * Writes what is planned, formats and renders it, and looks at the result.
 *
 * @returns whether the checks found nothing
 * @throws Mistake where what was written is refused: then everything is as it was
 */
export async function carryOut(root: string, plan: Plan, course: Course): Promise<boolean> {
  const { after = [], checks, say } = course;
  const written = new Written(root);
  const isInterrupted = interruptions();
  try {
    written.write(plan.files);
    const own = [...plan.files.keys()];
    for (const file of own) say(`  ${file}`);
    const steps = { root, written, isInterrupted: isInterrupted.yet };
    await orPutBack(steps, ['format', ...own.filter((file) => file.endsWith('.ts'))]);
    say('Rendering…');
    say(await orPutBack(steps, ['synth']));
  } finally {
    isInterrupted.end();
  }
  let passed = true;
  for (const command of after) passed = (await told(root, command, say)) && passed;
  if (checks) passed = (await checked(root, say)) && passed;
  say(['', 'What is left to do:', ...steps(root, plan).map((step) => `  - ${step}`)].join('\n'));
  return passed;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether somebody has ended the command meanwhile, which goes on until all is put back. */
function interruptions() {
  let interrupted = false;
  const note = () => {
    interrupted = true;
  };
  for (const signal of SIGNALS) process.once(signal, note);
  return {
    yet: () => interrupted,
    end: () => {
      for (const signal of SIGNALS) process.removeListener(signal, note);
    },
  };
}

interface Steps {
  readonly root: string;
  readonly written: Written;
  readonly isInterrupted: () => boolean;
}

/** Runs a command; where it fails, everything is put back, what was rendered too. */
async function orPutBack(
  { root, written, isInterrupted }: Steps,
  command: readonly string[],
): Promise<string> {
  const { status, stdout, stderr } = await fleet(root, command);
  if (status === 0 && !isInterrupted()) return `${stdout}${stderr}`.trimEnd();
  written.putBack();
  // It writes nothing where it refuses a declaration, and something where only a page of requirements is wrong.
  await fleet(root, ['synth']);
  if (isInterrupted()) throw new Interrupted('Interrupted: everything is as it was before.');
  throw new Mistake(
    `npx fleet ${command.join(' ')} refuses what was written, so everything is as it was before:\n${`${stdout}${stderr}`.trim()}`,
  );
}

async function told(root: string, command: readonly string[], say: Course['say']): Promise<boolean> {
  const { status, stdout, stderr } = await fleet(root, command);
  say(`${stdout}${stderr}`.trimEnd());
  if (status === 0) return true;
  say(`npx fleet ${command.join(' ')} has not done all of it; the files stay. Run it again where it can.`);
  return false;
}

async function checked(root: string, say: Course['say']): Promise<boolean> {
  say(`Checking: ${CHECKS.join(', ')}. The first time this takes a minute or more; Ctrl-C leaves the files…`);
  const { status, stdout, stderr } = await fleet(root, ['ci', ...CHECKS]);
  if (status === 0) {
    say('The checks pass.');
    return true;
  }
  say(`${stdout}${stderr}`.trimEnd());
  say(
    'The files stay, as a person has to decide: git diff shows them, and the checks above say what is wrong.',
  );
  return false;
}

function steps(root: string, { files, next }: Plan): readonly string[] {
  const text = readFileSync(join(root, '.github/CODEOWNERS'), 'utf8');
  const owners = [...new Set([...files.keys()].flatMap((file) => ownersOf(file, text)))].sort();
  return [
    ...next,
    'npx fleet ci runs the tests too. Then commit everything that changed, dist/ included.',
    ...(owners.length === 0 ? [] : [`GitHub asks ${owners.join(', ')} for a review, by .github/CODEOWNERS.`]),
  ];
}

function fleet(root: string, args: readonly string[]) {
  return run(process.execPath, [join(root, 'scripts/fleet.mjs'), ...args], {
    folder: root,
    environment: { FORCE_COLOR: '0' },
  });
}

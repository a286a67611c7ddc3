import { commandLineOf } from '../command-line.ts';
import type { Rule } from '../rule.ts';
import type { Step } from '../workflow.ts';

/** What a step may run: ours, what installs it, and programs whose version the job pins or the runner has. */
const PROGRAMS: Readonly<Record<string, RegExp>> = {
  npx: /^fleet /,
  fleet: /^[a-z]/,
  npm: /^(?:ci|install|test|run) ?/,
  git: /^(?:fetch|merge --ff-only|diff --cached --quiet|push|commit) ?/,
  gh: /^(?:auth setup-git|workflow run )/,
  cosign: /^sign /,
  terraform: /^(?:fmt|init|validate) ?/,
  aws: /^eks update-kubeconfig /,
  kubectl: /^(?:--\S+ \S+ )*get /,
  // What a runner has not, and what it forbids by itself.
  sudo: /^(?:apt-get (?:update|install)(?: -?[a-z0-9.-]+)*|sysctl -w [a-z0-9_.]+=\d+)$/,
};

/** Steps that are no command of ours and stay one all the same, with the reason. */
const EXCEPTIONS: readonly { readonly script: string; readonly because: string }[] = [
  {
    script: 'exit 1',
    because: 'GitHub alone knows how the other jobs have ended, and says it in the condition of the step.',
  },
];

/** Actions whose input is a program. */
const SCRIPTS_IN_ACTIONS =
  /^(?:actions\/github-script|nick-fields\/retry|mikefarah\/yq|cschleiden\/replace-tokens)@/;

/** Files by which a step changes what the steps after it run. */
const STEERS = /^\$\{?GITHUB_/;

const steps = (run: string) => `on: push\njobs: {go: {steps: [{run: ${JSON.stringify(run)}}]}}`;

const INSTEAD = 'Make it a command of ours (npx fleet …), which has types and tests and runs in any CI.';

function logicIn({ run, uses = '', shell }: Step): string | undefined {
  if (SCRIPTS_IN_ACTIONS.test(uses)) return `uses ${uses.split('@')[0]}, which is a script. ${INSTEAD}`;
  if (run === undefined) return undefined;
  if (shell !== undefined && shell !== 'bash') return `runs a script of ${shell}. ${INSTEAD}`;
  if (EXCEPTIONS.some(({ script }) => script === run.trim())) return undefined;
  const line = commandLineOf(run);
  if ('why' in line) return `the script “${firstLine(run)}” ${line.why}. ${INSTEAD}`;
  const [program = '', ...args] = line.words;
  const known = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  if (known === undefined || !known.test(args.join(' ')))
    return `runs “${firstLine(run)}”, which is neither a command of ours nor a program that it may run. ${INSTEAD}`;
  if (line.into !== undefined && STEERS.test(line.into)) {
    return `“${firstLine(run)}” writes into ${line.into}. Commands of ours write there: --variable NAME.`;
  }
  return undefined;
}

function firstLine(script: string): string {
  const [first = '', ...more] = script.trim().split('\n');
  return more.length === 0 ? first : `${first} …`;
}

const scriptsHaveNoLogic: Rule = {
  id: 'scripts-have-no-logic',
  breaks: 'What a pipeline decides is in a language without types and tests, and no other CI can call it.',
  fails: steps('if [ "$A" = b ]; then npx fleet synth; fi'),
  passes: steps('npx fleet images set "$IMAGE" "$DIGEST" \\\n  --cluster "$CLUSTERS"'),
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps: all }) =>
      all.flatMap((step) => {
        const why = logicIn(step);
        return why === undefined ? [] : [`${name}: ${why}`];
      }),
    ),
};

export const logic: readonly Rule[] = [scriptsHaveNoLogic];

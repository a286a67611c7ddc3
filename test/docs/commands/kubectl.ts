import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Arguments, argumentsOf, optionOf } from './options.ts';
import type { ShellCommand } from './shell.ts';

/** A kind, with the name of an object or without. */
export interface Target {
  readonly kind: string;
  readonly name: string | undefined;
}

/** A kubectl command, taken apart. */
export interface Kubectl extends Arguments {
  /** With its second word, where it has two: `rollout status`. */
  readonly verb: string;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly targets: readonly Target[];
}

/** What `kubectl VERB --help` lists, of kubectl 1.32: options that take a value, and those that take none. */
const tables = z
  .record(z.string(), z.strictObject({ switches: z.string(), values: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('./kubectl-options.json', import.meta.url), 'utf8')));

const everywhere = optionsOf('');

function optionsOf(verb: string): {
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
} {
  const table = tables[verb];
  return {
    switches: new Set((table?.switches ?? '').split(' ')),
    values: new Set((table?.values ?? '').split(' ')),
  };
}

/** Kinds as kubectl shortens them. */
const SHORT: Readonly<Record<string, string>> = {
  cm: 'configmap',
  deploy: 'deployment',
  ds: 'daemonset',
  hpa: 'horizontalpodautoscaler',
  ing: 'ingress',
  netpol: 'networkpolicy',
  no: 'node',
  ns: 'namespace',
  pdb: 'poddisruptionbudget',
  po: 'pod',
  pv: 'persistentvolume',
  pvc: 'persistentvolumeclaim',
  sa: 'serviceaccount',
  sts: 'statefulset',
  svc: 'service',
  vpa: 'verticalpodautoscaler',
};

/** Verbs whose words are kinds and names. */
const NAMES_OBJECTS: ReadonlySet<string> = new Set([
  'annotate',
  'delete',
  'describe',
  'edit',
  'expose',
  'get',
  'label',
  'patch',
  'scale',
  'wait',
  'rollout history',
  'rollout pause',
  'rollout restart',
  'rollout resume',
  'rollout status',
  'rollout undo',
  'set env',
  'set image',
  'set resources',
]);

/** A kind as this repository writes it in keys: in the singular, in lower case, without its group. */
function kindOf(written: string): string {
  const word = written.toLowerCase().split('.')[0] ?? '';
  const short = SHORT[word];
  if (short !== undefined) return short;
  if (word === 'ingresses') return 'ingress';
  return word.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '');
}

/** Verbs of two words take their second word along. */
function verbOf(plain: readonly string[]): string {
  const two = plain
    .slice(0, 2)
    .join(' ')
    .replace(/^(top \w+)s$/, '$1');
  return two in tables ? two : (plain[0] ?? '');
}

export function kubectlOf({ words }: ShellCommand): Kubectl {
  // Where the verb is can be told before its switches are known: none of those that stand before it takes none.
  const guess = argumentsOf(
    words.slice(1),
    (option) => everywhere.switches.has(option) || /^-[AwRit]+$/.test(option),
  );
  const verb = verbOf(guess.plain);
  const { switches } = optionsOf(verb);
  const found = argumentsOf(
    words.slice(1).flatMap((word) => (/^-[it]{2}$/.test(word) ? ['-i', '-t'] : [word])),
    (option) => switches.has(option) || everywhere.switches.has(option),
  );
  const rest = found.plain.slice(verb.split(' ').length);
  return {
    ...found,
    verb,
    context: optionOf(found, '--context'),
    namespace: optionOf(found, '--namespace', '-n'),
    targets: targetsOf(verb, rest),
  };
}

function targetsOf(verb: string, words: readonly string[]): readonly Target[] {
  const [first = '', ...others] = words;
  if (first === '') return [];
  if (verb === 'debug') return first.includes('/') ? [pathTarget(first)] : [{ kind: 'pod', name: first }];
  if (['exec', 'logs', 'port-forward'].includes(verb)) return [pathTarget(first)];
  if (!NAMES_OBJECTS.has(verb)) return [];
  const paths = words.filter((word) => /^[\w.]+\/[\w$<{-]/.test(word) && !/^[^=]*\/[^=]*=|-$/.test(word));
  if (first.includes('/') && paths.length > 0) return paths.map(pathTarget);
  const names = others.filter((word) => !/=|[\w]-$/.test(word) || word.startsWith('$'));
  const named: readonly (string | undefined)[] = names.length === 0 ? [undefined] : names;
  return first.split(',').flatMap((kind) => named.map((name) => ({ kind: kindOf(kind), name })));
}

function pathTarget(word: string): Target {
  const slash = word.indexOf('/');
  return slash < 0
    ? { kind: 'pod', name: word }
    : { kind: kindOf(word.slice(0, slash)), name: word.slice(slash + 1) };
}

/** The options of a command that kubectl does not have, and a verb that it does not have. */
export function unknownTo(command: Kubectl): readonly string[] {
  if (!(command.verb in tables) || command.verb === '')
    return [`kubectl has no ${command.verb || 'such command'}`];
  const { switches, values } = optionsOf(command.verb);
  return [...command.options.keys()]
    .filter(
      (option) => ![switches, values, everywhere.switches, everywhere.values].some((all) => all.has(option)),
    )
    .map((option) => `kubectl ${command.verb} has no option ${option}`);
}

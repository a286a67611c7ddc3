import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTrees } from '../../../scripts/check/check.ts';
import type { Finding } from '../../../scripts/check/finding.ts';
import { rules } from '../../../scripts/check/rules.ts';
import { type Found, objectsIn } from '../../../scripts/cluster-model/input/objects.ts';
import type { Files } from './apply.ts';
import { applied, bases, harmless, mistakes } from './corpus.ts';
import type { Mistake } from './entry.ts';

/** Says how many of the mistakes are found, and how often something is found where nothing is wrong. */
const { values } = parseArgs({
  options: {
    family: { type: 'string', multiple: true },
    /** Names what is missed, what is false, and what is found with other words or on another object. */
    details: { type: 'boolean', default: false },
  },
});

const clean = bases();
const onBases = new Map([...clean].map(([base, files]) => [base, findingsOf(base, files)]));
const known = new Map([...onBases].map(([base, found]) => [base, new Set(found.map(keyOf))]));

/** Tutorials are simple on purpose: a warning may be true of them, an error may not. */
const SIMPLE = /^(tutorial-|bookinfo-)/;

const lines: string[] = [];
let onClean = 0;
for (const [base, all] of onBases) {
  const found = all.filter(isFault).filter(({ severity }) => severity === 'error' || !SIMPLE.test(base));
  onClean += found.length;
  if (found.length > 0) lines.push(`${base}: ${found.length} findings on the clean base`, ...found.map(told));
}

const wanted = (family: string) => values.family === undefined || values.family.includes(family);
const sums = new Map<string, { all: number; found: number; elsewhere: number }>();
for (const mistake of mistakes()) {
  if (!wanted(mistake.family)) continue;
  const fresh = newOf(mistake.base, applied(mistake, clean));
  const sum = sums.get(mistake.family) ?? { all: 0, found: 0, elsewhere: 0 };
  sums.set(mistake.family, sum);
  sum.all += 1;
  if (fresh.some((finding) => isExpected(finding, mistake))) sum.found += 1;
  else {
    if (fresh.length > 0) sum.elsewhere += 1;
    lines.push(`missed ${mistake.family}: ${mistake.name} (${mistake.base})`, ...fresh.map(told));
  }
}

let wrong = 0;
const innocent = harmless().filter(({ family }) => wanted(family));
for (const change of innocent) {
  const fresh = newOf(change.base, applied(change, clean)).filter(isFault);
  if (fresh.length === 0) continue;
  wrong += 1;
  lines.push(`false on ${change.family}: ${change.name} (${change.base})`, ...fresh.map(told));
}

if (values.details) for (const line of lines) console.log(line);
console.log('family        mistakes  found  missed  said otherwise');
const total = { all: 0, found: 0, elsewhere: 0 };
for (const [family, sum] of sums) {
  console.log(rowOf(family, sum));
  total.all += sum.all;
  total.found += sum.found;
  total.elsewhere += sum.elsewhere;
}
console.log(rowOf('all', total));
console.log(
  `clean bases: ${onClean} findings; harmless changes: ${wrong} of ${innocent.length} with findings`,
);

function rowOf(family: string, { all, found, elsewhere }: { all: number; found: number; elsewhere: number }) {
  const numbers = [String(all).padStart(8), String(found).padStart(7), String(all - found).padStart(8)];
  return `${family.padEnd(14)}${numbers.join('')}${String(elsewhere).padStart(16)}`;
}

function findingsOf(base: string, files: Files): readonly Finding[] {
  const objects = new Map<string, Found[]>();
  for (const [file, text] of files) {
    const cluster = file.includes('/') ? dirname(file) : base;
    objects.set(cluster, [...(objects.get(cluster) ?? []), ...objectsIn(text, file)]);
  }
  const trees = [...objects].map(([cluster, own]) => ({ cluster, objects: own }));
  return checkTrees(trees, { rules }).map(({ finding }) => finding);
}

/** What is only worth a look is no accusation. */
function isFault({ severity }: Finding): boolean {
  return severity !== 'info';
}

/** What is found in a changed base and not in the clean one. */
function newOf(base: string, files: Files): readonly Finding[] {
  return findingsOf(base, files).filter((finding) => !known.get(base)?.has(keyOf(finding)));
}

function isExpected({ object, path, message, fix }: Finding, { expects }: Mistake): boolean {
  const { kind, namespace, name } = object;
  const reference = `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
  const short = `${kind} ${name}`;
  const blamed = expects.blames.some((each) => each === kind || each === reference || each === short);
  return blamed && new RegExp(expects.says, 'i').test(`${path} ${message} ${fix}`);
}

function keyOf({ rule, cluster, object, path, message }: Finding): string {
  return JSON.stringify([rule, cluster, object, path, message]);
}

function told({ rule, severity, object: { kind, namespace, name }, path, message }: Finding): string {
  return `    ${severity} ${rule}: ${kind} ${namespace ?? ''}/${name} ${path}: ${message}`;
}

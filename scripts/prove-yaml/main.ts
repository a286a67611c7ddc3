import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { z } from 'zod';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';
import { toYaml } from '../synth/yaml.ts';
import { documents, TRAPS } from './documents.ts';
import { yamlProve } from './usage.ts';

/** A program that reads YAML with one or more libraries. */
interface Reader {
  readonly name: string;
  readonly libraries: readonly string[];
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Exits with 0 where the reader can run. */
  readonly probe: readonly string[];
  readonly missing: string;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const READERS: readonly Reader[] = [
  {
    name: 'Go',
    libraries: ['sigs.k8s.io/yaml (kubectl, Argo CD)', 'go.yaml.in/yaml/v3 (Helm, yq)'],
    command: 'go',
    args: ['run', '.'],
    cwd: here('go'),
    probe: ['version'],
    missing: 'Go is not installed: https://go.dev/dl/ or your package manager (golang).',
  },
  {
    name: 'Python',
    libraries: ['PyYAML'],
    command: 'python3',
    args: [here('read.py')],
    probe: ['-c', 'import yaml'],
    missing: 'Python with PyYAML is not installed: python3 -m pip install pyyaml.',
  },
];

/** Each trap as a key and as a value, wherever a scalar can stand, and many random documents. */
function corpus(): readonly Readonly<Record<string, unknown>>[] {
  const each = TRAPS.map((trap) => ({
    [trap]: trap,
    list: [trap, [trap], { [trap]: trap }],
    map: { [trap]: { [trap]: [trap] } },
    end: trap,
  }));
  const random = fc.sample(documents, { numRuns: 4000, seed: 20261124 });
  // A lone surrogate is not text: JSON writes it as an escape, and readers replace it.
  return [...each, ...random].filter((document) => !/\\ud[89a-f]/.test(JSON.stringify(document)));
}

/** Prints what the reader reads differently; returns whether it ran, and the number of such documents. */
async function prove(
  { name, libraries, command, args, cwd: folder, probe, missing }: Reader,
  expected: readonly unknown[],
  texts: readonly string[],
): Promise<number | undefined> {
  if (!(await canRun(command, probe))) {
    console.log(`${name}: not proven. ${missing}`);
    return undefined;
  }
  const { status, stdout, stderr } = await run(command, args, { folder, input: JSON.stringify(texts) });
  const lines = stdout.trimEnd().split('\n');
  if (status !== 0 || lines.length !== texts.length)
    throw new Mistake(`${name} did not read all documents:\n${stderr}`);
  let misread = 0;
  for (const [index, line] of lines.entries()) {
    const values = z.array(z.unknown()).parse(JSON.parse(line));
    for (const [library, its] of libraries.entries()) {
      if (canonical(values[library]) === canonical(expected[index])) continue;
      misread++;
      if (misread <= 10) console.error(`${its} misreads:\n${texts[index]}as ${canonical(values[library])}\n`);
    }
  }
  console.log(`${libraries.join(' and ')}: ${texts.length} documents, ${misread} misread`);
  return misread;
}

async function canRun(command: string, probe: readonly string[]): Promise<boolean> {
  try {
    return (await run(command, probe)).status === 0;
  } catch (error) {
    if (error instanceof Mistake) return false;
    throw error;
  }
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}

export const main = implement(yamlProve, async () => {
  const expected = corpus();
  const texts = expected.map((document) => toYaml(document));
  const results = await Promise.all(READERS.map((reader) => prove(reader, expected, texts)));
  if (results.every((misread) => misread === undefined))
    console.error('Nothing was proven: install one of them.');
  return !results.includes(0) || results.some((misread) => misread !== undefined && misread > 0) ? 1 : 0;
});

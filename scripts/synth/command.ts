import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import type { SynthRequest } from './cluster-plan.ts';
import { Failure, messageOf } from './failure.ts';
import { compare, foreignOf, type Plan, partsOf, synth } from './synth.ts';

/** What the command renders, and where it keeps what. */
export interface Source {
  readonly loadFleet: () => Fleet;
  readonly units: (fleet: Fleet) => readonly Unit[];
  /** Output folder where `--out` names none. */
  readonly out: string;
  readonly cache: NonNullable<SynthRequest['cache']>;
}

const HELP = `Renders the fleet into dist/, one folder a cluster.

  npm run synth                       every cluster
  npm run synth -- --cluster NAME     only this one; may be repeated
  npm run synth -- --out DIR          into another folder
  npm run synth -- --check            write nothing; exit 1 and list the files where dist/ is not up to date
  npm run synth -- --no-cache         render everything, and read every file, even where nothing has changed
  npm run synth -- --stack            show where in the code a mistake was found
`;

const OPTIONS = {
  cluster: { type: 'string', multiple: true },
  out: { type: 'string' },
  check: { type: 'boolean' },
  'no-cache': { type: 'boolean' },
  stack: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/**
 * Runs the command and prints what it did.
 *
 * @returns the exit code: 0, or 1 where something is wrong or, with `--check`, not up to date
 */
export function run(args: readonly string[], source: Source): 0 | 1 {
  try {
    const options = parse(args);
    if (options.help) {
      console.log(HELP);
      return 0;
    }
    const fleet = source.loadFleet();
    const request: SynthRequest = {
      fleet,
      units: source.units(fleet),
      out: options.out ?? source.out,
      ...(options.cluster && { clusters: options.cluster }),
      ...(!options['no-cache'] && { cache: source.cache }),
    };
    return options.check
      ? reportDifferences(compare(request), request.out)
      : reportChanges(synth(request), request.out);
  } catch (error) {
    console.error(messageOf(error));
    if (!(error instanceof Error)) return 1;
    const { name, stack = '' } = rootOf(error);
    if (args.includes('--stack')) console.error(stack);
    else if (BUGS.has(name)) console.error('Run it with --stack to see where in the code.');
    return 1;
  }
}

function parse(args: readonly string[]) {
  for (const arg of args) {
    const [name = ''] = arg.replace(/^--/, '').split('=');
    if (arg.startsWith('-') && !Object.hasOwn(OPTIONS, name)) {
      const nearest = nearestName(name, Object.keys(OPTIONS));
      const hint = nearest === undefined ? 'See --help.' : `Is it --${nearest}?`;
      throw new Failure(`There is no option ${arg.split('=')[0]}. ${hint}`);
    }
  }
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Failure(`${messageOf(error)} See --help.`, { cause: error });
  }
}

function reportChanges(plan: Plan, out: string): 0 {
  const width = Math.max(0, ...plan.clusters.map(({ cluster }) => cluster.length));
  for (const { cluster, objects, added, changed, stale, unchanged, seconds } of plan.clusters) {
    console.log(
      `${cluster.padEnd(width)}  ${count(objects, 'object')}: ${added.length + changed.length} written, ` +
        `${stale.length} removed, ${unchanged} unchanged (${seconds.toFixed(2)} s)`,
    );
  }
  const removed = partsOf(plan).flatMap(({ stale, empty }) => [...stale, ...empty.map(folder)]);
  if (removed.length > 0) {
    console.log(
      `Removed, as nothing renders them any more:\n${list(removed.map((path) => `  ${shown(out)}/${path}`))}`,
    );
  }
  const foreign = foreignLines(plan, out);
  if (foreign.length > 0) console.warn(`${FOREIGN}\n${list(foreign)}`);
  return 0;
}

const FOREIGN =
  'These were not written by synth, or changed since, and nothing renders them. Synth leaves them alone, but Argo CD ' +
  'would apply what is committed in dist/. Move what you need elsewhere, and remove them:';

function foreignLines(plan: Plan, out: string): readonly string[] {
  return foreignOf(plan).map(({ path, reason }) => `  ${shown(out)}/${path}: ${reason}`);
}

/** The output folder as one would type it. */
function shown(out: string): string {
  const path = relative(process.cwd(), out);
  return path === '' ? '.' : path.startsWith('..') ? out : path;
}

function folder(path: string): string {
  return `${path}/`;
}

function reportDifferences(plan: Plan, out: string): 0 | 1 {
  const named = (what: string, paths: readonly string[]) => paths.map((path) => `  ${what}  ${path}`);
  const lines = partsOf(plan).flatMap(({ changed, added, stale, empty }) => [
    ...named('differs    ', changed),
    ...named('missing    ', added),
    ...named('superfluous', [...stale, ...empty.map(folder)]),
  ]);
  const foreign = foreignLines(plan, out);
  if (lines.length > 0) {
    console.error(`Not up to date. Run npm run synth and commit the result.\n${list(lines)}`);
  }
  if (foreign.length > 0) console.error(`${FOREIGN}\n${list(foreign)}`);
  if (lines.length + foreign.length > 0) return 1;
  const objects = plan.clusters.reduce((total, cluster) => total + cluster.objects, 0);
  console.log(`Up to date: ${count(plan.clusters.length, 'cluster')}, ${count(objects, 'object')}.`);
  return 0;
}

const LONGEST_LIST = 100;

function list(lines: readonly string[]): string {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Errors that no rule of ours has thrown. */
const BUGS: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError']);

/** The error that the others were made of. */
function rootOf(error: Error): Error {
  let root = error;
  while (root.cause instanceof Error) root = root.cause;
  return root;
}

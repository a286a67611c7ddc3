import { rmSync } from 'node:fs';
import { Mistake } from '../../command-line/mistake.ts';
import { run } from '../../programs/run.ts';
import { temporaryFolder } from '../processes.ts';
import type { Finding } from '../step.ts';
import type { Copy } from './copy.ts';
import { brokenFiles, differences, unfinishedFiles } from './judge.ts';
import { isOrderly } from './run.ts';
import { put, type State, treeOf } from './states.ts';

/** What a disk is like, and what becomes of it before the next synth. Each is a line of `sh` that knows `$disk`. */
export interface Cramped {
  readonly name: string;
  readonly is: string;
  readonly becomes: string;
  /** What synth has to write there: only the documents, or `dist/` too. */
  readonly writes?: 'documents';
  /** What synth changes in `dist/` is not there at all, so that it gives no room free when it is replaced. */
  readonly lost?: boolean;
}

/** Bytes in which a disk of memory is given out. */
const PAGE = 4096;

/** A disk that has so many KiB free. A page of it is 4 KiB: of a larger file a part gets its place. */
export function full(free: number, writes?: 'documents'): Cramped {
  return {
    name: `a disk with ${free} KiB free${writes === undefined ? '' : `, for the ${writes} alone`}`,
    is: `mount -o remount,size=$(( $(df --output=used -k "$disk" | tail -n 1) + ${free} ))k "$disk"`,
    becomes: 'mount -o remount,size=0 "$disk"',
    ...(writes && { writes }),
  };
}

/** A disk with room for what is staged, and not for a copy of it: whoever copies it finds none in the middle of a file. */
export function fullOfStaged(states: readonly [State, State]): Cramped {
  const room = full(Math.round(1.5 * stagedSize(states)));
  return { ...room, name: `${room.name}, without the files that change`, lost: true };
}

/** How many KiB of a disk synth takes for what it puts into places, from the first state to the second. */
function stagedSize(states: readonly [State, State]): number {
  return changedFiles(states).reduce(
    (sum, [, text]) => sum + Math.ceil(Buffer.byteLength(text) / PAGE) * (PAGE / 1024),
    0,
  );
}

function changedFiles([before, wanted]: readonly [State, State]): readonly (readonly [string, string])[] {
  return [...wanted.tree].filter(
    ([path, text]) => path.startsWith('dist/') && before.tree.get(path) !== text,
  );
}

/** A disk that has room, but takes only so many files more. */
export function fullOfFiles(free: number): Cramped {
  const limit = (inodes: string) => `mount -o remount,nr_inodes=${inodes} "$disk"`;
  return {
    name: `a disk that takes ${free} files more`,
    is: limit(`$(( $(df --output=iused "$disk" | tail -n 1) + ${free} ))`),
    becomes: limit('10000000'),
  };
}

/** A folder of the copy on a file system that nobody may write to. */
export function readOnly(folder: string, writes?: 'documents'): Cramped {
  return {
    name: `${folder} lies on a disk that may only be read`,
    is: `mount --bind "$disk/${folder}" "$disk/${folder}" && mount -o remount,bind,ro "$disk/${folder}"`,
    becomes: `umount "$disk/${folder}"`,
    ...(writes && { writes }),
  };
}

/** A folder of the copy whose files and folders deny its owner a right: `w` to change them, or `rwx` to do anything. */
export function forbidden(folder: string, rights: 'w' | 'rwx', writes?: 'documents'): Cramped {
  return {
    name: `everything in ${folder} has no right ${rights}`,
    is: `chmod -R a-${rights} "$disk/${folder}"`,
    becomes: `chmod -R u+rwX "$disk/${folder}"`,
    ...(writes && { writes }),
  };
}

/** What a synth with too little came to. */
export interface Outcome {
  /** Whether it had to give up. */
  readonly gaveUp: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Renders the second state over the first where synth cannot write all of it, and then where it can: on a disk of memory, which only
 * the processes of one script see, and which goes with them.
 *
 * @throws Mistake where nobody may mount such a disk here
 */
export async function synthOn(cramped: Cramped, { repository, states }: Copy): Promise<Outcome> {
  const { name: where } = cramped;
  const [left, whole] = [temporaryFolder('fleet-left'), temporaryFolder('fleet-whole')];
  const [before, wanted] = states;
  for (const [path, text] of (cramped.writes === undefined ? before : wanted).tree)
    repository.write(path, text);
  if (cramped.lost)
    for (const [path] of changedFiles(states)) if (before.tree.has(path)) repository.delete(path);
  if (cramped.writes === 'documents') for (const path of wanted.documents) repository.write(path, '');
  put(repository, wanted);
  const ended = await run(
    'unshare',
    [...namespace(), 'sh', '-c', scriptOf(cramped), 'sh', repository.folder, left, whole, process.execPath],
    {
      environment: { NO_COLOR: '1' },
      missing: 'It is a part of util-linux: Linux has it, macOS does not.',
    },
  );
  if (ended.status !== 0)
    throw new Mistake(`${where}: no disk of memory could be mounted.\n${ended.stderr}${HOW}`);
  const [first, second] = ended.stdout.split('\0');
  const stopped = { status: Number(/^exit (\d+)$/m.exec(first ?? '')?.[1]), output: first ?? '' };
  const trees = states.map(({ tree }) => tree);
  const gaveUp = stopped.status !== 0;
  const found = treeOf(left);
  const emptied = new Map(wanted.documents.map((path) => [path, '']));
  const findings = [
    ...brokenFiles(where, found, cramped.writes === undefined ? trees : [...trees, emptied]),
    // Who says that it is done has to have done it.
    ...(gaveUp ? [] : differences(`${where}, at once`, found, wanted.tree)),
  ];
  if (gaveUp && !isOrderly(stopped))
    findings.push({ where, what: 'synth', says: `does not say it to people: ${stopped.output}` });
  if (!/^exit 0$/m.test(second ?? '')) findings.push({ where, what: 'the next synth', says: second ?? '' });
  findings.push(...differences(where, treeOf(whole), wanted.tree), ...unfinishedFiles(where, whole));
  // Each is a copy of the whole repository: dozens of them need not wait for the end of the program.
  for (const folder of [left, whole]) rmSync(folder, { recursive: true });
  return { gaveUp, findings };
}

/** Whoever is not root becomes it in a namespace of his own. */
function namespace(): readonly string[] {
  return process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
}

const HOW =
  'Ubuntu forbids it to who is not root: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 lets everybody.';

/** Where `scripts/run.mjs` keeps commands in the form in which they run. */
const BUNDLES = 'node_modules/.cache/run';

/** Root may write where nobody may; a synth has to do without, as it does for everybody else. */
const AS_ANYBODY =
  'setpriv --inh-caps=-dac_override,-dac_read_search --bounding-set=-dac_override,-dac_read_search';

/**
 * Prints what both synths say, each with its exit code, with a NUL between them. The disk stands where the copy is, so that the copy's
 * bundles of the commands serve. These stay on the disk of the machine: without room for them no synth would begin, and none be judged.
 */
function scriptOf({ is, becomes }: Cramped): string {
  return `set -eu
copy=$1 left=$2 whole=$3 node=$4
disk=$copy
made=$(mktemp -d)
mount -t tmpfs fleet "$made"
synth() { code=0; ${AS_ANYBODY} "$node" scripts/fleet.mjs synth 2>&1 || code=$?; echo "exit $code"; }
cp -a "$copy/." "$made/"
mount --bind "$copy/${BUNDLES}" "$made/${BUNDLES}"
mount --move "$made" "$disk"
rmdir "$made"
cd "$disk"
${is}
synth
cp -a "$disk/." "$left/"
chmod -R u+rwX "$left"
printf '\\0'
${becomes}
synth
cp -a "$disk/." "$whole/"
`;
}

import { INDEX_FILE } from '../../../clusters/layout.ts';
import { compareTexts } from '../../check/order.ts';
import type { Connection } from '../../reach/connection.ts';
import { type Assessment, assess } from '../assess.ts';
import type { Change } from '../change.ts';
import { type Comparison, compare } from '../compare/compare.ts';
import { concluded, type Diff } from '../diff.ts';
import { findingsOf, type Shown, shownAhead } from '../findings.ts';
import type { Side } from '../sides/side.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Assessed, assessedSchema, packed, type SentSide } from './messages.ts';
import { FILES_THAT_PAY, type SecondThread } from './second-thread.ts';

/**
 * As `diffOf`; of large trees the second thread assesses about half of the clusters.
 *
 * @param from how many files of both sides are large
 */
export async function diffTogether(
  base: Side,
  head: Side,
  second: SecondThread,
  from = FILES_THAT_PAY,
): Promise<Diff> {
  const compared = compare(base, head);
  const { assessment, ahead } = await assessTogether(base, head, compared, second, from);
  return concluded(base, head, compared, assessment, (...given) => findingsOf(...given, ahead));
}

/** What there is to do besides on this thread, as a share of what both have to do for the clusters. */
const BESIDES = 0.12;

async function assessTogether(
  base: Side,
  head: Side,
  compared: Comparison,
  second: SecondThread,
  from: number,
): Promise<{ readonly assessment: Assessment; readonly ahead?: Shown | undefined }> {
  const { changes } = compared;
  const { others, files } = sharesOf(compared);
  const [before, after] = [sentOf(base, compared.before, others), sentOf(head, compared.after, others)];
  if (files < from || others.size === 0 || before === undefined || after === undefined)
    return { assessment: assess(changes, compared) };
  const isOwn = ({ cluster }: Change) => !others.has(cluster);
  const question = { base: before, head: after, changes: changes.filter((change) => !isOwn(change)) };
  const answer = second.ask(question, assessedSchema);
  const assessment = assess(changes.filter(isOwn), compared);
  const ahead = shownAhead(changes, compared);
  const rest = await answer;
  // What nobody can say of one cluster makes the words about all of them other ones.
  if (rest === undefined || rest.notes.length + assessment.connectivity.notes.length > 0)
    return { assessment: assess(changes, compared), ahead };
  return { assessment: merged(changes, isOwn, assessment, rest), ahead };
}

/** The clusters that this thread assesses and those of the other one, with about as many files each. */
function sharesOf({ changes, before, after }: Comparison): {
  readonly others: ReadonlySet<string>;
  /** Of all of them. */
  readonly files: number;
} {
  const others = new Set<string>();
  const sizes = [...new Set(changes.map(({ cluster }) => cluster))]
    .map((cluster) => ({ cluster, size: before.sizeOf(cluster) + after.sizeOf(cluster) }))
    .sort((one, other) => other.size - one.size);
  const files = sizes.reduce((sum, { size }) => sum + size, 0);
  let [own, theirs] = [BESIDES * files, 0];
  for (const { cluster, size } of sizes) {
    if (theirs + size > own) own += size;
    else {
      theirs += size;
      others.add(cluster);
    }
  }
  return { others, files };
}

/** A side with the files of some clusters, and what says how a tree is laid out; undefined where no other thread can read it. */
function sentOf(
  { name, title, origin, files }: Side,
  tree: Surroundings,
  clusters: ReadonlySet<string>,
): SentSide | undefined {
  if (origin === undefined) return undefined;
  const paths = [...(files.has(INDEX_FILE) ? [INDEX_FILE] : []), ...tree.pathsOf(clusters)];
  return { name, title, origin, files: packed(new Map(paths.map((path) => [path, files.get(path) ?? '']))) };
}

/** What two threads have found, in the order in which one would have. */
function merged(
  changes: readonly Change[],
  isOwn: (change: Change) => boolean,
  own: Assessment,
  rest: Assessed,
): Assessment {
  const [mine, theirs] = [[...own.judged], [...rest.judged]];
  const { opened, closed, beside } = own.connectivity;
  const known = [...rest.opened, ...rest.closed];
  const besideTheirs = rest.beside.flatMap(([at, other]) => {
    const each = known[at];
    return each === undefined ? [] : [[each, other] as const];
  });
  return {
    connectivity: {
      opened: byCluster([...opened, ...rest.opened]),
      closed: byCluster([...closed, ...rest.closed]),
      beside: new Map([...beside, ...besideTheirs]),
      notes: [],
    },
    judged: changes.flatMap((change) => {
      const judged = isOwn(change) ? mine.shift() : theirs.shift();
      return judged === undefined ? [] : [{ ...change, ...judged }];
    }),
  };
}

function byCluster(connections: readonly Connection[]): readonly Connection[] {
  return [...connections].sort((one, other) => compareTexts(one.cluster, other.cluster));
}

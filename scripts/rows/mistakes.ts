import { claimsOf, unknownClusters } from '../../requirements/model/claims.ts';
import type { Evidence } from '../../requirements/model/evidence.ts';
import { RETIRED, type Retired, retiredOf } from '../../requirements/model/retired.ts';
import type { Clusters, IdRange, Pitfall, Row, RowList, Section } from '../../requirements/model/row.ts';
import type { Tree } from '../../requirements/model/tree.ts';
import { check, type Finding } from './check.ts';
import { stillRunning } from './still-running.ts';

/** Everything that is wrong with the lists together: a sentence each, with the id that it is about. */
export function allMistakes(lists: readonly RowList[], tree: Tree): readonly string[] {
  const found = lists.map((list) => evaluated(list, tree));
  const used = new Set(found.flatMap(({ retired }) => [...retired.values()]));
  const unused = tree.sources.retired
    .filter((entry) => !used.has(entry))
    .map(
      ({ kind, name }) =>
        `${RETIRED}: no row speaks of the ${kind} ${name}, so there is nothing to retire. Take it off the list.`,
    );
  return [...stillRunning(tree.sources), ...unused, ...found.flatMap(({ mistakes }) => mistakes)];
}

/** Everything that is wrong with a list: a sentence each, with the id that it is about; none when it holds. */
export function mistakes(list: RowList, tree: Tree): readonly string[] {
  return evaluated(list, tree).mistakes;
}

/** The rows and pitfalls that speak of something that was removed for good, with the entry that says so. */
export function retiredEntries(list: RowList, tree: Tree): ReadonlyMap<string, Retired> {
  return evaluated(list, tree).retired;
}

interface Evaluated {
  readonly mistakes: readonly string[];
  readonly retired: ReadonlyMap<string, Retired>;
}

function evaluated(list: RowList, tree: Tree): Evaluated {
  const retired = new Map<string, Retired>();
  const wrong: string[] = [];
  for (const { ids, sections } of [list.rows, ...(list.pitfalls ? [list.pitfalls] : [])]) {
    wrong.push(...wrongIds(sections, ids));
    for (const { entries, clusters = list.clusters } of sections) {
      for (const entry of entries) {
        wrong.push(...showsNothing(entry));
        const findings = findingsOf(entry.evidence, clusters, tree);
        for (const finding of findings) if (finding.kind === 'retired') retired.set(entry.id, finding.entry);
        wrong.push(...wrongEntry(entry, findings));
      }
    }
  }
  return { mistakes: wrong, retired };
}

/** What we render has to be seen in what is rendered: a heading or the name of a test cannot show it (class K, K+T). */
function showsNothing(entry: Row | Pitfall): readonly string[] {
  if (!('class' in entry) || !entry.class.startsWith('K')) return [];
  if (entry.state.kind !== 'done' && entry.state.kind !== 'otherwise') return [];
  const rendered = entry.evidence.some(({ kind }) => !['heading', 'file', 'test', 'output'].includes(kind));
  return rendered
    ? []
    : [
        `${entry.id} is of class ${entry.class}, so something of it stands in dist/: name what, not only a document or a test.`,
      ];
}

/** What comes out of all claims of the evidence. */
export function findingsOf(
  evidence: readonly Evidence[],
  clusters: Clusters,
  tree: Tree,
): readonly Finding[] {
  return evidence.flatMap((one) => {
    const unknown = unknownClusters(one, clusters, tree);
    const known = claimsOf(one, clusters, tree).filter(
      (claim) => !('cluster' in claim && unknown.includes(claim.cluster)),
    );
    return [
      ...unknown.map((cluster) => withoutCluster(cluster, tree)),
      ...known.map((claim) => check(claim, tree)),
    ];
  });
}

function withoutCluster(name: string, tree: Tree): Finding {
  const entry = tree.sources.retired.find((one) => one.kind === 'cluster' && one.name === name);
  if (entry !== undefined) return { kind: 'retired', entry };
  const product = retiredOf(name, tree.sources.retired);
  if (product !== undefined) return { kind: 'retired', entry: product };
  return {
    kind: 'fails',
    why: `There is no cluster ${name}. If it was removed for good, say so in ${RETIRED}.`,
  };
}

/** Every id of the ranges once. */
function wrongIds(
  sections: readonly Section<Row | Pitfall>[],
  ranges: readonly IdRange[],
): readonly string[] {
  const found = sections.flatMap(({ entries }) => entries.map(({ id }) => id));
  const wanted = ranges.flatMap(idsOf);
  const whole = ranges.map((range) => `${idOf(range, 1)} to ${idOf(range, range.last)}`).join(', ');
  const missing = wanted.filter((id) => !found.includes(id)).map((id) => `${id} is missing.`);
  const unknown = found
    .filter((id) => !wanted.includes(id))
    .map((id) => `${id} is none of ${whole || 'the ids that document.yaml of the list gives'}.`);
  const twice = found.filter((id, index) => found.indexOf(id) !== index).map((id) => `${id} is there twice.`);
  return [...missing, ...unknown, ...twice];
}

function idsOf(range: IdRange): readonly string[] {
  return Array.from({ length: range.last }, (_, index) => idOf(range, index + 1));
}

function idOf({ prefix, digits = 1 }: IdRange, number: number): string {
  return `${prefix}${String(number).padStart(digits, '0')}`;
}

function wrongEntry({ id, state, evidence }: Row | Pitfall, findings: readonly Finding[]): readonly string[] {
  const failures = findings.flatMap((finding) => (finding.kind === 'fails' ? [finding.why] : []));
  if (state.kind === 'open') {
    return evidence.length > 0 && failures.length === 0
      ? [`${id} is done: all that it waited for is there. List it as done.`]
      : [];
  }
  return [...new Set(failures)].map((failure) => `${id}: ${failure}`);
}

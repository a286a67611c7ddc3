import type { Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Path } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';

type Found = Said & { readonly state: ClusterState };

interface Place {
  readonly resource: Resource;
  readonly path: Path;
  readonly text: string;
}

/** So many of the same place have to name the own cluster before one that names another is a slip. */
const AGREEING = 3;

/**
 * Names of another cluster, and the starts of its secrets' paths, where the same field of every other object of the kind names the
 * own one.
 */
export function* copiedNames(states: readonly ClusterState[]): Generator<Found> {
  yield* ofTwins(states);
  const names = states.map(({ cluster }) => cluster).filter(hasName);
  const pattern = names.length === 0 ? undefined : patternFor(names);
  const places = states.map((state) => placesOf(state, pattern));
  const starts = places.map((groups) => usualStart(groups.get(SECRETS) ?? []));
  for (const [index, state] of states.entries()) {
    for (const [group, found] of places[index] ?? []) {
      if (group === SECRETS) {
        yield* ofStarts(state, found, starts, index);
        continue;
      }
      const own = found.filter(({ text }) => namesIn(text, pattern).includes(state.cluster));
      const foreign = found.filter(({ text }) => !own.some((one) => one.text === text));
      if (own.length < AGREEING || foreign.length > Math.max(1, own.length / 10)) continue;
      for (const { resource, path, text } of foreign) {
        yield {
          state,
          resource,
          path,
          message: `"${text}" names the cluster ${namesIn(text, pattern).join(', ')}; this is ${state.cluster}, as ${own.length} others of the kind say at the same place.`,
          fix: `Write what belongs to ${state.cluster}.`,
        };
      }
    }
  }
}

const SECRETS = 'secrets';

/** Names of one short word stand for much else. */
function hasName(cluster: string): boolean {
  return cluster.length >= 6 && cluster.includes('-');
}

function patternFor(names: readonly string[]): RegExp {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  return new RegExp(
    `(?<![a-z0-9-])(?:${longestFirst.map((name) => name.replace(/[.+*?^$()|[\]{}\\]/g, '\\$&')).join('|')})(?![a-z0-9])`,
    'g',
  );
}

function namesIn(text: string, pattern: RegExp | undefined): readonly string[] {
  return pattern === undefined ? [] : (text.match(pattern) ?? []);
}

/** The texts with a name of a cluster in them, by the kind and the place; and the paths of secrets. */
function placesOf(state: ClusterState, pattern: RegExp | undefined): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  const add = (group: string, place: Place) => {
    const others = found.get(group);
    if (others === undefined) found.set(group, [place]);
    else others.push(place);
  };
  for (const resource of state.resources) {
    const { group, kind, isExtract, value } = resource;
    if (
      isExtract ||
      group === 'argoproj.io' ||
      group === 'networking.istio.io' ||
      kind === 'CustomResourceDefinition'
    )
      continue;
    const isSecret = kind === 'ExternalSecret';
    const mayName = (text: string) => text.length <= 500 && (isSecret || namesIn(text, pattern).length > 0);
    for (const { path, text } of textPlaces(value, mayName)) {
      if (isSecret && path.includes('remoteRef') && path.at(-1) === 'key')
        add(SECRETS, { resource, path, text });
      if (namesIn(text, pattern).length === 0) continue;
      add(`${kind} ${path.filter((step) => typeof step === 'string').join('.')}`, { resource, path, text });
    }
  }
  return found;
}

/** `/prod/japan/`: what comes before the last part of a path. */
function startOf(text: string): string {
  const steps = text.replace(/^\//, '').split('/');
  return steps.length < 2 ? '' : steps.slice(0, Math.min(2, steps.length - 1)).join('/');
}

function usualStart(places: readonly Place[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { text } of places) counts.set(startOf(text), (counts.get(startOf(text)) ?? 0) + 1);
  const [usual] = [...counts].sort((one, other) => other[1] - one[1]);
  return usual === undefined || usual[0] === '' || usual[1] < AGREEING || usual[1] < places.length * 0.8
    ? undefined
    : usual[0];
}

function* ofStarts(
  state: ClusterState,
  places: readonly Place[],
  starts: readonly (string | undefined)[],
  index: number,
): Generator<Found> {
  const own = starts[index];
  if (own === undefined) return;
  for (const { resource, path, text } of places) {
    const start = startOf(text);
    if (start === own || !starts.some((one, at) => at !== index && one === start)) continue;
    yield {
      state,
      resource,
      path,
      message: `The secret ${text} is under ${start}, where another cluster keeps its own; those of ${state.cluster} are under ${own}.`,
      fix: `Read it from ${own}.`,
    };
  }
}

/** A field that says the same in two clusters, and names one of them, was copied from there. */
function* ofTwins(states: readonly ClusterState[]): Generator<Found> {
  if (states.length !== 2) return;
  for (const [index, state] of states.entries()) {
    const other = states[1 - index];
    if (other === undefined || other.cluster.length < 5 || state.cluster.length < 5) continue;
    const [theirs, ours] = [patternFor([other.cluster]), patternFor([state.cluster])];
    for (const resource of state.resources) {
      const { group, kind, namespace, name, isExtract, value } = resource;
      if (
        isExtract ||
        group === 'argoproj.io' ||
        group === 'networking.istio.io' ||
        kind === 'CustomResourceDefinition'
      )
        continue;
      const twin = other.find(`${group}/${kind}`, namespace, name);
      if (twin === undefined) continue;
      const texts = [...textPlaces(value)];
      // A list of both is no copy of one.
      if (texts.some(({ text }) => namesIn(text, ours).length > 0 && namesIn(text, theirs).length > 0))
        continue;
      const known = new Map([...textPlaces(twin.value)].map(({ path, text }) => [path.join('.'), text]));
      for (const { path, text } of texts) {
        if (text.length > 500 || namesIn(text, theirs).length === 0 || known.get(path.join('.')) !== text)
          continue;
        if (text === other.cluster && texts.some((one) => one.text === state.cluster)) continue;
        yield {
          state,
          resource,
          path,
          message: `"${text}" names ${other.cluster}, where the same object says the same; this is ${state.cluster}.`,
          fix: `Write what belongs to ${state.cluster}.`,
        };
      }
    }
  }
}

import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar } from 'yaml';
import { PINS, parsePins } from '../../charts/pins.ts';
import { repositorySchema } from '../../charts/pins-schema.ts';
import { didYouMean } from '../../clusters/nearest-name.ts';
import { Mistake } from '../command-line/mistake.ts';

/** A version that is to be pinned. */
export interface Bump {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  /** Needed for a chart that is not pinned yet. */
  readonly repository?: string | undefined;
  /** Keep the other versions. */
  readonly beside?: boolean;
}

/**
 * The text of the pins with another version of a chart: in place of the one of the same minor, or of the only one. Comments
 * and all other lines stay.
 *
 * @throws Mistake when it is not clear what to replace, or the result would not be read
 */
export function bumped(text: string, { name, version, digest, repository, beside = false }: Bump): string {
  if (repository !== undefined) assertRepository(repository);
  const pin = parsePins(text).get(name);
  const document = parseDocument(text);
  if (pin === undefined) {
    if (repository === undefined) throw new Mistake(unknown(name, [...parsePins(text).keys()]));
    document.set(name, document.createNode({ repository, versions: { [version]: digest } }));
    sortItems(document.contents, byText);
    return checked(document);
  }
  if (repository !== undefined) document.setIn([name, 'repository'], repository);
  const others = pin.versions.map((each) => each.version).filter((each) => each !== version);
  const known = others.length < pin.versions.length;
  if (!known && !beside) {
    const old =
      others.find((each) => minor(each) === minor(version)) ?? (others.length === 1 ? others[0] : undefined);
    if (old === undefined) {
      throw new Mistake(
        `${PINS} has ${name} ${others.join(' and ')}. Take one out first, with npx fleet charts unpin ${name} VERSION, or keep them with --beside.`,
      );
    }
    document.deleteIn([name, 'versions', old]);
  }
  document.setIn([name, 'versions', version], new Scalar(digest));
  sortItems(document.getIn([name, 'versions']), byVersion);
  return checked(document);
}

/**
 * The text of the pins without a chart, or without one of its versions.
 *
 * @throws Mistake where there is no such thing
 */
export function unpinned(text: string, name: string, version?: string): string {
  const pins = parsePins(text);
  const pin = pins.get(name);
  if (pin === undefined) throw new Mistake(unknown(name, [...pins.keys()]));
  const document = parseDocument(text);
  const versions = pin.versions.map((each) => each.version);
  if (version !== undefined && !versions.includes(version)) {
    throw new Mistake(`${PINS} has no ${name} ${version}. There is ${versions.join(' and ')}.`);
  }
  if (version === undefined || versions.length === 1) document.delete(name);
  else document.deleteIn([name, 'versions', version]);
  return checked(document);
}

function unknown(name: string, names: readonly string[]): string {
  return `${PINS} has no chart ${name}${didYouMean(name, names)}. A new one needs --repository.`;
}

function minor(version: string): string {
  return version.replace(/^v/, '').split('.').slice(0, 2).join('.');
}

type Order = (one: string, other: string) => number;
const byText: Order = (one, other) => (one < other ? -1 : 1);
const byVersion: Order = (one, other) => one.localeCompare(other, 'en', { numeric: true });

function sortItems(node: unknown, order: Order): void {
  if (isMap(node)) node.items.sort((one, other) => order(keyOf(one), keyOf(other)));
}

function keyOf({ key }: Pair<unknown, unknown>): string {
  return String(isScalar(key) ? key.value : key);
}

/** The reader has the last word, before anything is written. */
function checked(document: Document): string {
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  parsePins(text);
  return text;
}

/** @throws Mistake that says what to write, where that is known */
function assertRepository(repository: string): void {
  const read = repositorySchema.safeParse(repository);
  if (read.success) return;
  const better = repository.replace(/^oci:\/\//, '').replace(/\/+$/, '');
  throw new Mistake(
    `--repository: found ${repository}, expected ${read.error.issues[0]?.message}.${repositorySchema.safeParse(better).success ? ` Write ${better}` : ''}`,
  );
}

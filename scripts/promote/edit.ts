import { type Document, isScalar, parseDocument, Scalar } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import type { Build, Canary, Image } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { writeOutAliases } from './aliases.ts';
import type { Direct } from './build-before.ts';
import { shortDigest } from './request.ts';

/** Where an image stands, for messages. */
export interface Place {
  readonly cluster: string;
  readonly image: string;
}

type Placed = Build & Pick<Image, 'skipsStage'>;

/**
 * The text of `images.yaml` after a change. Comments, order and quotes stay; so does all the text where the cluster
 * runs what is asked for already. What the image shares with others by an alias is written out.
 *
 * @param current what the file says of the image
 * @throws Mistake when the change makes no sense, or the contract would refuse the file
 */
export function edit(text: string, current: Image, change: Direct, place: Place): string {
  const document = parseDocument(text);
  const { image } = place;
  const canary = current.canary;
  writeOutAliases(document, image);
  if (change.to === 'build') {
    if (change.digest === current.digest) {
      if (change.version === current.version) return text;
      throw new Mistake(
        `${fileOf(place)}: ${image}: found ${shortDigest(change.digest)} for ${change.version}, which is the digest that runs as ${current.version}, so nothing would change. Give the digest of ${change.version}.`,
      );
    }
    assertSameCanary(change, canary, place);
    setBuild(document, [image], change);
    document.deleteIn([image, 'canary']);
  } else if (change.to === 'return') {
    setBuild(document, [image], change);
    document.deleteIn([image, 'canary']);
  } else if (change.to === 'canary') {
    if (change.digest === current.digest) {
      throw new Mistake(
        `${fileOf(place)}: everybody gets this build of ${image} already: there is nothing to try.`,
      );
    }
    assertSameCanary(change, canary, place);
    if (canary?.weight === change.weight) return text;
    if (canary === undefined) setBuild(document, [image, 'canary'], change);
    setScalar(document, [image, 'canary', 'weight'], change.weight);
  } else if (canary === undefined) {
    if (change.to === 'end-canary') return text;
    throw new Mistake(
      `${fileOf(place)}: ${image} has no canary. Start one with --canary, --build and --digest.`,
    );
  } else if (change.to === 'weight') {
    if (canary.weight === change.weight) return text;
    setScalar(document, [image, 'canary', 'weight'], change.weight);
  } else {
    if (change.to === 'promote-canary') setBuild(document, [image], { ...canary, ...change });
    document.deleteIn([image, 'canary']);
  }
  assertValid(document, place);
  return document.toString({ lineWidth: 0 });
}

/**
 * What is tried is decided on before another build comes: it would be taken away, or tried further, beside one that it was never
 * compared with.
 */
function assertSameCanary({ version, digest }: Build, canary: Canary | undefined, place: Place): void {
  if (canary === undefined || (canary.digest === digest && canary.version === version)) return;
  const tried = `${fileOf(place)}: ${place.image} has a canary, ${canary.version}`;
  if (canary.digest === digest) {
    throw new Mistake(
      `${tried}, and this is its digest. Write --build ${canary.version}, or give the digest of ${version}.`,
    );
  }
  const command = `npx fleet promote ${place.cluster} ${place.image}`;
  throw new Mistake(
    `${tried}. Decide on it first: ${command} --promote-canary gives it to everybody, ${command} --end-canary takes it away.`,
  );
}

/** A build that comes without a reason takes away that of the one before. */
function setBuild(
  document: Document,
  path: readonly string[],
  { version, digest, skipsStage }: Placed,
): void {
  setScalar(document, [...path, 'version'], version);
  setScalar(document, [...path, 'digest'], digest);
  if (skipsStage === undefined) document.deleteIn([...path, 'skipsStage']);
  else setScalar(document, [...path, 'skipsStage'], skipsStage);
}

/** A value that is there keeps its quotes and the comment behind it; a new version gets quotes, lest 1.10 be a number. */
function setScalar(document: Document, path: readonly string[], value: string | number): void {
  const known = document.getIn(path, true);
  if (isScalar(known)) {
    known.value = value;
    return;
  }
  const scalar = new Scalar(value);
  if (path.at(-1) === 'version') scalar.type = Scalar.QUOTE_DOUBLE;
  document.setIn(path, scalar);
}

/** The contract's own schema has the last word, before anything is written. */
function assertValid(document: Document, place: Place): void {
  const result = imagesSchema.safeParse(document.toJS());
  if (result.success) return;
  const mistakes = result.error.issues.map(
    ({ path, message }) =>
      `${fileOf(place)}: ${path.join('.')}: found ${JSON.stringify(document.getIn(path))}, expected ${message}`,
  );
  throw new Mistake(mistakes.join('\n'));
}

function fileOf({ cluster }: Place): string {
  return `clusters/${cluster}/images.yaml`;
}

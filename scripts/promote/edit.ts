import { type Document, isScalar, parseDocument, Scalar } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import type { Build, Image } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { writeOutAliases } from './aliases.ts';
import type { Direct } from './build-before.ts';
import { shortDigest } from './request.ts';

/** Where an image stands, for messages. */
export interface Place {
  /** Such as `clusters/prod-eu/images.yaml`. */
  readonly file: string;
  readonly image: string;
}

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
    if (canary !== undefined) {
      throw new Mistake(
        `${place.file}: ${image} has a canary, ${canary.version}. Decide on it first, with --promote-canary or --end-canary.`,
      );
    }
    if (change.digest === current.digest) {
      if (change.version === current.version) return text;
      throw new Mistake(
        `${place.file}: ${image}: found ${shortDigest(change.digest)} for ${change.version}, which is the digest that runs as ${current.version}, so nothing would change. Give the digest of ${change.version}.`,
      );
    }
    setBuild(document, [image], change);
  } else if (change.to === 'return') {
    setBuild(document, [image], change);
    document.deleteIn([image, 'canary']);
  } else if (change.to === 'canary') {
    if (change.digest === current.digest) {
      throw new Mistake(
        `${place.file}: everybody gets this build of ${image} already: there is nothing to try.`,
      );
    }
    if (
      canary?.digest === change.digest &&
      canary.version === change.version &&
      canary.weight === change.weight
    )
      return text;
    setBuild(document, [image, 'canary'], change);
    setScalar(document, [image, 'canary', 'weight'], change.weight);
  } else if (canary === undefined) {
    if (change.to === 'end-canary') return text;
    throw new Mistake(
      `${place.file}: ${image} has no canary. Start one with --canary, --build and --digest.`,
    );
  } else if (change.to === 'weight') {
    if (canary.weight === change.weight) return text;
    setScalar(document, [image, 'canary', 'weight'], change.weight);
  } else {
    if (change.to === 'promote-canary') setBuild(document, [image], canary);
    document.deleteIn([image, 'canary']);
  }
  assertValid(document, place);
  return document.toString({ lineWidth: 0 });
}

function setBuild(document: Document, path: readonly string[], { version, digest }: Build): void {
  setScalar(document, [...path, 'version'], version);
  setScalar(document, [...path, 'digest'], digest);
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
function assertValid(document: Document, { file }: Place): void {
  const result = imagesSchema.safeParse(document.toJS());
  if (result.success) return;
  const mistakes = result.error.issues.map(
    ({ path, message }) =>
      `${file}: ${path.join('.')}: found ${JSON.stringify(document.getIn(path))}, expected ${message}`,
  );
  throw new Mistake(mistakes.join('\n'));
}

import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { documentsOf } from './documents.ts';
import { expansionOf, hasAliases } from './expansion.ts';
import { LARGEST_FILE, manifestFiles } from './files.ts';
import { strayOf } from './stray.ts';
import { unnamedOf } from './unnamed.ts';
import { unusable } from './unusable-input.ts';

/** An object of Kubernetes as it was written, and where. */
export interface Found {
  readonly apiVersion: string;
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  /** Where it stands in a list of its document, such as `items[2]`. */
  readonly within: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** It is made of facts that an inventory has of it: what is not there may have been left out. */
  readonly isExtract?: true;
}

const typed = z.looseObject({ apiVersion: z.string().min(1), kind: z.string().min(1) });
const fields = z.record(z.string(), z.unknown());
/** Lists in lists go no deeper in anything that kubectl prints; one that contains itself has no end. */
const DEEPEST = 4;

/**
 * Every object in the files of a path, in the order of the files; what is meant as no object of Kubernetes is passed over.
 *
 * @param links as for `manifestFiles`
 */
export function readObjects(path: string, links: string[] = []): readonly Found[] {
  const problems: string[] = [];
  const objects = manifestFiles(path, links).flatMap((file) => {
    const size = statSync(file).size;
    if (size > LARGEST_FILE) {
      problems.push(
        `${file}:1: the file has ${Math.round(size / 2 ** 20)} MB, and nothing above ${LARGEST_FILE / 2 ** 20} MB is read. Split it.`,
      );
      return [];
    }
    return objectsOfText(readFileSync(file, 'utf8'), file, problems);
  });
  if (problems.length > 0) throw unusable(problems);
  return objects;
}

/** Every object in a text, which is that of the file. */
export function objectsIn(text: string, file: string): readonly Found[] {
  const problems: string[] = [];
  const objects = objectsOfText(text, file, problems);
  if (problems.length > 0) throw unusable(problems);
  return objects;
}

/**
 * The same, where what cannot be read is told with all else that is wrong.
 *
 * @param problems gets a line for each document that cannot be read
 */
export function objectsOfText(text: string, file: string, problems: string[]): readonly Found[] {
  const { documents, unreadable } = documentsOf(text);
  problems.push(...unreadable.map(({ line, reason }) => `${file}:${line}: not readable as YAML: ${reason}.`));
  const objects = documents.flatMap(({ value, line }) => [
    ...objectsOf(value, { file, line, within: '' }, problems),
  ]);
  return hasAliases(text) ? objects.filter((object) => hasAnEnd(object, problems)) : objects;
}

function hasAnEnd({ file, line, kind, value }: Found, problems: string[]): boolean {
  const reason = expansionOf(value);
  if (reason !== undefined) problems.push(`${file}:${line}: ${kind}: ${reason}. Write it out.`);
  return reason === undefined;
}

function* objectsOf(
  value: unknown,
  place: Pick<Found, 'file' | 'line' | 'within'>,
  problems: string[],
  depth = 0,
  inherited?: { readonly apiVersion: string; readonly kind: string },
): Generator<Found> {
  const wrong = strayOf(value, inherited, place.within !== '');
  if (wrong !== undefined) {
    problems.push(`${place.file}:${place.line}: ${place.within.replace(/\.$/, ': ')}${wrong}`);
    return;
  }
  const shape = fields.safeParse(value);
  if (!shape.success || Array.isArray(value)) return;
  const object = typed.safeParse({ ...inherited, ...shape.data });
  if (!object.success) return;
  const { apiVersion, kind, items } = object.data;
  if (!kind.endsWith('List') || items === undefined) {
    const unnamed = unnamedOf(apiVersion, object.data);
    if (unnamed.length > 0) {
      const where = `${place.file}:${place.line}: ${place.within.replace(/\.$/, ': ')}${kind}`;
      problems.push(...unnamed.map((each) => `${where}: ${each}`));
      return;
    }
    yield { apiVersion, kind, value: object.data, ...place };
    return;
  }
  if (!Array.isArray(items)) {
    // kubectl prints null for a list of nothing.
    if (items !== null) {
      problems.push(`${place.file}:${place.line}: ${kind}: items: found ${nameOf(items)}, expected a list.`);
    }
    return;
  }
  if (depth >= DEEPEST) {
    problems.push(
      `${place.file}:${place.line}: ${kind}: a list within a list within a list. Take them apart.`,
    );
    return;
  }
  // The items of a typed list do not say what they are.
  const own = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
  for (const [index, item] of items.entries()) {
    const within = `${place.within}items[${index}].`;
    yield* objectsOf(item, { ...place, within }, problems, depth + 1, own);
    if (problems.length > 100) return;
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}

/** What of an object decides where its file stands. */
export interface Placed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** Folder of the objects that belong to no namespace. The name of a namespace cannot start with `_`. */
const CLUSTER_SCOPE = '_cluster';

/** Longest name of a file that Linux, macOS and Git on them take, in bytes; an encoded name has one byte a letter. */
const LONGEST_FILE_NAME = 255;
const SAFE = /^[a-z0-9.-]+$/;

/**
 * Path of an object's file inside its unit's folder: `<namespace | _cluster>/<kind>-<name>.yaml`, the kind in
 * lower case. It follows from the object alone.
 *
 * @throws when the name is too long for a file
 */
export function objectPath({ kind, metadata: { name, namespace } }: Placed): string {
  const file = `${prefixOf(kind)}${encodeName(name)}.yaml`;
  if (file.length > LONGEST_FILE_NAME) {
    throw new Error(
      `${kind} ${name}: its file name has ${file.length} bytes, ${LONGEST_FILE_NAME} are allowed. Shorten metadata.name.`,
    );
  }
  return `${namespace === undefined ? CLUSTER_SCOPE : encodeName(namespace)}/${file}`;
}

/** A tree has a few dozen kinds, and hundreds of thousands of objects. */
const prefixes = new Map<string, string>();

function prefixOf(kind: string): string {
  const prefix = prefixes.get(kind) ?? `${encodeName(kind.toLowerCase())}-`;
  prefixes.set(kind, prefix);
  return prefix;
}

/**
 * A name as part of a path: everything but lower case letters, digits, `-` and `.` is percent-encoded, so
 * `system:auth-delegator` becomes `system%3Aauth-delegator`. `decodeURIComponent` is the way back. Capitals
 * are encoded too: two names that differ in case only are two files on macOS and Windows as well.
 */
export function encodeName(name: string): string {
  if (SAFE.test(name)) return name;
  return name.replace(/[^a-z0-9.-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
}

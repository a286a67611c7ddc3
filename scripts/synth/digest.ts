import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything but the apps that decides what a unit with a `digest` renders. */
const CODE = ['charts', 'clusters', 'imports', 'platform', 'scripts/synth', 'package-lock.json'];
/** The contract counts by cluster and as it was parsed; `.env.example` is written by synth itself, and nothing is made of it. */
const NOT_CODE = /\.(?:yaml|json|md|example)$/;

/** Digest of the code of a repository, the versions of its packages and Node's. */
export function codeDigest(repository: string): string {
  const digest = createHash('sha256').update(process.version);
  for (const top of CODE)
    addTo(digest, repository, top, (path) => top !== 'clusters' || !NOT_CODE.test(path));
  return digest.digest('hex');
}

/** Neither sources nor what is in the digest of the code. */
const NO_SOURCES = ['.cdk8s', '.git', 'dist', 'imports', 'node_modules', 'platform'];

/**
 * Digest of every file that a document may speak of.
 *
 * @param code the {@link codeDigest}
 * @param but files that do not count
 */
export function sourcesDigest(repository: string, code: string, but: ReadonlySet<string>): string {
  const digest = createHash('sha256').update(code);
  for (const entry of readdirSync(repository, { withFileTypes: true })) {
    if (NO_SOURCES.includes(entry.name)) continue;
    if (entry.isDirectory()) addTo(digest, repository, entry.name, (path) => !but.has(path));
    else if (entry.isFile())
      digest.update(`${entry.name}\0`).update(readFileSync(join(repository, entry.name)));
  }
  return digest.digest('hex');
}

function addTo(digest: Hash, repository: string, path: string, counts: (path: string) => boolean): void {
  const full = join(repository, path);
  if (path.endsWith('package-lock.json')) {
    digest.update(`${path}\0`).update(readFileSync(full));
    return;
  }
  const entries = readdirSync(full, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name === 'node_modules') continue;
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) addTo(digest, repository, child, counts);
    else if (counts(child)) {
      const bytes = readFileSync(join(repository, child));
      digest.update(`${child}\0${bytes.length}\0`).update(bytes);
    }
  }
}

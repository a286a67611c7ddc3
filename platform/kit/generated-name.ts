/** The longest name that the API server makes, and how many random characters it ends in. */
const LONGEST = 63;
const RANDOM = 5;

/** The characters of which Kubernetes makes hashes and random ends: none with which a word could be written. */
const ALPHABET = '[bcdfghjklmnpqrstvwxz2456789]';

/** The longest hash of a ReplicaSet. */
const HASH = 10;

/**
 * How the API server names what is made from a base, such as the Jobs of a ScaledJob: the base, cut where the whole would be
 * too long, and random characters.
 */
export function generatedNamePattern(name: string): string {
  const base = `${name}-`;
  const kept = base.slice(0, LONGEST - RANDOM);
  return kept === base ? `${base}[a-z0-9]+` : `${kept}${ALPHABET}{${RANDOM}}`;
}

/**
 * How the pods of a Deployment or of generated Jobs are named: by what stands between, a ReplicaSet with a hash or a Job with
 * random characters, which a long name leaves no room for.
 */
export function generatedPodPattern(name: string, between = HASH): string {
  const room = LONGEST - RANDOM - `${name}-`.length;
  if (room > between) return `${name}-[a-z0-9]+-[a-z0-9]{${RANDOM}}`;
  if (room <= 0) return `${`${name}-`.slice(0, LONGEST - RANDOM)}${ALPHABET}{${RANDOM}}`;
  return `${name}-${ALPHABET}{1,${room}}-?${ALPHABET}{${RANDOM}}`;
}

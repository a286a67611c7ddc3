/** The longest name that the API server gives to something with a generated name, and what it adds. */
const LONGEST = 63;
const RANDOM = 'x2x4z';

/** A name as the API server makes it of a base, which it cuts where the whole would be too long. */
export function generatedName(base: string): string {
  return `${base.slice(0, LONGEST - RANDOM.length)}${RANDOM}`;
}

/** A pod of a Deployment, of a StatefulSet, or of a Job. */
export function podOf(kind: string, name: string): string {
  if (kind === 'StatefulSet') return `${name}-0`;
  return generatedName(kind === 'Deployment' ? `${name}-5d9c7b6f48-` : `${name}-`);
}

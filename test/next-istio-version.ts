/** The minor that comes after the newest of the list: for tests that put it into the list, which it is not yet. */
export function nextVersion(versions: readonly string[]): string {
  const [major = '1', minor = '0'] = (versions.at(-1) ?? '').split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

/** What a report says when a file or folder cannot be read. No absolute path, as it differs between machines. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'for an unknown reason';
  if (code === 'ENOENT') return 'nothing';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  if (code === 'EISDIR') return 'a folder';
  if (code === 'ENOTDIR') return 'no folder';
  return `no way to read it (${code})`;
}

/** Why a file or folder cannot be read, for a report. Names no absolute path: those differ between machines. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  if (code === 'ENOENT') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable: its permissions forbid it';
  if (code === 'EISDIR') return 'a folder';
  if (code === 'ENOTDIR') return 'no folder';
  return `unreadable (${code})`;
}

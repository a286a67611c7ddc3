/** A mistake that a person can mend: its message says what, where and what to do. */
export class Failure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'its permissions forbid it. Give yourself the right to read and write there',
  EPERM: 'its permissions forbid it. Give yourself the right to read and write there',
  EROFS: 'the file system is read-only. Choose another folder with --out',
  ENOSPC: 'the disk is full. Make room and run it again',
  EDQUOT: 'the disk quota is used up. Make room and run it again',
  ENOTDIR: 'a file stands where a folder is needed. Remove it',
  EISDIR: 'a folder stands where a file is needed. Remove it',
  EEXIST: 'something else stands in its place. Remove it',
  EXDEV: 'part of the folder lies on another file system. Keep the whole of it on one',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n)',
};

/** What went wrong, for people: one message, no stack trace. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string' && 'syscall' in error) {
    const path = 'path' in error && typeof error.path === 'string' ? error.path : 'a file';
    const cause = CAUSES[error.code];
    if (cause !== undefined) return `Cannot use ${path}: ${cause} (${String(error.syscall)}: ${error.code}).`;
  }
  return error.message;
}

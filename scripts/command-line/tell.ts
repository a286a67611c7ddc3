import { Mistake } from './mistake.ts';

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'its permissions forbid it. Give yourself the right to read and write there',
  EPERM: 'its permissions forbid it. Give yourself the right to read and write there',
  EROFS: 'the file system is read-only. Choose another folder with --out',
  ENOSPC: 'the disk is full. Make room and run it again',
  EDQUOT: 'the disk quota is used up. Make room and run it again',
  EFBIG: 'a file may not become so large here. Raise the limit (ulimit -f)',
  ENOTDIR: 'a file stands where a folder is needed. Give a folder, or move the file elsewhere',
  EISDIR: 'a folder stands where a file is needed. Give a file, or move the folder elsewhere',
  EEXIST: 'something else stands in its place. Move that elsewhere',
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

/** Errors that no rule of ours has thrown. */
const BUGS: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError']);

/**
 * Prints why a command could not do its work.
 *
 * @param stack whether to show where in the code
 * @returns the exit code
 */
export function tell(error: unknown, stack: boolean): 1 | 2 | 130 {
  const declaration = error instanceof Error && !stack ? refusedDeclaration(error) : undefined;
  console.error(declaration ?? messageOf(error));
  if (!(error instanceof Error) || declaration !== undefined) return 1;
  const root = rootOf(error);
  if (stack) console.error(root.stack ?? '');
  else if (BUGS.has(root.name)) console.error('Run it with --stack to see where in the code.');
  return error instanceof Mistake ? error.exitCode : 1;
}

/**
 * What to say about a declaration that uses something that is not there: an import was forgotten, or two files
 * import each other, and one of them runs before the other has made what it exports. Undefined for an error anywhere else.
 */
function refusedDeclaration({ name, message, stack = '' }: Error): string | undefined {
  if (name !== 'TypeError' && name !== 'ReferenceError') return undefined;
  const frame = /^ +at .*?\/((?:apps|platform|scripts)\/[^:()]+:\d+)/m.exec(stack)?.[1];
  if (frame === undefined || frame.startsWith('scripts/')) return undefined;
  const [, unknown] = /^(\S+) is not defined$/.exec(message) ?? [];
  if (unknown !== undefined) {
    return `${frame}: found ${unknown}, which is neither made nor imported in this file. Import it, or correct its name. --stack shows the way there.`;
  }
  const [, read, property] = /reading '([^']+)'|property '([^']+)'/.exec(message) ?? [];
  const taken = read ?? property;
  const found = taken === undefined ? message : `nothing to take ${taken} from`;
  return `${frame}: found ${found}, expected something that is made before this line. Where two files import each other, move what they share into a third. --stack shows the way there.`;
}

/** The error that the others were made of. */
function rootOf(error: Error): Error {
  let root = error;
  while (root.cause instanceof Error) root = root.cause;
  return root;
}

/** Prints what is wrong; the command ends with exit code 1 once it has said everything. */
export function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** Prints what a reader has to know beside the result, which stays as it is for programs. */
export function remark(message: string): void {
  process.stderr.write(`${message}\n`);
}

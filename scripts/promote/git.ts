import { execFileSync } from 'node:child_process';
import { Mistake } from '../command-line/mistake.ts';

/**
 * Runs Git in the repository.
 *
 * @param root of the repository
 * @returns what it prints
 * @throws Mistake when Git refuses, with its reason
 */
export function git(root: string, args: readonly string[], input = ''): Buffer {
  try {
    return execFileSync('git', [...args], { cwd: root, input, maxBuffer: 1024 ** 3, stdio: 'pipe' });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new Mistake(`The history of Git cannot be read: ${reason}`);
  }
}

/** Whether a clone has only the end of the history. */
export function isShallow(root: string): boolean {
  return gitLines(root, 'rev-parse', '--is-shallow-repository')[0] === 'true';
}

/** What Git prints, in lines. */
export function gitLines(root: string, ...args: readonly string[]): readonly string[] {
  return git(root, args).toString().split('\n').filter(Boolean);
}

/** The fields of what a command prints with `-z`: names of files may hold anything else. */
export function gitFields(root: string, command: string, ...args: readonly string[]): readonly string[] {
  return git(root, [command, '-z', ...args])
    .toString()
    .split('\0')
    .filter(Boolean);
}

import { execFileSync } from 'node:child_process';

/** Nobody's settings count: neither who commits, nor whether commits are signed. */
const OWN_SETTINGS = [
  '-c',
  'user.name=test',
  '-c',
  'user.email=test@example.com',
  '-c',
  'commit.gpgsign=false',
];

/** Runs Git in the repository of a test, and returns what it prints. */
export function gitIn(root: string, args: readonly string[]): string {
  return execFileSync('git', [...OWN_SETTINGS, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

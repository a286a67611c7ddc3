import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { type Ended, run, runNow } from '../programs/run.ts';

/** What a command said and how it ended. */
export interface Outcome {
  readonly passed: boolean;
  /** Both streams, in the order of their ends. */
  readonly output: string;
}

/**
 * A copy of the repository in a temporary folder, with a commit of its own: what is tracked, with what was changed and
 * added since. `node_modules` is a link.
 */
export class Repository {
  readonly #folder: string;
  readonly #commit: string;

  constructor(source: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'fleet-change-'));
    const files = git(source, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
    for (const file of files) {
      const from = join(source, file);
      if (file === '' || !existsSync(from)) continue;
      cpSync(from, join(this.#folder, file), { verbatimSymlinks: true });
    }
    symlinkSync(join(source, 'node_modules'), join(this.#folder, 'node_modules'));
    this.#git('init', '--quiet', '--initial-branch', 'main');
    writeFileSync(join(this.#folder, '.git/info/exclude'), '/node_modules\n');
    this.#commit = this.commit();
  }

  /** Where it is, for people. */
  get folder(): string {
    return this.#folder;
  }

  /** Takes every change back, and every commit since the copy was made. */
  reset(): void {
    this.#git('reset', '--quiet', '--hard', this.#commit);
    this.#git('clean', '--quiet', '--force', '-d');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  exists(file: string): boolean {
    return existsSync(join(this.#folder, file));
  }

  /** Names in a folder, sorted. */
  list(folder: string): readonly string[] {
    return readdirSync(join(this.#folder, folder)).sort();
  }

  write(file: string, text: string): void {
    const path = join(this.#folder, file);
    makeFolder(dirname(path));
    writeFileSync(path, text);
  }

  /**
   * Puts a text in the place of another.
   *
   * @throws Mistake where the file does not have the text
   */
  replace(file: string, text: string | RegExp, replacement: string): void {
    const before = this.read(file);
    const after = before.replace(text, () => replacement);
    if (after === before) throw new Mistake(`${file} has no ${text}`);
    this.write(file, after);
  }

  /** Copies a file or a folder with all that is in it. */
  copy(from: string, to: string): void {
    cpSync(join(this.#folder, from), join(this.#folder, to), { recursive: true });
  }

  /**
   * Removes a file or a folder.
   *
   * @throws Mistake where there is none
   */
  delete(path: string): void {
    if (!this.exists(path)) throw new Mistake(`there is no ${path} to remove`);
    rmSync(join(this.#folder, path), { recursive: true });
  }

  /** Runs a command as a user types it, in the root of the repository. */
  run(command: string): Outcome {
    return outcomeOf(runNow('bash', ['-c', command], this.#start));
  }

  /** Like `run`, for what takes long: other copies go on meanwhile. */
  async judge(command: string): Promise<Outcome> {
    return outcomeOf(await run('bash', ['-c', command], this.#start));
  }

  get #start() {
    return { folder: this.#folder, environment: { FORCE_COLOR: '0', NO_COLOR: '1' } };
  }

  /** Files that differ from a commit, new and removed ones too, sorted. */
  changes(since = 'HEAD'): readonly string[] {
    this.#git('add', '--all');
    const files = this.#git('diff', '--cached', '--name-only', '--no-renames', '-z', since).split('\0');
    return files.filter((file) => file !== '').sort();
  }

  /** @returns the commit with all that is changed by now */
  commit(): string {
    this.#git('add', '--all');
    const author = ['-c', 'user.name=Fleet', '-c', 'user.email=fleet@example.com'];
    this.#git(
      ...author,
      '-c',
      'commit.gpgsign=false',
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'A change',
    );
    return this.#git('rev-parse', 'HEAD').trim();
  }

  #git(...args: readonly string[]): string {
    return git(this.#folder, ...args);
  }
}

function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = runNow('git', args, { folder });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function outcomeOf({ status, stdout, stderr }: Ended): Outcome {
  return { passed: status === 0, output: `${stdout}${stderr}` };
}

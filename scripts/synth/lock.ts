import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';

const RUNNING = /^running-(\d+)$/;

/**
 * Makes sure that only one synth at a time writes to an output folder. Each leaves a file with its process id and then
 * looks for those of others, so of two that start at the same moment at least one sees the other. The file of a
 * process that is gone (killed) counts for nothing and is removed.
 *
 * @param workspace the folder for the files, made where it is missing
 * @returns what gives the folder free again
 * @throws Mistake naming the process that holds the folder
 */
export function lock(workspace: string): () => void {
  const own = join(workspace, `running-${process.pid}`);
  leaveFile(workspace, own);
  const release = () => {
    rmSync(own, { force: true });
    removeIfEmpty(workspace);
  };
  for (const name of readdirSync(workspace)) {
    const found = RUNNING.exec(name)?.[1];
    if (found === undefined || Number(found) === process.pid) continue;
    if (isAlive(Number(found))) {
      release();
      throw new Mistake(
        `Another synth is writing here (process ${found}). Wait for it; if there is none, delete ${join(workspace, name)}.`,
      );
    }
    rmSync(join(workspace, name), { force: true });
  }
  return release;
}

/** Another synth may remove the folder, being done with it, just when we want to write into it. */
function leaveFile(workspace: string, file: string): void {
  for (let attempt = 1; ; attempt++) {
    mkdirSync(workspace, { recursive: true });
    try {
      writeFileSync(file, '');
      return;
    } catch (error) {
      if (attempt === 10 || !(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        throw error;
    }
  }
}

/** Whether a process is there. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes a folder unless something is in it. */
export function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    }
    throw error;
  }
}

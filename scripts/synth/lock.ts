import { readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';

const RUNNING = /^running-(\d+)$/;

/**
 * Makes sure that only one synth at a time writes to an output folder.
 *
 * @param workspace the folder for the files, made where it is missing
 * @returns what gives the folder free again
 * @throws Mistake naming the process that holds the folder
 */
export function lock(workspace: string): () => void {
  const found = tryLock(workspace);
  if ('release' in found) return found.release;
  throw new Mistake(
    `Another synth is writing here (process ${found.holder}). Wait for it; if there is none, delete ${join(workspace, `running-${found.holder}`)}.`,
  );
}

/**
 * Waits until no other process holds the folder, for what is done in moments.
 *
 * @throws Mistake naming the process that holds it for longer than that
 */
export function lockWhenFree(workspace: string, seconds: number): () => void {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const found = tryLock(workspace);
    if ('release' in found) return found.release;
    if (performance.now() > until) {
      throw new Mistake(
        `Another command has been writing here for ${seconds} seconds (process ${found.holder}). Run this one again when it is done; if there is none, delete ${join(workspace, `running-${found.holder}`)}.`,
      );
    }
    // Two that meet step back both: they must not come again at the same moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20 + Math.random() * 80);
  }
}

/**
 * Each process leaves a file with its id and then looks for those of others, so of two that start at the same moment at least
 * one sees the other. The file of a process that is gone (killed) counts for nothing and is removed.
 */
function tryLock(workspace: string): { readonly release: () => void } | { readonly holder: number } {
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
      return { holder: Number(found) };
    }
    rmSync(join(workspace, name), { force: true });
  }
  return { release };
}

/** Another synth may remove the folder, being done with it, just when we want to write into it. */
function leaveFile(workspace: string, file: string): void {
  for (let attempt = 1; ; attempt++) {
    makeFolder(workspace);
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

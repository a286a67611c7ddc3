import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests make folders of their own; it goes when the last test is done. */
    temporaryFolders: string;
  }
}

export default function setup(project: TestProject): () => void {
  const base = mkdtempSync(join(tmpdir(), 'fleet-test-'));
  project.provide('temporaryFolders', base);
  return () => rmSync(base, { recursive: true, force: true });
}

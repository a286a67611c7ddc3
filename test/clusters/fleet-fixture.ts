import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { ContractError, type Fleet, loadFleet, type Problem } from '../../clusters/index.ts';

const FIXTURE = fileURLToPath(new URL('fixture', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'fleet-'));
let copies = 0;

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** A copy of a good fleet (prod-japan and prod-eu in one mesh, sre-portfolio alone) to break. */
export class FleetCopy {
  readonly directory = join(temporary, String(copies++), 'clusters');

  constructor() {
    cpSync(FIXTURE, this.directory, { recursive: true });
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  /** Replaces a text that must be in the file, so that a mistake that is never made cannot pass a test. */
  replace(file: string, text: string | RegExp, replacement: string): this {
    const before = readFileSync(this.path(file), 'utf8');
    const after = before.replace(text, () => replacement);
    if (after === before) throw new Error(`${file} does not hold ${text}`);
    writeFileSync(this.path(file), after);
    return this;
  }

  /** Changes the outputs of a cluster. */
  outputs(cluster: string, change: (outputs: Record<string, unknown>) => void): this {
    const outputs: Record<string, unknown> = JSON.parse(
      readFileSync(this.path(`${cluster}/terraform.json`), 'utf8'),
    );
    change(outputs);
    writeFileSync(this.path(`${cluster}/terraform.json`), JSON.stringify(outputs, null, 2));
    return this;
  }

  /** Sets the value of an output. */
  output(cluster: string, name: string, value: unknown): this {
    return this.outputs(cluster, (outputs) => {
      outputs[name] = { sensitive: false, type: 'string', value };
    });
  }

  /** Counted from 1. */
  lineOf(file: string, text: string): number {
    const index = readFileSync(this.path(file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text));
    if (index < 0) throw new Error(`${file} does not hold ${text}`);
    return index + 1;
  }

  load(): Fleet {
    return loadFleet(this.directory);
  }

  error(): ContractError {
    try {
      loadFleet(this.directory);
    } catch (error) {
      if (error instanceof ContractError) return error;
      throw error;
    }
    throw new Error('The fleet loads, a mistake was expected.');
  }

  problems(): readonly Problem[] {
    return this.error().problems;
  }

  /** The report without its first line, which counts the mistakes. */
  report(): string[] {
    return this.error().message.split('\n').slice(1);
  }
}

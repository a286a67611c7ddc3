import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { runNow } from '../programs/run.ts';
import { typeConstraint } from './type-constraint.ts';

/** One root output of a Terraform configuration. */
export interface Output {
  /** In Terraform's JSON form, such as `["list", "string"]`. */
  readonly type: unknown;
  readonly value: unknown;
  readonly sensitive?: boolean;
}

/** A folder in which the real Terraform prints outputs. It needs no provider, backend or network. */
export class Terraform {
  readonly #folder = mkdtempSync(join(tmpdir(), 'contract-'));
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #configurations = 0;

  /** @param program a path, or a name of PATH */
  constructor(private readonly program = 'terraform') {
    const settings = join(this.#folder, 'settings.tfrc');
    writeFileSync(settings, '');
    // Variables such as TF_WORKSPACE or TF_CLI_ARGS belong to somebody's real configuration.
    const others = Object.keys(process.env).filter((name) => name.startsWith('TF_'));
    const without = Object.fromEntries(others.map((name) => [name, undefined]));
    this.#environment = { ...without, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: '1' };
  }

  /** First line of `terraform version`. */
  version(): string {
    return this.#run(this.#folder, ['version']).split('\n')[0] ?? '';
  }

  /** What `terraform output -json` prints after a configuration of these outputs alone is applied. */
  print(outputs: Readonly<Record<string, Output>>): string {
    const folder = join(this.#folder, String(this.#configurations++));
    mkdirSync(folder);
    const entries = Object.entries(outputs);
    const configuration = {
      variable: Object.fromEntries(
        entries.map(([name, { type, value }]) => [name, { type: typeConstraint(type), default: value }]),
      ),
      output: Object.fromEntries(
        entries.map(([name, { sensitive = false }]) => [name, { value: `\${var.${name}}`, sensitive }]),
      ),
    };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration));
    this.#run(folder, ['init', '-backend=false', '-input=false', '-no-color']);
    this.#run(folder, ['apply', '-auto-approve', '-input=false', '-no-color']);
    return this.#run(folder, ['output', '-json']);
  }

  /** Removes the folder. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(folder: string, words: readonly string[]): string {
    const { status, stdout, stderr } = runNow(this.program, words, {
      folder,
      environment: this.#environment,
      missing: NOT_INSTALLED,
    });
    if (status === 0) return stdout;
    throw new Mistake(`terraform ${words.join(' ')} failed:\n${stderr.trim() || stdout.trim()}`);
  }
}

const NOT_INSTALLED = `This proof compares the contract with what the real program prints.
Install it (1.5 or newer) from https://developer.hashicorp.com/terraform/install, or by a package manager:
  macOS          brew install hashicorp/tap/terraform
  Debian/Ubuntu  the apt repository of HashiCorp, see the page above
Everything else, npm run synth and npm test included, works without it.`;

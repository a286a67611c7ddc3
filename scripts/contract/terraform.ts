import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractFailure } from './failure.ts';
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
  readonly #environment: NodeJS.ProcessEnv;
  #configurations = 0;

  constructor() {
    const settings = join(this.#folder, 'settings.tfrc');
    writeFileSync(settings, '');
    // Variables such as TF_WORKSPACE or TF_CLI_ARGS belong to somebody's real configuration.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'));
    this.#environment = { ...Object.fromEntries(own), TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: '1' };
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
    const result = spawnSync('terraform', words, { cwd: folder, env: this.#environment, encoding: 'utf8' });
    if (result.error !== undefined) {
      const missing = 'code' in result.error && result.error.code === 'ENOENT';
      throw new ContractFailure(
        missing ? NOT_INSTALLED : `terraform could not be started: ${result.error.message}`,
      );
    }
    if (result.status === 0) return result.stdout;
    throw new ContractFailure(
      `terraform ${words.join(' ')} failed:\n${result.stderr.trim() || result.stdout.trim()}`,
    );
  }
}

const NOT_INSTALLED = `terraform was not found on the PATH. This proof compares the contract with what the real program prints.
Install it (1.5 or newer) from https://developer.hashicorp.com/terraform/install, or by a package manager:
  macOS          brew install hashicorp/tap/terraform
  Debian/Ubuntu  the apt repository of HashiCorp, see the page above
Everything else, npm run synth and npm test included, works without it.`;

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import { CONSTRAINT_API_VERSION, constraintKind } from './constraint-schema.ts';
import { IMPORTS, schemaDirectories } from './imported-schemas.ts';
import { schemaFileName } from './schema-file-name.ts';
import { explain, type SchemaViolation } from './violation.ts';

const jsonSchema = z.record(z.string(), z.unknown());
const named = z.looseObject({ apiVersion: z.string(), kind: z.string() });

/**
 * Strict schemas of every kind that we render, for one Kubernetes version. A field that the API server would drop
 * is a violation, and so is a kind without a schema. Validators are compiled when a kind is first met.
 */
export class Schemas {
  readonly #imports: string;
  readonly #directories: readonly string[];
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction | undefined>();

  /**
   * @param kubernetesVersion such as `1.34`
   * @throws Error when no schemas of that version are imported
   */
  constructor(kubernetesVersion: string, imports = IMPORTS) {
    this.#imports = imports;
    this.#directories = schemaDirectories(kubernetesVersion, imports);
    this.#ajv = new Ajv({
      allErrors: true,
      verbose: true,
      strictTypes: false,
      strictRequired: false,
      // Patterns of CRDs are Go's: some escape characters that the `u` flag doesn't allow to be escaped.
      unicodeRegExp: false,
      code: { optimize: false },
    });
    const shared = readSchema(join(this.#directories[0] ?? '', '_definitions.json'));
    this.#ajv.addSchema(shared, '_definitions.json');
  }

  /** Adds the kind of constraint that a Gatekeeper ConstraintTemplate makes; does nothing for other objects. */
  learn(object: unknown): void {
    const constraint = constraintKind(object, this.#imports);
    if (!constraint) return;
    const key = `${CONSTRAINT_API_VERSION}/${constraint.kind}`;
    this.#validators.set(key, this.#ajv.compile(constraint.schema));
  }

  /** Whether the kind has a schema. */
  has(apiVersion: string, kind: string): boolean {
    return this.#validator(apiVersion, kind) !== undefined;
  }

  /** What is wrong with an object, as the API server would see it; empty when it is valid. */
  check(object: unknown): SchemaViolation[] {
    const identity = named.safeParse(object);
    if (!identity.success)
      return [{ path: '', message: 'is no Kubernetes object: apiVersion and kind are missing' }];
    const { apiVersion, kind } = identity.data;
    const validate = this.#validator(apiVersion, kind);
    if (!validate) return [{ path: '', message: `there is no schema for ${kind} of ${apiVersion}` }];
    return validate(object) ? [] : explain(errorsOf(validate));
  }

  #validator(apiVersion: string, kind: string): ValidateFunction | undefined {
    const key = `${apiVersion}/${kind}`;
    if (!this.#validators.has(key)) {
      const file = this.#file(apiVersion, kind);
      this.#validators.set(key, file === undefined ? undefined : this.#ajv.compile(readSchema(file)));
    }
    return this.#validators.get(key);
  }

  #file(apiVersion: string, kind: string): string | undefined {
    const name = schemaFileName(apiVersion, kind);
    return this.#directories.map((directory) => join(directory, name)).find((file) => existsSync(file));
  }
}

function errorsOf(validate: ValidateFunction): ErrorObject[] {
  return validate.errors ?? [];
}

function readSchema(file: string): Record<string, unknown> {
  return jsonSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

import { readFileSync } from 'node:fs';
import { ContractError } from '../../../clusters/contract-error.ts';
import { SourceDocument } from '../../../clusters/document.ts';
import { parseDocument } from '../../../clusters/parse-document.ts';
import { readOutputs, terraformSchema } from '../../../clusters/terraform-schema.ts';
import { Mistake } from '../../command-line/mistake.ts';

/** What Terraform has printed for a cluster. */
export interface PrintedOutputs {
  readonly text: string;
  readonly kubernetesVersion: string | undefined;
  /** Roles by ServiceAccount. */
  readonly roles: Readonly<Record<string, string>>;
  /** Names of all outputs. */
  readonly names: readonly string[];
}

/**
 * Reads a file of `terraform output -json`.
 *
 * @throws Mistake with every value that the contract would refuse
 */
export function readPrinted(file: string): PrintedOutputs {
  const document = new SourceDocument(file, file.endsWith('.json') ? file : `${file}.json`);
  const { parts, problems } = parseDocument(document, terraformSchema, readOutputs.partial());
  if (problems.length > 0) {
    const found = new ContractError(problems).message.split('\n').slice(1);
    throw new Mistake(
      `--outputs: ${file} is not what terraform output -json prints for a cluster (clusters/terraform.schema.json):\n${found.join('\n')}`,
    );
  }
  const names =
    typeof document.value === 'object' && document.value !== null ? Object.keys(document.value) : [];
  return {
    text: readFileSync(file, 'utf8'),
    kubernetesVersion: parts.cluster_version?.value,
    roles: parts.irsa_role_arns?.value ?? {},
    names,
  };
}

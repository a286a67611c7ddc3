import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { type ClusterChoices, clusterSchema } from './cluster-schema.ts';
import type { Problem } from './contract-error.ts';
import { SourceDocument } from './document.ts';
import { EXPECTED_ROLES_FILE, expectedRolesSchema } from './expected-roles-schema.ts';
import { imagesSchema } from './images-schema.ts';
import { parseDocument } from './parse-document.ts';
import { toOutputs } from './terraform-outputs.ts';
import { readOutputs, terraformSchema } from './terraform-schema.ts';

/** The files of every cluster's folder. */
export const CLUSTER_FILES = ['cluster.yaml', 'terraform.json', 'images.yaml'] as const;

const choicesParts = clusterSchema.partial();
const outputsParts = readOutputs.partial();

/** What the files of one cluster say, as far as they are right: this is what the rules look at. */
export interface ClusterDraft {
  /** Name of the folder. */
  readonly folder: string;
  readonly choicesFile: SourceDocument;
  readonly choices: ReturnType<typeof choicesParts.parse>;
  /** Whether `cluster.yaml` is right as a whole: what is absent in `choices` is then meant to be absent. */
  readonly choicesAreWhole: boolean;
  readonly outputsFile: SourceDocument;
  readonly outputs: ReturnType<typeof outputsParts.parse>;
  /** Left out: every role that is needed has been printed. */
  readonly expectedRolesFile: SourceDocument | undefined;
  /** Roles that Terraform has yet to make, by ServiceAccount. */
  readonly expectedRoles: Readonly<Record<string, string>>;
  /** Undefined if one of the files has a mistake; the domains that it takes over are in other clusters' files. */
  readonly cluster: (Omit<Cluster, 'takesOver'> & Pick<ClusterChoices, 'takesOver'>) | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads the files of one cluster. Never throws for what is in them: see `problems`.
 *
 * @param directory the clusters' folder
 * @param label how reports name it
 */
export function loadCluster(directory: string, label: string, folder: string): ClusterDraft {
  const [choicesFile, outputsFile, imagesFile] = [
    read('cluster.yaml'),
    read('terraform.json'),
    read('images.yaml'),
  ];
  const choices = parseDocument(choicesFile, clusterSchema, choicesParts);
  const outputs = parseDocument(outputsFile, terraformSchema, outputsParts);
  const images = parseDocument(imagesFile, imagesSchema, imagesSchema);
  const expectedRolesFile = existsSync(join(directory, folder, EXPECTED_ROLES_FILE))
    ? read(EXPECTED_ROLES_FILE)
    : undefined;
  const expected =
    expectedRolesFile && parseDocument(expectedRolesFile, expectedRolesSchema, expectedRolesSchema);
  const terraform = outputs.whole && toOutputs(outputs.whole);
  return {
    folder,
    choicesFile,
    choices: choices.parts,
    choicesAreWhole: choices.whole !== undefined,
    outputsFile,
    outputs: outputs.parts,
    expectedRolesFile,
    expectedRoles: expected?.parts ?? {},
    cluster:
      choices.whole && terraform && images.whole && (expected === undefined || expected.whole)
        ? {
            ...choices.whole,
            hub: choices.whole.hub ?? choices.whole.name,
            terraform: {
              ...terraform,
              irsaRoleArns: { ...expected?.whole, ...terraform.irsaRoleArns },
            },
            expectedRoles: Object.keys(expected?.whole ?? {}),
            images: images.whole,
          }
        : undefined,
    problems: [...choices.problems, ...outputs.problems, ...images.problems, ...(expected?.problems ?? [])],
  };

  function read(file: (typeof CLUSTER_FILES)[number] | typeof EXPECTED_ROLES_FILE): SourceDocument {
    return new SourceDocument(join(directory, folder, file), `${label}/${folder}/${file}`);
  }
}

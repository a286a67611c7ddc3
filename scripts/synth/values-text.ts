import { toYaml } from './yaml.ts';

/**
 * The text of the values that a Helm chart gets. Its first line says whose it is: a short file of somebody's own could hold the
 * same values.
 */
export function valuesText(cluster: string, unit: string, values: Readonly<Record<string, unknown>>): string {
  return `# Rendered by npm run synth: what the Helm chart of ${unit} is told on ${cluster}.\n${toYaml(values)}`;
}

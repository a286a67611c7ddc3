import type { Command } from './documents.ts';

/** Judges the commands of one program, by one reason for which they fail. */
export interface Rule {
  /** The program that it judges; `*` is every one. */
  readonly program: string;
  /** The outage: what happens to whoever pastes such a command. */
  readonly breaks: string;
  /** What is wrong with a command, and what to write instead; nothing where it would work. */
  judge(command: Command): readonly string[];
  /** Markdown with commands that have to be refused, and with ones that have to pass. */
  readonly cases: { readonly fails: readonly string[]; readonly passes: readonly string[] };
}

/** A document with one block of commands, for the cases of a rule. */
export function block(commands: string, section = 'A section'): string {
  return `# ${section}\n\n\`\`\`sh\n${commands}\n\`\`\`\n`;
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Command, commandsOf, documents } from '../commands/documents.ts';
import { argumentsOf, optionOf } from '../commands/options.ts';

/** What RDS does with an instance only while it is available, by the option that names the instance. */
const NEEDS_AVAILABLE: Readonly<Record<string, string>> = {
  'create-db-snapshot': '--db-instance-identifier',
  'create-db-instance-read-replica': '--source-db-instance-identifier',
  'modify-db-instance': '--db-instance-identifier',
};

/** What a replica of an encrypted instance in another region does not get by itself. */
const OF_A_REPLICA = [
  '--kms-key-id',
  '--db-subnet-group-name',
  '--vpc-security-group-ids',
  '--multi-az',
  '--backup-retention-period',
];

/** What RDS would answer to the commands of a section, one after another: refusals, and what comes out wrong. */
function refusedBy(commands: readonly Command[]): readonly string[] {
  const busy = new Map<string, string>();
  const unknown = new Set<string>();
  return commands.flatMap(({ words, text }) => {
    const [program, service, operation = ''] = words;
    if (program !== 'aws' || service !== 'rds') return [];
    const given = argumentsOf(words.slice(3), (option) => /^--(?:apply-immediately|multi-az)$/.test(option));
    const name = optionOf(given, NEEDS_AVAILABLE[operation] ?? '--db-instance-identifier') ?? '';
    const found: string[] = [];
    if (operation === 'wait') {
      if (unknown.has(name)) found.push(`nobody knows ${name} yet, and the waiter fails at once`);
      busy.delete(name);
    }
    if (operation === 'describe-db-instances' && /^\s*until /.test(text)) unknown.delete(name);
    const why = busy.get(name);
    if (operation in NEEDS_AVAILABLE && why !== undefined) found.push(`${operation}: ${name} is ${why}`);
    const target = optionOf(given, '--db-instance-identifier') ?? '';
    if (operation === 'create-db-instance-read-replica') {
      found.push(
        ...[...busy].flatMap(([, state]) =>
          state === `renamed from ${target}` ? [`${target} is not free yet`] : [],
        ),
        ...(given.options.has('--source-region')
          ? OF_A_REPLICA.filter((option) => !given.options.has(option)).map(
              (option) => `a replica without ${option}`,
            )
          : []),
      );
    }
    const renamed = optionOf(given, '--new-db-instance-identifier');
    if (renamed !== undefined) {
      unknown.add(renamed);
      busy.set(renamed, `renamed from ${name}`);
    } else if (/^(?:stop|start)-db-instance$/.test(operation))
      busy.set(name, `told to ${operation.split('-')[0]}`);
    return found;
  });
}

const sections = documents.flatMap((file) => {
  const commands = commandsOf(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
  return [...new Set(commands.map(({ section }) => section))].flatMap((section) => {
    const own = commands.filter((command) => command.section === section);
    return own.some(({ words }) => words[1] === 'rds') ? [{ file, section, own }] : [];
  });
});

describe('RDS refuses the next command, as the one before is not done', () => {
  test.each(sections)('$file: $section', ({ own }) => {
    expect(refusedBy(own)).toEqual([]);
  });

  const judged = (...lines: readonly string[]) =>
    refusedBy(
      commandsOf(
        `## A\n\n\`\`\`sh\n${lines.map((line) => line.replace('rds', 'aws rds')).join('\n')}\n\`\`\`\n`,
      ),
    );

  test('a snapshot of an instance that stops', () => {
    expect(
      judged(
        'rds stop-db-instance --db-instance-identifier a',
        'rds create-db-snapshot --db-instance-identifier a',
      ),
    ).toEqual(['create-db-snapshot: a is told to stop']);
  });

  test('a wait for a name that is not there yet, and a replica under one that is not free', () => {
    const rename = 'rds modify-db-instance --db-instance-identifier a --new-db-instance-identifier b';
    expect(judged(rename, 'rds wait db-instance-available --db-instance-identifier b')).toHaveLength(1);
    expect(
      judged(
        rename,
        'rds create-db-instance-read-replica --db-instance-identifier a --source-db-instance-identifier c',
      ),
    ).toEqual(['a is not free yet']);
    expect(
      judged(
        rename,
        'until rds describe-db-instances --db-instance-identifier b; do sleep 1; done',
        'rds wait db-instance-available --db-instance-identifier b',
        'rds create-db-instance-read-replica --db-instance-identifier a --source-db-instance-identifier c',
      ),
    ).toEqual([]);
  });

  test('a replica across regions without the key of its own', () => {
    expect(
      judged(
        'rds create-db-instance-read-replica --source-region x --db-instance-identifier a --source-db-instance-identifier c',
      ),
    ).toContain('a replica without --kms-key-id');
  });
});

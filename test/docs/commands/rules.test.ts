import { describe, expect, test } from 'vitest';
import { mistakesIn, rules } from './rules.ts';

describe.each(Object.entries(rules))('%s', (_, rule) => {
  test('refuses each command that would fail', () => {
    const passed = rule.cases.fails.filter((markdown) => mistakesIn(markdown, [rule]).length === 0);
    expect(passed).toEqual([]);
  });

  test('lets each command pass that works', () => {
    expect(rule.cases.passes.flatMap((markdown) => mistakesIn(markdown, [rule]))).toEqual([]);
  });
});

describe('no command of a document is overlooked', () => {
  const wrong = 'aws rds promote-read-replica';

  test.each([
    ['a block', `\`\`\`sh\n${wrong}\n\`\`\`\n`],
    ['a block of another shell', `\`\`\`bash\n${wrong}\n\`\`\`\n`],
    ['a block that begins an item of a list', `1. \`\`\`sh\n   ${wrong}\n   \`\`\`\n`],
    ['a block inside of an item', `- Do it:\n\n  \`\`\`sh\n  ${wrong}\n  \`\`\`\n`],
    ['a block after one of another language', `\`\`\`yaml\na: 1\n\`\`\`\n\n\`\`\`sh\n${wrong}\n\`\`\`\n`],
    ['a sentence', `Run \`${wrong}\`, then wait.`],
    ['a substitution', `\`\`\`sh\nNAME=$(${wrong})\n\`\`\`\n`],
    ['a substitution in quotes', `\`\`\`sh\necho "is $(${wrong})"\n\`\`\`\n`],
    ['a pipe', `\`\`\`sh\necho yes | ${wrong}\n\`\`\`\n`],
    ['a loop', `\`\`\`sh\nfor name in a b; do ${wrong}; done\n\`\`\`\n`],
    ['a continued line', `\`\`\`sh\naws rds \\\n  promote-read-replica\n\`\`\`\n`],
  ])('%s', (_, markdown) => {
    expect(mistakesIn(markdown)).not.toEqual([]);
  });
});

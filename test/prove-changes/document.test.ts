import { describe, expect, test } from 'vitest';
import { fileOf, snippet, snippetsOf } from '../../scripts/prove-changes/document.ts';

const MARKDOWN = `# Title

## Do it

1. Write \`apps/shop/cart.ts\`, not \`cart.ts\`:

   \`\`\`ts
   const one = {
     two: 3,
   };
   \`\`\`

2. Then \`clusters/x.yaml\`:

\`\`\`yaml
a: 1
\`\`\`

## Later

\`\`\`yaml
b: 2
\`\`\`
`;

describe('what a reader copies out of a document', () => {
  test('comes without the indentation of its list, under its heading', () => {
    expect(snippetsOf(MARKDOWN).map(({ heading, language }) => [heading, language])).toEqual([
      ['Do it', 'ts'],
      ['Do it', 'yaml'],
      ['Later', 'yaml'],
    ]);
    expect(snippet(MARKDOWN, 'Do it', 'ts').text).toBe('const one = {\n  two: 3,\n};\n');
  });

  test('goes into the file that the text before it names', () => {
    expect(fileOf(snippet(MARKDOWN, 'Do it', 'ts'))).toBe('apps/shop/cart.ts');
    expect(fileOf(snippet(MARKDOWN, 'Do it', 'yaml'))).toBe('clusters/x.yaml');
  });

  test('is not guessed: none, two, or no file is told', () => {
    expect(() => snippet(MARKDOWN, 'Do it', 'sh')).toThrow('"Do it" has 0 blocks of sh');
    const twice = `${MARKDOWN}\n\`\`\`yaml\nc: 3\n\`\`\`\n`;
    expect(() => snippet(twice, 'Later', 'yaml')).toThrow('"Later" has 2 blocks of yaml');
    expect(() => fileOf(snippet(MARKDOWN, 'Later', 'yaml'))).toThrow('"Later" names no file');
  });
});

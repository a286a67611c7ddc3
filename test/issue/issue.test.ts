import { describe, expect, it } from 'vitest';
import type { Ask } from '../../scripts/github/ask.ts';
import { blockOf, keepIssue } from '../../scripts/issue/issue.ts';

const HOME = 'repos/example/fleet';
const own = { number: 7, title: 'Drift', body: 'before', user: { type: 'Bot' } };

/** GitHub with these open issues, and what it was asked besides for them. */
function github(open: readonly object[]) {
  const asked: string[] = [];
  const ask: Ask = async (method, address, body) => {
    if (method === 'GET') return open.slice(0, 100);
    asked.push(`${method} ${address.replace(HOME, '')} ${JSON.stringify(body)}`);
    return { number: 8 };
  };
  return { asked, ask };
}

async function kept(open: readonly object[], more: object = {}) {
  const { asked, ask } = github(open);
  const report = { title: 'Drift', text: 'a report\n', run: undefined, settled: false, ...more };
  return { said: await keepIssue(HOME, report, ask), asked };
}

describe('the issue', () => {
  it('is opened where there is something to do', async () => {
    const { said, asked } = await kept([{ ...own, title: 'Another' }]);
    expect(said).toBe('Issue 8 is opened.');
    expect(asked).toEqual(['POST /issues {"title":"Drift","body":"a report"}']);
  });

  it('is written anew while there is, with the run', async () => {
    const { asked } = await kept([own], { run: 'https://github.com/run' });
    expect(asked).toEqual(['PATCH /issues/7 {"body":"a report\\n\\nhttps://github.com/run"}']);
  });

  it('is left alone where it says the same: nobody is told twice', async () => {
    const { said, asked } = await kept([{ ...own, body: 'a report\n\nhttps://github.com/older' }], {
      run: 'https://github.com/run',
    });
    expect(asked).toEqual([]);
    expect(said).toContain('says it already');
  });

  it('is closed when it is settled, and not opened for that', async () => {
    const { asked } = await kept([own], { settled: true });
    expect(asked).toEqual([
      'POST /issues/7/comments {"body":"It is settled."}',
      'PATCH /issues/7 {"state":"closed","state_reason":"completed"}',
    ]);
    expect((await kept([], { settled: true })).asked).toEqual([]);
  });

  it.each([
    ['that a person opened', { ...own, user: { type: 'User' } }],
    ['that is a pull request', { ...own, pull_request: {} }],
  ])('is another one than one of the same title %s', async (_, other) => {
    expect((await kept([other])).said).toBe('Issue 8 is opened.');
  });

  it('fits what GitHub takes, and is cut outside of a block', async () => {
    const part = `- one\n\n  \`\`\`text\n  ${'é'.repeat(4000)}\n\n  more\n  \`\`\`\n\n`;
    const { asked } = await kept([], { text: part.repeat(30) });
    const [, body = ''] = /"body":"(.*)"\}$/.exec(asked[0] ?? '') ?? [];
    const text = body.replaceAll('\\n', '\n');
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect([...text.matchAll(/```/g)].length % 2).toBe(0);
    expect(text).toMatch(/The rest is in the run\.$/);
  });

  it('has a text that is no Markdown in a block, which nothing in it ends', () => {
    expect(blockOf('a ``` b\n')).toBe('````text\na ``` b\n````\n');
    expect(blockOf('\n')).toBe('');
    const long = blockOf(`${'é'.repeat(1000)}\n`.repeat(100));
    expect(Buffer.byteLength(long)).toBeLessThan(64_000);
    expect(long).toMatch(/\n…\n```\n$/);
  });

  it('is not made of an empty report', async () => {
    await expect(kept([], { text: '\n' })).rejects.toThrow('The report is empty');
  });
});

import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../scripts/notify/message.ts';
import { post } from '../../scripts/notify/post.ts';

const ending = { pipeline: 'Promote', title: 'Deploy api:1.5.0', address: 'https://example.com/1' };

describe('the line', () => {
  it.each([
    ['success', ':white_check_mark:'],
    ['failure', ':x:'],
    ['timed_out', ':x:'],
    ['failed', ':x:'],
    ['cancelled', ':heavy_minus_sign:'],
    ['canceled', ':heavy_minus_sign:'],
    ['skipped', ':heavy_minus_sign:'],
  ])('of %s begins with %s', (result, mark) => {
    expect(messageOf({ ...ending, result })).toBe(
      `${mark} Promote: Deploy api:1.5.0: ${result} (https://example.com/1)`,
    );
  });

  it('calls nobody, links nowhere else and is one line, whatever a commit is called', () => {
    const title = `<!channel> <https://evil.example|our run>\n& more ${'x'.repeat(900)}`;
    const line = messageOf({ ...ending, title, result: 'success' });
    expect(line).not.toMatch(/[<>\n]/);
    expect(line).toContain('&lt;!channel&gt;');
    expect(line.length).toBeLessThan(500);
  });
});

describe('the channel', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** A Slack that answers so, one answer after another, and what it was told. */
  async function slack(...answers: readonly number[]) {
    const told: string[] = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        const status = answers[told.length] ?? 200;
        told.push(body);
        response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {});
        response.end(status === 200 ? 'ok' : 'invalid_token');
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const place = server.address();
    const port = typeof place === 'object' && place !== null ? place.port : 0;
    return { told, address: `http://127.0.0.1:${port}/services/secret` };
  }

  const patience = { attempts: 3, pauseMilliseconds: 1, answerMilliseconds: 2_000 };

  it('is told once, as JSON', async () => {
    const { told, address } = await slack(200);
    await post(address, 'a "line"', patience);
    expect(told.map((body): unknown => JSON.parse(body))).toEqual([{ text: 'a "line"' }]);
  });

  it('is asked again where it is busy, and not where it refuses', async () => {
    const busy = await slack(503, 429, 200);
    await post(busy.address, 'a', patience);
    expect(busy.told).toHaveLength(3);
    server?.close();
    const refusing = await slack(403);
    await expect(post(refusing.address, 'a', patience)).rejects.toThrow('403 invalid_token');
    expect(refusing.told).toHaveLength(1);
  });

  it('stays secret, and hands the line to nobody else', async () => {
    const { address } = await slack(302, 302, 302);
    const said = await post(address, 'a', patience).catch(String);
    expect(said).toContain('Slack was told nothing');
    expect(said).not.toContain('secret');
    await expect(post('not an address', 'a', patience)).rejects.toThrow('is no address');
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { Ask } from '../../scripts/github/ask.ts';
import { run } from '../../scripts/programs/run.ts';
import { committed } from '../../scripts/propose/commit.ts';
import { onGitHub, onGitLab } from '../../scripts/propose/forge.ts';
import { bodyOf } from '../../scripts/propose/text.ts';
import { gitIn } from '../git-in.ts';

const BRANCH = 'promote/staging/api';
const commit = { branch: BRANCH, title: 'Deploy api:1.5.0', author: 'fleet-app[bot]' };

/** A clone, and the repository that it pushes to. */
function clone() {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'propose-'));
  const [origin, root] = [join(folder, 'origin.git'), join(folder, 'clone')];
  gitIn(folder, ['init', '--quiet', '--bare', '--initial-branch', 'main', origin]);
  gitIn(origin, ['config', 'receive.advertisePushOptions', 'true']);
  gitIn(folder, ['clone', '--quiet', origin, root]);
  writeFileSync(join(root, 'images.yaml'), 'api: 1\n');
  gitIn(root, ['add', '--all']);
  gitIn(root, ['commit', '--quiet', '--message', 'before']);
  gitIn(root, ['push', '--quiet', 'origin', 'HEAD:main']);
  return { root, origin, change: (text: string) => writeFileSync(join(root, 'images.yaml'), text) };
}

const proposal = (root: string) => ({
  root,
  branch: BRANCH,
  base: 'main',
  title: commit.title,
  body: 'a\nb',
});

/** GitHub with these open pull requests. */
function github(open: readonly object[]) {
  const asked: string[] = [];
  const ask: Ask = async (method, address, body) => {
    asked.push(`${method} ${address} ${JSON.stringify(body) ?? ''}`.trim());
    return method === 'GET' ? open : { number: 8 };
  };
  return { asked, ask };
}

describe('the commit', () => {
  it('is made of all that has changed, by the App, and of nothing where nothing has', () => {
    const { root, change } = clone();
    expect(committed(root, commit)).toBe(false);
    expect(gitIn(root, ['log', '--format=%s'])).toBe('before');
    change('api: 2\n');
    writeFileSync(join(root, 'new.yaml'), 'a: 1\n');
    expect(committed(root, commit)).toBe(true);
    expect(gitIn(root, ['log', '-1', '--format=%s %an %ae'])).toBe(
      'Deploy api:1.5.0 fleet-app[bot] fleet-app[bot]@users.noreply.github.com',
    );
    expect(gitIn(root, ['show', '--name-only', '--format='])).toBe('images.yaml\nnew.yaml');
    expect(gitIn(root, ['branch', '--show-current'])).toBe(BRANCH);
  });

  it.each([
    [{ branch: 'main' }, '--branch'],
    [{ branch: 'promote/../main' }, '--branch'],
    [{ branch: '--delete' }, '--branch'],
    [{ branch: 'promote/a b' }, '--branch'],
    [{ branch: 'promote/api.lock' }, '--branch'],
    [{ title: 'one\ntwo' }, '--title'],
    [{ title: ' ' }, '--title'],
    [{ author: 'me\n[user]' }, '--author'],
  ])('is not made for %j', (more, says) => {
    const { root, change } = clone();
    change('api: 2\n');
    expect(() => committed(root, { ...commit, ...more })).toThrow(says);
    expect(gitIn(root, ['log', '--format=%s'])).toBe('before');
  });
});

describe('the pull request', () => {
  it('is opened on GitHub once, and written anew afterwards; its branch is replaced', async () => {
    const { root, origin, change } = clone();
    change('api: 2\n');
    committed(root, commit);
    const first = github([]);
    expect(await onGitHub(proposal(root), 'example/fleet', { ask: first.ask, start: run })).toContain(
      '8 is opened',
    );
    expect(first.asked).toEqual([
      'GET repos/example/fleet/pulls?state=open&head=example%3Apromote%2Fstaging%2Fapi&base=main',
      `POST repos/example/fleet/pulls {"title":"Deploy api:1.5.0","body":"a\\nb","head":"${BRANCH}","base":"main"}`,
    ]);
    gitIn(root, ['switch', '--quiet', '--detach', 'origin/main']);
    change('api: 3\n');
    committed(root, commit);
    const second = github([{ number: 3 }]);
    await onGitHub(proposal(root), 'example/fleet', { ask: second.ask, start: run });
    expect(second.asked.at(-1)).toBe(
      'PATCH repos/example/fleet/pulls/3 {"title":"Deploy api:1.5.0","body":"a\\nb"}',
    );
    expect(gitIn(origin, ['show', `${BRANCH}:images.yaml`])).toBe('api: 3');
    expect(gitIn(origin, ['rev-list', '--count', BRANCH])).toBe('2');
  });

  it('is opened by GitLab itself, which the push tells what it says', async () => {
    const { root, origin, change } = clone();
    change('api: 2\n');
    committed(root, commit);
    const pushed: (readonly string[])[] = [];
    const start: typeof run = (program, args, more) => {
      pushed.push(args);
      return run(program, args, more);
    };
    expect(await onGitLab(proposal(root), start)).toContain(BRANCH);
    expect(pushed.flat()).toEqual(
      expect.arrayContaining([
        'merge_request.create',
        'merge_request.target=main',
        'merge_request.title=Deploy api:1.5.0',
        'merge_request.description=a&#10;b',
      ]),
    );
    expect(gitIn(origin, ['show', `${BRANCH}:images.yaml`])).toBe('api: 2');
  });

  it('is not asked for where the push is refused', async () => {
    const { root, origin, change } = clone();
    change('api: 2\n');
    committed(root, commit);
    gitIn(origin, ['config', 'receive.denyCurrentBranch', 'refuse']);
    gitIn(root, ['remote', 'set-url', 'origin', join(origin, 'none')]);
    const { ask, asked } = github([]);
    await expect(onGitHub(proposal(root), 'example/fleet', { ask, start: run })).rejects.toThrow(
      'cannot be pushed',
    );
    expect(asked).toEqual([]);
  });

  it('shows what anybody wrote as text', () => {
    expect(bodyOf('</pre><script>', '  a: <b>')).toBe(
      '&lt;/pre&gt;&lt;script&gt;\n\n<pre>\n  a: &lt;b&gt;\n</pre>',
    );
    expect(bodyOf(undefined, 'a')).toBe('<pre>\na\n</pre>');
  });
});

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dump, load } from 'js-yaml';
import { objectsFolder } from '../../../clusters/layout.ts';
import { APPLICATIONS } from '../../../platform/components/argocd/applications.ts';
import { makeFolder } from '../../command-line/folders.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { listManifests } from '../../kubeconform/manifests.ts';
import { run } from '../../programs/run.ts';
import type { Member } from '../api-servers/applications.ts';
import { temporaryFolder } from '../processes.ts';
import { withoutCharts } from './chart-stand-ins.ts';
import { soonTriedAgain } from './retries.ts';

interface Origin {
  readonly dist: string;
  /** Address of the repository, as the Applications name it. */
  readonly url: string;
  readonly revision: string;
  readonly clusters: readonly string[];
}

/** A repository of one machine with the tree of some clusters, which Argo CD takes for the one that its Applications name. */
export class Clone {
  readonly #place = temporaryFolder('argocd-clone');
  readonly #origin: Pick<Origin, 'url' | 'revision'>;

  private constructor(origin: Pick<Origin, 'url' | 'revision'>) {
    this.#origin = origin;
  }

  /** @returns once everything is committed */
  static async make({ dist, clusters, ...origin }: Origin): Promise<Clone> {
    const clone = new Clone(origin);
    for (const cluster of clusters) {
      cpSync(join(dist, cluster), clone.path(objectsFolder(cluster, '')), { recursive: true });
      for (const file of clone.files(cluster)) clone.place(file, clone.text(file));
    }
    await clone.#git('init', '--quiet', '--initial-branch', origin.revision);
    await clone.commit('The tree as it is');
    return clone;
  }

  /** Writes a file of `dist/` as it is rendered: its repository becomes this one, and its chart a folder. */
  place(ofDist: string, text: string): void {
    const { url, revision } = this.#origin;
    const own = pathToFileURL(this.#place).href;
    const here = text.replaceAll(url, own);
    const [cluster = '', unit = ''] = ofDist.split('/');
    if (`${cluster}/${unit}` !== objectsFolder(cluster, APPLICATIONS)) {
      this.restore(ofDist, here);
      return;
    }
    const { application, standIn } = withoutCharts(load(here), own, revision);
    this.write(ofDist, soonTriedAgain(application));
    if (standIn !== undefined) this.#write(standIn.path, standIn.object);
  }

  /** Where something of `dist/` is. */
  path(ofDist: string): string {
    return join(this.#place, 'dist', ...ofDist.split('/'));
  }

  /** The files of a folder of `dist/`, from `dist/` on. */
  files(folder: string): readonly string[] {
    const root = join(this.#place, 'dist');
    return listManifests(this.path(folder)).map((file) => file.slice(root.length + 1).replaceAll(sep, '/'));
  }

  /** The same with its file from `dist/` on. */
  member({ file, object }: Member): Member {
    return { file: relative(this.path(''), file).replaceAll(sep, '/'), object };
  }

  read(ofDist: string): unknown {
    return load(readFileSync(this.path(ofDist), 'utf8'));
  }

  /** The text of a file, to be written back as it was. */
  text(ofDist: string): string {
    return readFileSync(this.path(ofDist), 'utf8');
  }

  write(ofDist: string, object: unknown): void {
    this.#write(join('dist', ofDist), object);
  }

  restore(ofDist: string, text: string): void {
    makeFolder(dirname(this.path(ofDist)));
    writeFileSync(this.path(ofDist), text);
  }

  remove(ofDist: string): void {
    rmSync(this.path(ofDist), { recursive: true });
  }

  /** @returns the new commit */
  async commit(message: string): Promise<string> {
    await this.#git('add', '--all');
    await this.#git('commit', '--quiet', '--message', message);
    return (await this.#git('rev-parse', 'HEAD')).trim();
  }

  #write(path: string, object: unknown): void {
    const file = join(this.#place, path);
    makeFolder(dirname(file));
    writeFileSync(file, dump(object, { noRefs: true }));
  }

  async #git(...args: readonly string[]): Promise<string> {
    const identity = [
      '-c',
      'user.name=verify',
      '-c',
      'user.email=verify@example.com',
      '-c',
      'commit.gpgSign=false',
    ];
    const { status, stdout, stderr } = await run('git', [...identity, ...args], {
      folder: this.#place,
      // Nothing that the person has set may change what is committed here, nor where.
      environment: {
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_DIR: undefined,
        GIT_WORK_TREE: undefined,
        GIT_INDEX_FILE: undefined,
      },
    });
    if (status !== 0) throw new Mistake(`git ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import { inParallel } from '../../programs/parallel.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { Finding } from '../step.ts';
import type { Member } from './applications.ts';
import type { Answer, Client } from './client.ts';
import { type Kept, keptOtherwise } from './compare.ts';
import type { Reaction } from './controllers.ts';
import { type Collection, collectionOf } from './resource-list.ts';

/** Requests to a server at a time: more wait for its two cores. */
const AT_A_TIME = 8;

/** A server says that it takes these, and then asks them about everything; nothing answers here. */
const ASKED_ABOUT_OTHERS = new Set([
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const conditions = z.looseObject({
  status: z
    .looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish() })
    .optional(),
});

/** A value that a server keeps in another form, with its object. */
export interface KeptOf extends Kept {
  readonly object: string;
}

/** Applies objects to the server of one cluster, and remembers what it said. */
export class Applier {
  readonly findings: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly kept: KeptOf[] = [];
  /** Objects that are written by a second apply which changes nothing. */
  readonly rewritten: Finding[] = [];
  readonly #applied: { readonly member: Member; readonly path: string }[] = [];

  constructor(
    private readonly client: Client,
    private readonly where: string,
    /** What controllers do about an object that is there. */
    private readonly reactions: (object: TreeObject) => readonly Reaction[],
  ) {}

  /** How many objects the server has taken. */
  get count(): number {
    return this.#applied.length;
  }

  /** Where the server has what it has taken, such as `/apis/apps/v1/namespaces/prod/deployments`. */
  get collections(): ReadonlySet<string> {
    return new Set(this.#applied.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  }

  /** Applies them at once; what controllers do about each is done as soon as it is there. */
  async applyAll(members: readonly Member[]): Promise<void> {
    await inParallel(members, (member) => this.#applyOne(member), AT_A_TIME);
  }

  async #applyOne(given: Member): Promise<void> {
    const place = await this.#placeOf(given.object);
    if (place === undefined) {
      this.#refused(given, { says: `no such kind: ${given.object.apiVersion} ${given.object.kind}` });
      return;
    }
    const { path, namespaced } = place;
    const member = namespaced ? given : { ...given, object: withoutNamespace(given.object) };
    const { object } = member;
    const dryRun = ASKED_ABOUT_OTHERS.has(object.kind);
    const answer = await this.client.apply(path, object, { dryRun });
    if (!this.#note(member, answer)) return;
    this.#applied.push({ member, path });
    const kept = keptOtherwise(object, answer.live).map((each) => ({
      object: `${object.kind} ${path}`,
      ...each,
    }));
    this.kept.push(...kept);
    for (const reaction of this.reactions(object)) {
      if (reaction.does === 'write the status') {
        this.#note(member, await this.client.patchStatus(path, reaction.status));
      } else if (reaction.object.kind === 'CustomResourceDefinition') {
        await this.define([{ file: member.file, object: reaction.object }]);
      } else {
        await this.create([{ file: member.file, object: reaction.object }]);
      }
    }
  }

  /**
   * Applies definitions, and waits until the server serves their kinds. One with fields that are newer than the server
   * is created without them, so that the objects of its kind are judged all the same.
   *
   * @returns those that are too new to be applied
   */
  async define(members: readonly Member[]): Promise<readonly Finding[]> {
    const newer: Finding[] = [];
    const names: string[] = [];
    const apply = async (member: Member) => {
      const path = `${DEFINITIONS}/${member.object.metadata.name}`;
      const answer = await this.client.apply(path, member.object);
      const isNewer = !answer.accepted && answer.says.includes('field not declared in schema');
      const then = isNewer ? await this.client.create(DEFINITIONS, member.object, { strict: false }) : answer;
      if (isNewer && then.accepted) newer.push(this.#finding(member, answer));
      else if (!this.#note(member, then)) return;
      names.push(path);
    };
    await inParallel(members, apply, AT_A_TIME);
    await Promise.all(names.map((path) => this.#established(path)));
    return newer;
  }

  async #established(path: string): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const { status } = conditions.parse(await this.client.get(path));
      if (status?.conditions?.some((each) => each.type === 'Established' && each.status === 'True')) return;
      await wait(100);
    }
    throw new Mistake(`${this.where}: the server does not serve ${path}.`);
  }

  /** Creates what controllers would, one after the other, since quotas count. */
  async create(members: readonly Member[]): Promise<number> {
    let created = 0;
    for (const member of members) {
      const place = await this.#placeOf(member.object);
      if (place === undefined) {
        this.#refused(member, { says: `no such kind: ${member.object.kind}` });
        continue;
      }
      const answer = await this.client.create(place.collection, member.object);
      // A server makes the ServiceAccounts of its own namespaces.
      const isThere = !answer.accepted && answer.status === 409;
      if (isThere || this.#note(member, answer)) created += 1;
    }
    return created;
  }

  /** Applies everything once more: nothing may change. */
  async applyAgain(): Promise<void> {
    const stored = this.#applied.filter(({ member }) => !ASKED_ABOUT_OTHERS.has(member.object.kind));
    const applyOnce = async ({ member, path }: (typeof stored)[number]) => {
      const before = versioned.parse(await this.client.get(path)).metadata;
      const answer = await this.client.apply(path, member.object);
      if (!this.#note(member, answer)) return;
      const after = versioned.parse(answer.live).metadata;
      if (before.resourceVersion === after.resourceVersion) return;
      const says = 'the same once more is written';
      if (before.generation === undefined || before.generation !== after.generation) {
        this.#refused(member, { says: `${says}, and changes it` });
      } else {
        // Only what the server notes down of who applied what.
        this.rewritten.push(this.#finding(member, { says: `${says}, and changes nothing` }));
      }
    };
    await inParallel(stored, applyOnce, AT_A_TIME);
  }

  /** Where the server has an object; undefined for a kind that it does not know. */
  async #placeOf(object: TreeObject): Promise<(Collection & { readonly path: string }) | undefined> {
    const found = collectionOf(object, await this.client.resources(object.apiVersion, object.kind));
    return found && { ...found, path: `${found.collection}/${object.metadata.name}` };
  }

  /** Whether the server took it. */
  #note(member: Member, answer: Answer): answer is Answer & { readonly accepted: true } {
    for (const says of answer.warnings) this.warnings.push(this.#finding(member, { says }));
    if (!answer.accepted) this.#refused(member, answer);
    return answer.accepted;
  }

  #refused(member: Member, answer: Partial<Answer> & { readonly says?: string }): void {
    this.findings.push(this.#finding(member, answer));
  }

  #finding(
    { file, object }: Member,
    { says = '', field }: { readonly says?: string; readonly field?: string },
  ): Finding {
    const { namespace, name } = object.metadata;
    const what = `${file} (${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name})`;
    return { where: this.where, what, ...(field !== undefined && { field }), says };
  }
}

function withoutNamespace(object: TreeObject): TreeObject {
  const { namespace: _ofItsApplication, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const versioned = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string(), generation: z.number().optional() }),
});

import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { objectsFolder, valuesFile } from '../../clusters/layout.ts';
import type { DeclaredObject } from '../../platform/kit/declared-object.ts';
import { declaredObject } from '../../platform/kit/manifest.ts';
import { UnitChart } from '../../platform/kit/unit-chart.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';

import { Mistake } from '../command-line/mistake.ts';
import { messageOf } from '../command-line/tell.ts';
import { pathsOf, type RememberedUnit } from './cache.ts';
import { objectText } from './form-text.ts';
import { hasOwnLabel, isManifest, OWN_LABEL } from './manifest.ts';
import { objectPath } from './path.ts';
import { valuesText } from './values-text.ts';
import { toYaml } from './yaml.ts';

/** One file of a cluster. */
export interface RenderedFile {
  /** From the output folder on. */
  readonly path: string;
  readonly text: string;
}

/** Renders the units of one cluster and makes sure that no object of the cluster is rendered twice. */
export class ClusterRenderer {
  readonly #context: Context;
  readonly #app = new App();
  /** Who renders an object, by its path without the unit. */
  readonly #owners = new Map<string, Owner>();
  /** Objects of an earlier run, until there is one that it did not have: among its own were no two of one name. */
  #claims: [Unit, RememberedUnit][] | undefined = [];

  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * The files of a unit.
   *
   * @param known those that it had in the earlier run that {@link claim} speaks of
   * @throws Mistake naming the unit and the cluster for whatever its `build` throws, for a chart dependency
   * (order is a sync wave), for an object without name, and for one that is rendered already
   */
  render(unit: Unit, known: readonly string[] = []): readonly RenderedFile[] {
    try {
      return this.#files(unit, new Set(known));
    } catch (error) {
      const place = `${unit.name} on ${this.#context.cluster.name}`;
      throw new Mistake(`The unit ${place} cannot be rendered: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Counts objects that an earlier run has rendered among those of the cluster. */
  claim(unit: Unit, remembered: RememberedUnit): void {
    if (this.#claims !== undefined) {
      this.#claims.push([unit, remembered]);
      return;
    }
    const folder = `${objectsFolder(this.#context.cluster.name, unit.name)}/`;
    for (const path of pathsOf(remembered)) {
      if (path.startsWith(folder)) this.#own(path.slice(folder.length), { unit: unit.name });
    }
  }

  #files(unit: Unit, known: ReadonlySet<string>): RenderedFile[] {
    const chart = new UnitChart(this.#app, unit.name);
    unit.build(chart, this.#context);
    const files: RenderedFile[] = [];
    const rendering = { unit, known, files };
    for (const declared of chart.take()) files.push(this.#file(declared.head, declared, rendering));
    this.#collect(chart, rendering);
    // The objects are no longer needed; without this a cluster's whole tree would be kept in memory.
    this.#app.node.tryRemoveChild(unit.name);
    const helm = unit.helm?.(this.#context);
    if (helm !== undefined) {
      const { name } = this.#context.cluster;
      files.push({ path: valuesFile(name, unit.name), text: valuesText(name, unit.name, helm.values) });
    }
    return files;
  }

  #collect(construct: IConstruct, rendering: Rendering): void {
    const { node } = construct;
    if (node.dependencies.length > 0) {
      throw new Mistake(
        `${node.path} has dependencies (addDependency). Order is a matter of waves: use Unit.wave.`,
      );
    }
    const mistakes = node.validate();
    if (mistakes.length > 0) throw new Mistake(`${node.path}: ${mistakes.join('; ')}`);
    if (ApiObject.isApiObject(construct)) {
      const declared = declaredObject(construct);
      rendering.files.push(this.#file(declared?.head ?? construct.toJson(), declared, rendering));
    }
    for (const child of node.children) {
      if (Chart.isChart(child)) {
        throw new Mistake(`${child.node.path} is a chart inside a chart. Make it a unit of its own.`);
      }
      this.#collect(child, rendering);
    }
  }

  /** @param declared undefined for what was not declared as it is */
  #file(json: unknown, declared: DeclaredObject | undefined, { unit, known }: Rendering): RenderedFile {
    if (!isManifest(json)) {
      throw new Mistake(
        'An object lacks apiVersion, kind or metadata.name; generated names are not supported.',
      );
    }
    const name = objectPath(json);
    const path = `${objectsFolder(this.#context.cluster.name, unit.name)}/${name}`;
    if (!known.has(path)) this.#settleClaims();
    this.#own(name, { unit: unit.name, apiVersion: json.apiVersion });
    if (!hasOwnLabel(json)) {
      throw new Mistake(
        `${json.kind} ${json.metadata.name} lacks the label ${OWN_LABEL}, by which its file is known as one of synth's. Add it.`,
      );
    }
    try {
      const text = declared === undefined ? toYaml(json, { nulls: 'refused' }) : objectText(declared);
      return { path, text };
    } catch (error) {
      throw new Mistake(`${json.kind} ${json.metadata.name}: ${messageOf(error)}.`, { cause: error });
    }
  }

  #settleClaims(): void {
    const claims = this.#claims ?? [];
    this.#claims = undefined;
    for (const [unit, remembered] of claims) this.claim(unit, remembered);
  }

  #own(path: string, owner: Owner): void {
    const first = this.#owners.get(path);
    if (first === undefined) this.#owners.set(path, owner);
    else throw new Mistake(collision(path, first, owner));
  }
}

/** A unit that is being rendered. */
interface Rendering {
  readonly unit: Unit;
  /** Files that it had in an earlier run. */
  readonly known: ReadonlySet<string>;
  readonly files: RenderedFile[];
}

/** The API version is not known of objects that an earlier run rendered. */
interface Owner {
  readonly unit: string;
  readonly apiVersion?: string;
}

function collision(path: string, first: Owner, second: Owner): string {
  const units =
    first.unit === second.unit ? `the unit ${first.unit}` : `the units ${first.unit} and ${second.unit}`;
  const groups =
    first.apiVersion === undefined ||
    second.apiVersion === undefined ||
    first.apiVersion === second.apiVersion
      ? ''
      : ` (${first.apiVersion} and ${second.apiVersion})`;
  return `Two objects of one kind and name${groups}: ${decodeURIComponent(path)}, in ${units}. Give one of them another name, or remove it.`;
}

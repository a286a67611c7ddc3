import { Chart } from 'cdk8s';
import { type Construct, type IConstruct, Node } from 'constructs';
import type { DeclaredObject } from './declared-object.ts';
import { Manifest } from './manifest-construct.ts';

/** Whose node it is: a node does not tell. */
const charts = new WeakMap<Node, UnitChart>();

/** What the node of such a chart is turned into: it knows of its children only when it is asked. */
class LateNode extends Node {
  override get children(): IConstruct[] {
    charts.get(this)?.make();
    return super.children;
  }

  override tryFindChild(id: string): IConstruct | undefined {
    charts.get(this)?.make();
    return super.tryFindChild(id);
  }

  override tryRemoveChild(id: string): boolean {
    charts.get(this)?.make();
    return super.tryRemoveChild(id);
  }
}

/**
 * A chart whose objects become constructs only once somebody looks for them, such as a patch: the writer takes them as they were
 * declared, and to make a construct of each would cost it a tenth of its time.
 */
export class UnitChart extends Chart {
  readonly #waiting = new Map<string, DeclaredObject>();

  constructor(scope: Construct, id: string) {
    super(scope, id, { disableResourceNameHashes: true });
    Object.setPrototypeOf(this.node, LateNode.prototype);
    charts.set(this.node, this);
  }

  /** A scope as such a chart; undefined for any other. cdk8s takes every chart for an instance of each of its classes. */
  static from(scope: Construct): UnitChart | undefined {
    return #waiting in scope ? scope : undefined;
  }

  /** Whether an object is the only one of its id. */
  declare(declared: DeclaredObject): boolean {
    const { id } = declared;
    if (this.#waiting.has(id) || Node.prototype.tryFindChild.call(this.node, id) !== undefined) return false;
    this.#waiting.set(id, declared);
    return true;
  }

  /** Those that nobody has looked for; they never become constructs. */
  take(): readonly DeclaredObject[] {
    const taken = [...this.#waiting.values()];
    this.#waiting.clear();
    return taken;
  }

  /** Makes constructs of those that wait. */
  make(): void {
    for (const declared of this.take()) new Manifest(this, declared);
  }
}

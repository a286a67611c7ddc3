import { Chart } from 'cdk8s';
import { type Construct, type IConstruct, Node } from 'constructs';
import type { DeclaredObject } from './declared-object.ts';
import { Manifest } from './manifest-construct.ts';

/**
 * A chart whose objects become constructs only once somebody looks for them, such as a patch: the writer takes them as they were
 * declared, and to make a construct of each would cost it a tenth of its time.
 */
export class UnitChart extends Chart {
  readonly #waiting = new Map<string, DeclaredObject>();

  constructor(scope: Construct, id: string) {
    super(scope, id, { disableResourceNameHashes: true });
    const { node } = this;
    Object.defineProperties(node, {
      children: {
        get: (): unknown => {
          this.#make();
          return Reflect.get(Node.prototype, 'children', node);
        },
      },
      tryFindChild: {
        value: (child: string): IConstruct | undefined => {
          this.#make();
          return Node.prototype.tryFindChild.call(node, child);
        },
      },
      tryRemoveChild: {
        value: (child: string): boolean => {
          this.#make();
          return Node.prototype.tryRemoveChild.call(node, child);
        },
      },
    });
  }

  /** A scope as such a chart; undefined for any other. cdk8s takes every chart for an instance of each of its classes. */
  static from(scope: Construct): UnitChart | undefined {
    return #waiting in scope ? scope : undefined;
  }

  /** Whether an object is the only one of its id. */
  declare(id: string, declared: DeclaredObject): boolean {
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

  #make(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, declared] of waiting) new Manifest(this, id, declared);
  }
}
